import AutoMLScheduling
import AutoMLSchedulingTestKit

/// Every backend that all suites run over; a new one is added here.
enum Backends {
  static let all: [BackendUnderTest] = [.concurrent, .sequential, .subprocess]
}

extension BackendUnderTest {
  /// A process a call.
  static let subprocess = BackendUnderTest(
    "subprocess", place: .script([ProbeTests.program])
  ) { try SubprocessBackend(width: $0) }
}

import AutoMLScheduling
import AutoMLSchedulingTestKit

/// Every backend that all suites run over; a new one is added here.
enum Backends {
  static let all: [BackendUnderTest] = [.concurrent, .sequential, .subprocess, .workers]
  /// Those that do the work in this process.
  static let inThisProcess = all.filter { $0.place == .thisProcess }
  /// Those that do the work in other processes.
  static let inOtherProcesses = all.filter { $0.place != .thisProcess }
}

extension BackendUnderTest {
  /// A process a call.
  static let subprocess = BackendUnderTest(
    "subprocess", place: .script([ProbeTests.program])
  ) { try SubprocessBackend(width: $0) }

  /// The pool of long-lived processes.
  static let workers = BackendUnderTest("workers", place: .servers) { width in
    try WorkerPool(width: width, command: [ProbeTests.program, "serve"])
  }
}

import AutoMLSchedulingTestKit

/// Every backend that all suites run over; a new one is added here.
enum Backends {
  static let all: [BackendUnderTest] = [.concurrent, .sequential]
}

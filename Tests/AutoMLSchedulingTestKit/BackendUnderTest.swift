public import AutoMLScheduling
public import Testing

/// A kind of backend, and how it is given the functions of the tests.
public struct BackendUnderTest: Sendable, CustomTestStringConvertible {
  /// Where the work of a backend is done.
  public enum Place: Hashable, Sendable {
    /// In this process.
    case thisProcess
    /// In a process per call, which is started with these words, "call" and the function's name.
    case script([String])
    /// In processes that serve ``TestFunctions/served`` by name.
    case servers
  }

  /// What it is called in the names of tests.
  public let name: String
  /// Where the work is done.
  public let place: Place
  /// The widest it can be.
  public let maxWidth: Int
  private let make: @Sendable (_ width: Int) throws -> any ComputeBackend

  /// Describes a kind of backend.
  ///
  /// - Parameter make: Makes a fresh one of a width from 1 to `maxWidth`.
  public init(
    _ name: String, place: Place = .thisProcess, maxWidth: Int = 64,
    make: @escaping @Sendable (_ width: Int) throws -> any ComputeBackend
  ) {
    self.name = name
    self.place = place
    self.maxWidth = maxWidth
    self.make = make
  }

  /// The name.
  public var testDescription: String { name }

  /// Makes a fresh backend, no wider than it can be.
  ///
  /// - Throws: what the backend refuses.
  public func backend(width: Int = 2) throws -> any ComputeBackend {
    try make(min(width, maxWidth))
  }

  /// Makes a scheduler over a fresh backend.
  ///
  /// - Throws: what the backend refuses.
  public func scheduler(
    width: Int = 2, clock: any Clock<Duration> = ContinuousClock()
  ) throws -> Scheduler {
    Scheduler(backend: try backend(width: width), clock: clock)
  }

  /// A function of ``TestFunctions`` as the backend takes it.
  ///
  /// - Throws: ``SchedulerError/emptyCommand`` when the place names no program.
  public func function<Input: Codable & Sendable, Output: Codable & Sendable>(
    _ function: Function<Input, Output>
  ) throws -> Function<Input, Output> {
    guard case .script(let words) = place else { return function }
    return try Function(function.name, command: words + ["call", function.name])
  }
}

extension BackendUnderTest {
  /// The backend of Swift tasks.
  public static let concurrent = BackendUnderTest("concurrent") { try ConcurrentBackend(width: $0) }
  /// The backend of one piece of work after the other.
  public static let sequential = BackendUnderTest("sequential", maxWidth: 1) { _ in
    SequentialBackend()
  }
}

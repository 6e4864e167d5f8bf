import Synchronization

/// Where submitted work is done: tasks of this process, subprocesses, or a cluster.
///
/// The scheduler performs at most ``width`` pieces of work at once and cancels the task around
/// ``perform(_:)`` when nobody wants a result any more. A backend may be used by one scheduler at
/// a time, for any number of runs after one another.
public protocol ComputeBackend: Sendable {
  /// What it is called in descriptions.
  var name: String { get }

  /// How many pieces of work go on at once; at least 1.
  ///
  /// Read once, when the scheduler is made.
  var width: Int { get }

  /// What descriptions tell about it beside its name and width, line by line.
  var details: [String] { get }

  /// A run begins; called before its first event.
  ///
  /// - Throws: why no work can be done; the run then does not begin.
  func begin() async throws

  /// Does one piece of work.
  ///
  /// Called in a task of its own, away from the scheduler, which goes on meanwhile. It may take as
  /// long as the work does, but as any Swift task it must wait without blocking a thread.
  ///
  /// What ``ComputeWork/options`` asks for is part of the work: variables, limits, filters and
  /// messages. A backend does all of it or refuses the work, with
  /// ``ComputeError/needsProcess(work:backend:)`` or ``ComputeError/needsWorkers(work:backend:)``;
  /// it never does the work without. Messages of work that is done through ``ComputeWork/body``
  /// need nothing from the backend.
  ///
  /// - Throws: what the work throws; `CancellationError` when the surrounding task was cancelled
  ///   and the work did not end by itself; ``ComputeError`` when the work could not be done here.
  ///   A backend whose worker dies throws for the work of that worker only.
  nonisolated(nonsending) func perform(_ work: ComputeWork) async throws -> any Sendable

  /// A run has ended and nothing is being performed; called before its last event.
  func end() async
}

extension ComputeBackend {
  /// Nothing.
  public var details: [String] { [] }
  /// Does nothing.
  public func begin() async throws {}
  /// Does nothing.
  public func end() async {}
}

/// One piece of work as a backend gets it.
///
/// A class, because it is handed from hand to hand and holds much.
public final class ComputeWork: Sendable {
  /// What names it in events.
  public let reference: WorkReference
  /// Has it done in another process; nil for a closure, which exists in this process only.
  public let call: FunctionCall?
  /// What plugins ask of the process that does it.
  public let options: ProcessOptions
  /// Whether plugins ask for nothing: at hand, because looking through the options copies them.
  let isPlain: Bool
  private let closure: (@Sendable @concurrent () async throws -> any Sendable)?
  /// Its result, once there is one; not a promise, which would be one object more.
  private let settlement = Mutex(Settlement<any Sendable>())

  /// Describes a piece of work; the scheduler does so for all that is submitted to it.
  public init(
    reference: WorkReference, body: @escaping @Sendable @concurrent () async throws -> any Sendable,
    call: FunctionCall? = nil, options: ProcessOptions = ProcessOptions()
  ) {
    self.reference = reference
    closure = body
    self.call = call
    self.options = options
    isPlain = options.isEmpty && options.messages == nil
  }

  /// Describes a call of a function, which is computed in this process if need be.
  public init(reference: WorkReference, call: FunctionCall) {
    self.reference = reference
    closure = nil
    self.call = call
    options = .none
    isPlain = true
  }

  /// Does it in this process, away from the scheduler.
  public var body: @Sendable @concurrent () async throws -> any Sendable {
    if let closure { return closure }
    let (call, name) = (call, reference.name)
    return {
      guard let call else { throw ComputeError.notPortable(work: name, backend: "in-process") }
      return try await call.callee.compute(call.boxedInput)
    }
  }
}

extension ComputeWork {
  /// Waits for the result.
  func value() async throws -> any Sendable {
    try await withCheckedThrowingContinuation { continuation in
      if let result = settlement.withLock({ $0.wait(continuation) }) {
        continuation.resume(with: result)
      }
    }
  }

  /// Keeps the result and wakes everybody who waits for it.
  func fulfil(_ result: Result<any Sendable, any Error>) {
    let waiting = settlement.withLock { $0.fulfil(result) }
    for continuation in waiting { continuation.resume(with: result) }
  }
}

/// Why a backend could not do a piece of work.
public enum ComputeError: Error, Hashable, Sendable, CustomStringConvertible {
  /// A closure cannot be sent to another process.
  case notPortable(work: String, backend: String)
  /// The backend does the work in this process, where a plugin's wishes have no effect.
  case needsProcess(work: String, backend: String)
  /// The work sends messages, which only workers that serve functions can carry.
  case needsWorkers(work: String, backend: String)
  /// A script cannot be computed in this process.
  case isScript(work: String)
  /// The process that did the work ended before it gave a result; the text says how.
  case workerDied(work: String, String)
  /// The function threw in the other process.
  case thrown(type: String, message: String)
  /// What came back is not a result; the text says why.
  case invalidOutput(work: String, String)
  /// The input cannot be written as JSON.
  case invalidInput(work: String, String)

  /// A sentence for people.
  public var description: String {
    switch self {
    case .notPortable(let work, let backend):
      """
      '\(work)' is a closure, which the \(backend) backend cannot send to another process; \
      submit a Function with a name.
      """
    case .needsProcess(let work, let backend):
      """
      '\(work)' has limits or variables for a process of its own, but the \(backend) backend \
      works in this process.
      """
    case .needsWorkers(let work, let backend):
      """
      '\(work)' sends messages, which the \(backend) backend cannot carry; use a pool of worker \
      processes or work in this process.
      """
    case .isScript(let work):
      "'\(work)' is a script; give the scheduler a SubprocessBackend to run it."
    case .workerDied(let work, let how): "The process that did '\(work)' ended: \(how)."
    case .thrown(let type, let message): "\(type): \(message)"
    case .invalidOutput(let work, let reason): "'\(work)' gave no result: \(reason)."
    case .invalidInput(let work, let reason): "The input of '\(work)' is not JSON: \(reason)."
    }
  }
}

public import AutoMLModel
import Synchronization

/// The data that the components of a workflow share.
///
/// The main context is shared by all; each job has one of its own, whose exception reports and
/// stop requests also reach the main one. Safe to use from any task.
public final class Context: JobContext {
  private struct State {
    var properties: [String: any Sendable] = [:]
    var exceptions: [String] = []
    var stopMessage: String?
    var listeners: [@Sendable () -> Void] = []
  }

  private let state = Mutex(State())
  private let parent: Context?

  /// Makes an empty main context.
  public init() { parent = nil }

  /// Makes the context of a job.
  init(parent: Context) { self.parent = parent }

  /// The value of a property; setting nil removes it (`get_prop`, `set_prop`).
  public subscript<Value>(key: ContextKey<Value>) -> Value? {
    get { state.withLock { $0.properties[key.name] } as? Value }
    set { state.withLock { $0.properties[key.name] = newValue } }
  }

  /// The value of a property, or a default when it is not set.
  public subscript<Value>(
    key: ContextKey<Value>, default value: @autoclosure () -> Value
  ) -> Value { self[key] ?? value() }

  /// Changes a property as one step that no other task can come between.
  public func update<Value, Result>(
    _ key: ContextKey<Value>, _ change: (inout Value?) throws -> Result
  ) rethrows -> Result {
    try state.withLock { state in
      var value = state.properties[key.name] as? Value
      defer { state.properties[key.name] = value }
      return try change(&value)
    }
  }

  /// Reports an exception in a component; what follows is the engine's ``StopPolicy``
  /// (`exception_occurred`).
  public func exceptionOccurred(_ message: String) {
    notify { $0.exceptions.append(message) }
    parent?.exceptionOccurred(message)
  }

  /// The exceptions that were reported, in order.
  public var exceptions: [String] { state.withLock { $0.exceptions } }

  /// Asks the engine to stop the workflow; the first message is kept (`stop_work`).
  public func stopWork(_ message: String) {
    notify { $0.stopMessage = $0.stopMessage ?? message }
    parent?.stopWork(message)
  }

  /// Whether the workflow was asked to stop (`stop_work_asked`).
  public var isStopAsked: Bool { stopMessage != nil }

  /// Why the workflow was asked to stop (`get_stop_message`).
  public var stopMessage: String? {
    parent?.stopMessage ?? state.withLock { $0.stopMessage }
  }

  /// Registers somebody to be told of each exception report and stop request.
  func listen(_ listener: @escaping @Sendable () -> Void) {
    state.withLock { $0.listeners.append(listener) }
  }

  private func notify(_ change: (inout State) -> Void) {
    let listeners = state.withLock { state in
      change(&state)
      return state.listeners
    }
    for listener in listeners { listener() }
  }
}

extension Outcome {
  /// The context of the job's execution; nil when the outcome is replayed from the record.
  public var context: Context? { jobContext as? Context }
}

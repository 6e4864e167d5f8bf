/// Watches over the submissions of a task: refuses some, changes others, adds events.
///
/// One value may be given to several tasks; whether they share its counts is the plugin's affair
/// and stated there.
public protocol TaskPlugin: Sendable {
  /// What it is called in descriptions.
  var name: String { get }

  /// What descriptions tell about it, line by line.
  var details: [String] { get }

  /// Called once for each task that it is given to; events are added here.
  ///
  /// - Throws: why the plugin and the task do not go together.
  func attach<Input, Output>(
    to task: ScheduledTask<Input, Output>, of scheduler: Scheduler
  ) throws(SchedulerError)

  /// Called for each submission that the plugins before it have let through.
  ///
  /// - Returns: Whether the work may be submitted; on false nothing more happens.
  /// - Throws: what `submit` is to throw.
  func preSubmit<Input, Output>(
    _ submission: inout Submission<Input, Output>, of task: ScheduledTask<Input, Output>,
    on scheduler: isolated Scheduler
  ) throws -> Bool
}

extension TaskPlugin {
  /// Nothing.
  public var details: [String] { [] }
  /// Does nothing.
  public func attach<Input, Output>(
    to task: ScheduledTask<Input, Output>, of scheduler: Scheduler
  ) throws(SchedulerError) {}
  /// Lets every submission through.
  public func preSubmit<Input, Output>(
    _ submission: inout Submission<Input, Output>, of task: ScheduledTask<Input, Output>,
    on scheduler: isolated Scheduler
  ) throws -> Bool { true }
}

/// Work that is about to be submitted, as plugins may change it.
public struct Submission<Input: Sendable, Output: Sendable>: Sendable {
  /// The input.
  public var input: Input
  /// What is computed by a backend that works in this process.
  public var body: @Sendable @concurrent (Input) async throws -> Output
  /// What is asked of the process that does the work, where there is one.
  public var options = ProcessOptions()
  /// Called, in order, as soon as the work has been accepted and before any event of it.
  public var whenAccepted: [@Sendable (isolated Scheduler, WorkReference) -> Void] = []
}

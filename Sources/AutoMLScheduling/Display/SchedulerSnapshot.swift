import Synchronization

/// What a scheduler looked like at one moment.
public struct SchedulerSnapshot: Hashable, Sendable {
  /// How many rows of the queue are listed; the rest is counted.
  public static let queueRows = 5

  /// Where the work is done.
  public struct Backend: Hashable, Sendable {
    /// What it is called.
    public let name: String
    /// How many pieces of work go on at once.
    public let width: Int
    /// What it tells about itself, line by line.
    public let details: [String]
  }

  /// A piece of work that is waiting or being done.
  public struct QueueRow: Hashable, Sendable {
    /// The work.
    public let work: WorkReference
    /// Whether the backend has begun it.
    public let isExecuting: Bool
  }

  /// A task with its events and plugins.
  public struct Task: Hashable, Sendable {
    /// What it is called.
    public let name: String
    /// How much of its work is waiting or being done.
    public let queueSize: Int
    /// Its events, those of its plugins last.
    public let events: [EventSummary]
    /// Who watches over its submissions.
    public let plugins: [Plugin]
  }

  /// A plugin of a task.
  public struct Plugin: Hashable, Sendable {
    /// What it is called.
    public let name: String
    /// What it tells about itself, line by line.
    public let details: [String]
  }

  /// Where the work is done.
  public let backend: Backend
  /// The oldest work that is waiting or being done, at most ``queueRows``, in the order of
  /// submission.
  public let queue: [QueueRow]
  /// How much work is waiting or being done.
  public let queueSize: Int
  /// How much of it the backend has begun.
  public let executing: Int
  /// The scheduler's events, in the order of the guide's tree.
  public let events: [EventSummary]
  /// Its tasks, in the order in which they were made.
  public let tasks: [Task]
}

extension Scheduler {
  /// What the scheduler looks like now.
  public var snapshot: SchedulerSnapshot {
    SchedulerSnapshot(
      backend: .init(name: backend.name, width: backend.width, details: backend.details),
      queue: oldestWork(SchedulerSnapshot.queueRows).map {
        .init(work: $0.reference, isExecuting: $0.task != nil)
      },
      queueSize: queueSize, executing: executing, events: subscribers.map(\.summary),
      tasks: tasks.withLock { $0 }.map(\.snapshot))
  }

  /// The guide's tree of the scheduler as it is now, 80 columns wide; see
  /// ``SchedulerSnapshot/text(columns:rows:)``.
  public var description: String { snapshot.description }

  /// The work with the smallest numbers, found without sorting the rest.
  private func oldestWork(_ count: Int) -> [Work] {
    var oldest: [Work] = []
    for work in works.values {
      if oldest.count == count, let last = oldest.last, work.reference.id > last.reference.id {
        continue
      }
      let place = oldest.firstIndex { $0.reference.id > work.reference.id } ?? oldest.endIndex
      oldest.insert(work, at: place)
      if oldest.count > count { oldest.removeLast() }
    }
    return oldest
  }
}

extension AnyScheduledTask {
  fileprivate var snapshot: SchedulerSnapshot.Task {
    SchedulerSnapshot.Task(
      name: name, queueSize: queueSize, events: subscribers.map(\.summary),
      plugins: plugins.map { .init(name: $0.name, details: $0.details) })
  }
}

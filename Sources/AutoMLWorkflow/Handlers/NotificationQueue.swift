import DequeModule

/// What waits to be told to a command, in order and bounded: a pure value.
struct NotificationQueue {
  private var waiting: Deque<EventRecord> = []
  private let capacity: Int

  /// How many events were dropped.
  private(set) var dropped = 0
  /// Whether somebody is telling them.
  private(set) var isDraining = false

  init(capacity: Int) { self.capacity = max(capacity, 1) }

  /// What is to be done about a new event.
  struct Change: Equatable {
    /// Whether somebody must begin telling them.
    let beginsDraining: Bool
    /// Whether an event was dropped for the first time.
    let dropsFirst: Bool
  }

  /// Puts an event at the end.
  ///
  /// When more wait than there is room for, the oldest event of those that come again and again
  /// is dropped; begin, end and search space, of which there is one each, never are.
  mutating func add(_ record: EventRecord) -> Change {
    waiting.append(record)
    let before = dropped
    if waiting.count > capacity, let oldest = waiting.firstIndex(where: \.event.isRepeated) {
      waiting.remove(at: oldest)
      dropped += 1
    }
    defer { isDraining = true }
    return Change(beginsDraining: !isDraining, dropsFirst: before == 0 && dropped > 0)
  }

  /// The next event to tell, or nil when there is none, which ends the telling.
  mutating func next() -> EventRecord? {
    if let record = waiting.popFirst() { return record }
    isDraining = false
    return nil
  }

  /// Drops whatever waits.
  mutating func abandon() {
    dropped += waiting.count
    waiting.removeAll()
  }
}

extension WorkflowEvent {
  /// Whether a workflow has many of them.
  fileprivate var isRepeated: Bool {
    switch self {
    case .startJob, .endJob, .recommendationsAvailable: true
    case .startAutoML, .endAutoML, .searchSpaceAvailable: false
    }
  }
}

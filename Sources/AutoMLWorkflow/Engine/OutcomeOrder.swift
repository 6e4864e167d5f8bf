/// Brings outcomes into the order in which they were recorded.
///
/// A controller must be told of them in that order, because it is the one in which they are
/// replayed to it when the experiment is resumed. Several may be on their way into the record at
/// one time, and heard of in another order than the store has them in.
struct OutcomeOrder<Report> {
  private struct Recorded {
    let number: Int
    /// The last end that had begun to be recorded when this one was; later ones come after it.
    let horizon: Int
    let report: Report
  }

  private var last = 0
  private var underWay: Set<Int> = []
  private var recorded: [Recorded] = []

  /// The end of a job is about to be recorded.
  ///
  /// - Returns: A ticket to tell with what became of it.
  mutating func begin() -> Int {
    last += 1
    underWay.insert(last)
    return last
  }

  /// Takes an outcome and gives those that are due now: all that were recorded before them are
  /// known.
  ///
  /// - Parameters:
  ///   - number: The outcome's place among those of the experiment.
  ///   - ticket: What ``begin()`` gave.
  mutating func add(_ report: Report, number: Int, ticket: Int) -> [Report] {
    underWay.remove(ticket)
    recorded.append(Recorded(number: number, horizon: last, report: report))
    let oldest = underWay.min() ?? .max
    let bound = recorded.filter { $0.horizon < oldest }.map(\.number).max() ?? -1
    let due = recorded.filter { $0.number <= bound }.sorted { $0.number < $1.number }
    if !due.isEmpty { recorded.removeAll { $0.number <= bound } }
    return due.map(\.report)
  }
}

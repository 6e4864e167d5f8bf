/// Brings outcomes into the order in which they were recorded.
///
/// A controller must be told of them in that order, because it is the one in which they are
/// replayed to it when the experiment is resumed.
struct OutcomeOrder<Report> {
  private var next = 0
  private var early: [Int: Report] = [:]

  /// Takes an outcome and gives those that are due now.
  ///
  /// - Parameter place: Its place among the outcomes that this engine has recorded, from 0.
  mutating func add(_ report: Report, at place: Int) -> [Report] {
    early[place] = report
    var due: [Report] = []
    while let report = early.removeValue(forKey: next) {
      due.append(report)
      next += 1
    }
    return due
  }
}

import AutoMLModel

/// The jobs of an experiment as a sequence that holds one page in memory.
public struct JobHistory<Store: JobStore>: AsyncSequence, Sendable {
  /// A recorded job.
  public typealias Element = JobRecord

  let store: Store
  let experiment: ExperimentID
  let pageSize = 500

  /// Reads the first page when the first job is asked for.
  public func makeAsyncIterator() -> AsyncIterator { AsyncIterator(history: self) }

  /// Walks the pages.
  public struct AsyncIterator: AsyncIteratorProtocol {
    let history: JobHistory
    var page: ArraySlice<JobRecord> = []
    var last: JobID?
    var isAtEnd = false

    /// The next job, or nil at the end.
    ///
    /// - Throws: what ``JobStore/history(of:after:limit:)`` throws.
    public mutating func next() async throws -> JobRecord? {
      if page.isEmpty, !isAtEnd {
        page = try await history.store.history(
          of: history.experiment, after: last, limit: history.pageSize)[...]
        isAtEnd = page.count < history.pageSize
        last = page.last?.id ?? last
      }
      return page.popFirst()
    }
  }
}

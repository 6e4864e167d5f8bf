extension QueueMonitor {
  /// The queue at one moment.
  ///
  /// Whatever is in the queue is counted twice, in two ways: ``queued``, ``finished`` and
  /// ``cancelled`` add up to ``queueSize``, and so do ``waiting`` and ``executing``.
  public struct Record: Hashable, Sendable {
    /// Nanoseconds since the monitor's first record.
    public let time: Int64
    /// How much work was waiting or being done.
    public let queueSize: Int
    /// How much of it nobody had cancelled.
    public var queued: Int { queueSize - cancelled }
    /// How much of it had ended without its callbacks having been called: always 0.
    ///
    /// Kept so that the table has the columns of the AutoML-toolkit's. Work
    /// leaves this scheduler's queue before anybody is told of its end.
    public var finished: Int { 0 }
    /// How much of it had been cancelled and was not over yet.
    public let cancelled: Int
    /// How much of it the backend had not begun.
    public var waiting: Int { queueSize - executing }
    /// How much of it the backend had begun.
    public let executing: Int

    /// How many of a number of workers had nothing to do: what is missing to ``queueSize``.
    ///
    /// - Returns: A number below 0 when more work was in the queue than there are workers.
    public func idle(workers: Int) -> Int { workers - queueSize }
  }

  /// The records as CSV: a line of names, then one for each record, each with a line end.
  ///
  /// The columns are `time` in nanoseconds, `queue_size`, `queued`, `finished`, `cancelled`,
  /// `waiting`, `executing` and `idle`.
  ///
  /// - Parameter workers: How many there are, for `idle`; nil for the width of the backend.
  public func csv(workers: Int? = nil) -> String {
    let workers = workers ?? self.workers
    var text = "time,queue_size,queued,finished,cancelled,waiting,executing,idle\n"
    for record in records {
      let numbers = [
        record.queueSize, record.queued, record.finished, record.cancelled, record.waiting,
        record.executing, record.idle(workers: workers),
      ]
      text += "\(record.time),\(numbers.map(String.init).joined(separator: ","))\n"
    }
    return text
  }
}

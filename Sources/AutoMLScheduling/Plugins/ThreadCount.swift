/// Sets how many threads the numeric libraries of a task's processes use.
///
/// Through the variables of OpenMP, OpenBLAS, MKL, BLIS, NumExpr and Accelerate. A backend that
/// works in this process, where they would come too late, refuses the work.
public struct ThreadCount: TaskPlugin {
  private static let variables = [
    "OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "NUMEXPR_NUM_THREADS",
    "VECLIB_MAXIMUM_THREADS", "BLIS_NUM_THREADS",
  ]

  /// What it is called in descriptions.
  public let name = "thread-count"
  /// How many threads each process may use.
  public let count: Int

  /// Sets a number of threads.
  ///
  /// - Throws: ``SchedulerError/invalidLimit(_:_:)`` for fewer than one.
  public init(_ count: Int) throws(SchedulerError) {
    guard count >= 1 else { throw .invalidLimit("threads", "\(count)") }
    self.count = count
  }

  /// The number.
  public var details: [String] { ["Threads \(count)"] }

  /// Adds the variables.
  public func preSubmit<Input, Output>(
    _ submission: inout Submission<Input, Output>, of task: ScheduledTask<Input, Output>,
    on scheduler: isolated Scheduler
  ) throws -> Bool {
    for variable in Self.variables { submission.options.environment[variable] = "\(count)" }
    return true
  }
}

extension Scheduler {
  /// Registers a callback for the begin of a run.
  public func onStart(_ callback: @escaping Callback<Void>) { subscribers.start.append(callback) }

  /// Registers a callback for the moment when nothing is left; submitting in it keeps the run going.
  public func onEmpty(_ callback: @escaping Callback<Void>) { subscribers.empty.append(callback) }

  /// Registers a callback for each submission.
  public func onFutureSubmitted(_ callback: @escaping Callback<WorkReference>) {
    subscribers.futureSubmitted.append(callback)
  }

  /// Registers a callback for work that ended with a result or an error.
  public func onFutureDone(_ callback: @escaping Callback<WorkReference>) {
    subscribers.futureDone.append(callback)
  }

  /// Registers a callback for each result.
  public func onFutureResult(_ callback: @escaping Callback<WorkResult>) {
    subscribers.futureResult.append(callback)
  }

  /// Registers a callback for each error that work threw.
  public func onFutureException(_ callback: @escaping Callback<WorkFailure>) {
    subscribers.futureException.append(callback)
  }

  /// Registers a callback for cancelled work; on_future_done is not emitted for it.
  public func onFutureCancelled(_ callback: @escaping Callback<WorkReference>) {
    subscribers.futureCancelled.append(callback)
  }

  /// Registers a callback for a request to stop.
  public func onStop(_ callback: @escaping Callback<StopRequest>) {
    subscribers.stop.append(callback)
  }

  /// Registers a callback for the time limit.
  public func onTimeout(_ callback: @escaping Callback<Void>) {
    subscribers.timeout.append(callback)
  }

  /// Registers a callback for the moment before a run winds up; work is still accepted in it
  /// unless the run was stopped.
  public func onFinishing(_ callback: @escaping Callback<Void>) {
    subscribers.finishing.append(callback)
  }

  /// Registers a callback for the end of a run, after the last result was delivered.
  public func onFinished(_ callback: @escaping Callback<Void>) {
    subscribers.finished.append(callback)
  }
}

/// The callbacks of one event, called in the order in which they were registered.
struct Subscribers<Payload: Sendable>: Sendable {
  private var callbacks: [Scheduler.Callback<Payload>] = []

  mutating func append(_ callback: @escaping Scheduler.Callback<Payload>) {
    callbacks.append(callback)
  }

  /// Calls every callback; the first one that throws keeps later ones from being called.
  func call(_ scheduler: isolated Scheduler, _ payload: Payload) throws {
    for callback in callbacks { try callback(scheduler, payload) }
  }
}

/// The callbacks of every event of a scheduler.
struct SubscriberTable: Sendable {
  var start = Subscribers<Void>()
  var empty = Subscribers<Void>()
  var futureSubmitted = Subscribers<WorkReference>()
  var futureDone = Subscribers<WorkReference>()
  var futureResult = Subscribers<WorkResult>()
  var futureException = Subscribers<WorkFailure>()
  var futureCancelled = Subscribers<WorkReference>()
  var stop = Subscribers<StopRequest>()
  var timeout = Subscribers<Void>()
  var finishing = Subscribers<Void>()
  var finished = Subscribers<Void>()
}

// The guide's "Exceptions": an error that does not end the run, and a callback that does.
import AutoMLScheduling
import Checks

struct Failed: Error, CustomStringConvertible {
  let description: String
}

@Sendable func failingFunction(_ message: String) throws {
  throw Failed(description: message)
}

let scheduler = Scheduler(backend: try .concurrent(width: 1))

scheduler.onStart(label: "submitCalculations") { scheduler in
  try scheduler.submit { try failingFunction("Failed!") }
}

scheduler.onFutureException(label: "stopTheScheduler") { scheduler, failure in
  print("Got exception \(failure.error)")
  scheduler.stop()  // May be given `error:`, which then follows the policy too.
}

// The error alone would not end the run.
let exit = try await scheduler.run(onException: .continue)
print(await scheduler.description)

check("the exit", exit.code, is: .stopped)
for event in ["on_future_done", "on_future_exception", "on_stop", "on_empty"] {
  check(event, scheduler.eventCounts[event], is: 1)
}

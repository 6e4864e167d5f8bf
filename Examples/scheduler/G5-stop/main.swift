// The guide's "Stopping the Scheduler": a stop that does not wait for ten seconds of work.
import AutoMLScheduling
import Checks

let scheduler = Scheduler(backend: try .concurrent(width: 1))

scheduler.onStart(label: "submitCalculations") { scheduler in
  try scheduler.submit { try await Task.sleep(for: .seconds(10)) }
}

scheduler.onFutureSubmitted(label: "stopTheScheduler") { scheduler, _ in
  scheduler.stop()
}

let start = ContinuousClock.now
let exit = try await scheduler.run(wait: false)
let time = ContinuousClock.now - start
print(await scheduler.description)

check("the exit", exit.code, is: .stopped)
check("whether it took less than five seconds", time < .seconds(5), is: true)
for event in ["on_future_submitted", "on_future_cancelled", "on_stop"] {
  check(event, scheduler.eventCounts[event] ?? 0, is: 1)
}
for event in ["on_future_done", "on_empty"] {
  check(event, scheduler.eventCounts[event] ?? 0, is: 0)
}

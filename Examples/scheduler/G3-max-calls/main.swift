// The guide's "Controlling Callbacks", max calls: a callback that is ignored after three calls.
import AutoMLScheduling
import Checks
import Synchronization

@Sendable func expensiveFunction(_ x: Int) -> Int { x * x }

let scheduler = Scheduler(backend: try .concurrent(width: 2))
let calls = Mutex(0)

scheduler.onStart(label: "submitCalculations") { scheduler in
  try scheduler.submit { expensiveFunction(2) }
}

try scheduler.onFutureResult(maxCalls: 3, label: "submitAgain") { scheduler, _ in
  calls.withLock { $0 += 1 }
  try scheduler.submit { expensiveFunction(2) }
}

try await scheduler.run()
print(await scheduler.description)

check("calls of submitAgain", calls.withLock { $0 }, is: 3)
for event in ["on_future_submitted", "on_future_done", "on_future_result"] {
  check(event, scheduler.eventCounts[event], is: 4)
}

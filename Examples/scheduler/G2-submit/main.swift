// The guide's "Submitting Compute": work without a task, submitted again from its result.
import AutoMLScheduling
import Checks
import Synchronization

@Sendable func expensiveFunction(_ x: Int) -> Int { 1 << x }

let scheduler = Scheduler(backend: try .concurrent(width: 2))
let results = Mutex<[Int]>([])

scheduler.onStart(label: "submitCalculations") { scheduler in
  try scheduler.submit { expensiveFunction(2) }
}

// Called when submitted work has given a result.
scheduler.onFutureResult(label: "printResult") { scheduler, result in
  guard let value = result.value as? Int else { return }
  print(value)
  results.withLock { $0.append(value) }
  if value < 10 {
    try scheduler.submit { expensiveFunction(value) }
  }
}

try await scheduler.run()
print(await scheduler.description)

check("results", results.withLock { $0 }, is: [4, 16])
for event in ["on_future_submitted", "on_future_done", "on_future_result"] {
  check(event, scheduler.eventCounts[event], is: 2)
}

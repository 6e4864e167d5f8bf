// The guide's "Call Limiter": four submissions at once, of which two are refused.
import AutoMLScheduling
import Checks
import Synchronization

let scheduler = Scheduler(backend: try .concurrent(width: 2))
// At most two at a time.
let task = try scheduler.task("myFunc", plugins: [try Limiter(maxConcurrent: 2)]) { (x: Int) in x }

// Ten things to compute.
let items = Requeue(0..<10)
let results = Mutex<[Int]>([])

try scheduler.onStart(repeat: 4, label: "submit") { scheduler in
  if let item = items.next() { try task.submit(item) }
}

task.onResult(label: "recordResult") { _, result in
  results.withLock { $0.append(result.value) }
}

task.onResult(label: "launchAnother") { scheduler, _ in
  if let item = items.next() { try task.submit(item) }
}

try await scheduler.run()
print(results.withLock { $0 })
print(await scheduler.description)

check("results", Set(results.withLock { $0 }), is: [0, 1, 4, 5, 6, 7, 8, 9])
check("on_future_submitted", scheduler.eventCounts[.futureSubmitted], is: 8)
check("concurrent-limit-reached", task.eventCounts["concurrent-limit-reached"], is: 2)

// The guide's "Call Limiter" with a queue to which what was refused goes back.
import AutoMLScheduling
import Checks
import Synchronization

let scheduler = Scheduler(backend: try .concurrent(width: 2))
let task = try scheduler.task("myFunc", plugins: [try Limiter(maxConcurrent: 2)]) { (x: Int) in x }

// Ten things to compute, some of which may be put back.
let items = Requeue(0..<10)
let results = Mutex<[Int]>([])

try scheduler.onStart(repeat: 4, label: "submit") { scheduler in
  if let item = items.next() { try task.submit(item) }
}

try task.on(.concurrentLimitReached, label: "addBackToQueue") { _, refused in
  items.requeue(refused.input)
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

check("results", Set(results.withLock { $0 }), is: Set(0..<10))
check("on_future_submitted", scheduler.eventCounts[.futureSubmitted], is: 10)
check("concurrent-limit-reached", task.eventCounts["concurrent-limit-reached"], is: 2)

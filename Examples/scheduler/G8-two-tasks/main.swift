// The guide's two tasks: the results of one are the input of the other, a callback is shared.
import AutoMLScheduling
import Checks
import Synchronization

let scheduler = Scheduler(backend: try .concurrent(width: 1))
let task1 = try scheduler.task("expensiveThing1") { (x: Int) in x * 2 }
let task2 = try scheduler.task("expensiveThing2") { (x: Int) in x * x }

// What is to be computed.
let items = Requeue([1, 2, 3])
let results = Mutex<Set<Int>>([])

scheduler.onStart(label: "submitInitial") { scheduler in
  if let item = items.next() { try task1.submit(item) }
}

// When task 1 returns, task 2 gets the result.
task1.onResult(label: "submitTask2WithResultOfTask1") { scheduler, result in
  try task2.submit(result.value)
}

// When task 1 returns, it gets the next item.
task1.onResult(label: "submitTask1WithNextItem") { scheduler, _ in
  if let item = items.next() {
    try task1.submit(item)
  } else {
    print("Done!")
  }
}

task2.onResult(label: "collect") { _, result in
  results.withLock { _ = $0.insert(result.value) }
}

// Tasks may share a callback.
for task in [task1, task2] {
  task.onException(label: "handleTaskException") { _, failure in
    print("A task errored! \(failure.error)")
  }
}

try await scheduler.run()
print(await scheduler.description)

check("results of task 2", results.withLock { $0 }, is: [4, 16, 36])
for event in ["on_future_submitted", "on_future_done", "on_future_result"] {
  check(event, scheduler.eventCounts[event], is: 6)
}

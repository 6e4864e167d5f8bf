// The first program of the guide: a chain of tasks, each begun with the result of the one before.
import AutoMLScheduling
import Checks
import Synchronization

let scheduler = Scheduler(backend: try .concurrent(width: 1))
let collatz = try scheduler.task("collatz") { (n: Int) in
  n.isMultiple(of: 2) ? n / 2 : 3 * n + 1
}
let answers = Mutex<[Int]>([])

// What to do when the scheduler starts.
scheduler.onStart(label: "startComputing") { scheduler in
  answers.withLock { $0.append(12) }
  try collatz.submit(12)
}

// What to do when the task returns.
collatz.onResult(label: "computeNext") { scheduler, result in
  answers.withLock { $0.append(result.value) }
  if scheduler.isRunning && result.value != 1 {
    try collatz.submit(result.value)
  }
}

// At most one second.
try await scheduler.run(timeout: .seconds(1))
print(answers.withLock { $0 })
print(await scheduler.description)

check("answers", answers.withLock { $0 }, is: [12, 6, 3, 10, 5, 16, 8, 4, 2, 1])
for event in ["on_future_submitted", "on_future_done", "on_future_result"] {
  check(event, scheduler.eventCounts[event], is: 9)
}
for event in ["on_start", "on_empty", "on_finishing", "on_finished"] {
  check(event, scheduler.eventCounts[event], is: 1)
}

// The guide's "Task Specific Events": the scheduler hears of all work, a task of its own.
import AutoMLScheduling
import Checks

let echo = Function<String, String>("echo") { $0 }

let scheduler = Scheduler(backend: try .concurrent(width: 1))
let echoTask = try scheduler.task(echo)

// Work of the task, and the same function without it.
scheduler.onStart(label: "launchInitialTask") { scheduler in
  try echoTask.submit("hello")
  try scheduler.submit(echo, "hi")
}

// For whatever the scheduler has done.
scheduler.onFutureResult(label: "fromScheduler") { _, result in
  print("result_from_scheduler \(result.value)")
}

// For the results of the task only.
echoTask.onResult(label: "fromTask") { _, result in
  print("result_from_task \(result.value)")
}

try await scheduler.run()
print(await scheduler.description)

check("on_future_result", scheduler.eventCounts[.futureResult], is: 2)
check("on-result of the task", echoTask.eventCounts["on-result"], is: 1)

// The guide's "Controlling Callbacks", every: a callback for every second start of five.
import AutoMLScheduling
import Checks
import Synchronization

let scheduler = Scheduler(backend: try .concurrent(width: 1))
let calls = Mutex(0)

try scheduler.onStart(every: 2, label: "printHello") { _ in
  calls.withLock { $0 += 1 }
  print("hello")
}

for _ in 1...5 {
  try await scheduler.run()
}
print(await scheduler.description)

check("calls of printHello", calls.withLock { $0 }, is: 2)
for event in ["on_start", "on_empty", "on_finishing", "on_finished"] {
  check(event, scheduler.eventCounts[event], is: 5)
}

import AutoMLScheduling
import CPingPong
import Foundation

// What a no-op task costs: width 2, a window of 4 submissions that every result refills.
//
//   scheduler-bench            every backend
//   scheduler-bench WORDS      the backends whose name holds one of the words
//
// Every figure is the median of some rounds in which all contestants took turns, and every ratio
// is the median of the rounds' ratios. The bounds are those that the scheduler was built for.

let width = 2
let window = 4
let rounds = 9
let noOp = Function<Int, Int>("no-op") { $0 }
let child = URL(filePath: CommandLine.arguments[0]).deletingLastPathComponent()
  .appending(path: "ping-child").path
let script = try Function<Int, Int>("no-op", command: ["/bin/echo", "0"])
let words = CommandLine.arguments.dropFirst()

/// What one round measures: the scheduler, the backend alone, and C where C can do the same.
struct Contest {
  let name: String
  let tasks: [Int]
  let bound: String
  let round: (_ tasks: Int) async throws -> Figures
}

struct Figures {
  let scheduled: Double
  let bare: Double
  var raw: Double?
}

/// The rate of a C loop.
func rate(of tasks: Int, in seconds: Double) throws -> Double {
  guard seconds > 0 else { throw BenchmarkFailure(what: "the C loop failed") }
  return Double(tasks) / seconds
}

let contests = [
  Contest(
    name: "in-process", tasks: [2_000, 50_000],
    bound: "200,000/s or more, no decline from 2,000 to 50,000"
  ) { tasks in
    let backend = try ConcurrentBackend(width: width)
    return Figures(
      scheduled: try await scheduled(backend, noOp, tasks: tasks, window: window).perSecond,
      bare: try await bare(backend, noOp, tasks: tasks).perSecond)
  },
  Contest(name: "sequential", tasks: [2_000, 50_000], bound: "none") { tasks in
    let backend = SequentialBackend()
    return Figures(
      scheduled: try await scheduled(backend, noOp, tasks: tasks, window: window).perSecond,
      bare: try await bare(backend, noOp, tasks: tasks).perSecond)
  },
  Contest(
    name: "workers", tasks: [2_000, 50_000], bound: "0.5x a C parent with the same children"
  ) { tasks in
    Figures(
      scheduled: try await scheduled(
        try WorkerPool(width: width, command: [child]), noOp, tasks: tasks, window: window
      ).perSecond,
      bare: try await bare(
        try WorkerPool(width: width, command: [child]), noOp, tasks: tasks
      ).perSecond,
      raw: try rate(of: tasks, in: ping_pong(child, CInt(width), CInt(tasks))))
  },
  Contest(name: "a process a call", tasks: [500], bound: "none") { tasks in
    let backend = try SubprocessBackend(width: width)
    return Figures(
      scheduled: try await scheduled(backend, script, tasks: tasks, window: window).perSecond,
      bare: try await bare(backend, script, tasks: tasks).perSecond,
      raw: try rate(of: tasks, in: spawn_and_wait("/bin/true", CInt(width), CInt(tasks))))
  },
]

func show(_ name: String, _ text: String) {
  print("  \(name.padding(toLength: 40, withPad: " ", startingAt: 0))\(text)")
}

for contest in contests where words.isEmpty || words.contains(where: contest.name.contains) {
  print("\(contest.name), bound: \(contest.bound)")
  for tasks in contest.tasks {
    var figures: [Figures] = []
    for _ in 0..<rounds { figures.append(try await contest.round(tasks)) }
    show("\(tasks) tasks", String(format: "%10.0f/s", median(figures.map(\.scheduled))))
    show(
      "  beside the backend alone",
      String(format: "%9.2fx", median(figures.map { $0.scheduled / $0.bare })))
    let raw = figures.compactMap(\.raw)
    if !raw.isEmpty {
      show(
        "  beside C, which does \(Int(median(raw)))/s",
        String(format: "%9.2fx", median(zip(figures, raw).map { $0.scheduled / $1 })))
    }
  }
}

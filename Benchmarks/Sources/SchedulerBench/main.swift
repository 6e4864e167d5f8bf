import AutoMLScheduling
import CPingPong
import Foundation

// What a no-op task costs: width 2, a window of 4 submissions that every result refills.
//
//   scheduler-bench            every backend
//   scheduler-bench WORDS      the backends whose name holds one of the words
//
// The C parent of the workers has the same window: one request a child is on the wire, the others
// wait in a queue. "C writing ahead" has all of them on the wire, which no bound is about: work that
// waits in a child's pipe can neither go to another child nor be cancelled alone.
//
// The pool alone is called through `perform`, as everybody but a scheduler calls it: a scheduler has
// it begin work directly, without a Swift task a piece, and can therefore be the faster one.
//
// Every figure is the median of some rounds in which all contestants took turns, and every ratio
// is the median of the rounds' ratios. The bounds are those that the scheduler was built for.

let width = 2
let window = 4
let rounds = 9
let noOp = Function<Int, Int>("no-op") { $0 }
let child = URL(filePath: CommandLine.arguments[0]).deletingLastPathComponent()
  .appending(path: "ping-child").path
let script = try Function<Int, Int>("no-op", command: ["/bin/echo"], passing: .argument)
let words = CommandLine.arguments.dropFirst()

/// What one round measures: the scheduler, the backend alone, and C where C can do the same.
struct Contest {
  let name: String
  let tasks: [Int]
  let bound: String
  var alone = "the backend alone"
  let round: (_ tasks: Int) async throws -> Figures
}

struct Figures {
  let scheduled: Double
  let bare: Double
  var raw: Double?
  /// C that does not wait for a child's answer before it writes the next request to it.
  var ahead: Double?
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
    name: "workers", tasks: [2_000, 50_000],
    bound: "0.5x a C parent with the same children and the same window",
    alone: "the backend through perform"
  ) { tasks in
    Figures(
      scheduled: try await scheduled(
        try WorkerPool(width: width, command: [child]), noOp, tasks: tasks, window: window
      ).perSecond,
      bare: try await bare(
        try WorkerPool(width: width, command: [child]), noOp, tasks: tasks
      ).perSecond,
      raw: try rate(
        of: tasks, in: ping_pong(child, CInt(width), CInt(window), 1, CInt(tasks))),
      ahead: try rate(
        of: tasks,
        in: ping_pong(child, CInt(width), CInt(window), CInt(window / width), CInt(tasks))))
  },
  Contest(name: "a process a call", tasks: [500], bound: "none") { tasks in
    let backend = try SubprocessBackend(width: width)
    return Figures(
      scheduled: try await scheduled(backend, script, tasks: tasks, window: window).perSecond,
      bare: try await bare(backend, script, tasks: tasks).perSecond,
      raw: try rate(of: tasks, in: spawn_and_wait("/bin/echo", "0", CInt(width), CInt(tasks))))
  },
]

func show(_ name: String, _ text: String) {
  print("  \(name.padding(toLength: 62, withPad: " ", startingAt: 0))\(text)")
}

/// Prints a contestant's rate and how fast the scheduler was beside it; nothing without one.
func show(_ figures: [Figures], beside name: String, _ rate: (Figures) -> Double?) {
  let rates = figures.compactMap(rate)
  guard rates.count == figures.count else { return }
  let ratio = median(zip(figures, rates).map { $0.scheduled / $1 })
  show(
    "  beside \(name), which does \(Int(median(rates)))/s", String(format: "%9.2fx", ratio))
}

for contest in contests where words.isEmpty || words.contains(where: contest.name.contains) {
  print("\(contest.name), bound: \(contest.bound)")
  for tasks in contest.tasks {
    var figures: [Figures] = []
    for _ in 0..<rounds { figures.append(try await contest.round(tasks)) }
    show("\(tasks) tasks", String(format: "%10.0f/s", median(figures.map(\.scheduled))))
    show(figures, beside: contest.alone) { $0.bare }
    show(figures, beside: "C", \.raw)
    show(figures, beside: "C writing ahead", \.ahead)
  }
}

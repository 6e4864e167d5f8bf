import AutoMLScheduling
import CPingPong
import Foundation

// What a no-op task costs: width 2, a window of 4 submissions that every result refills.
// Every figure is the median of some rounds, and every ratio is of rounds that took turns.

let width = 2
let window = 4
let rounds = 7
let noOp = Function<Int, Int>("no-op") { $0 }
let folder = URL(filePath: CommandLine.arguments[0]).deletingLastPathComponent()
let child = folder.appending(path: "ping-child").path

func show(_ name: String, _ text: String) {
  print("  \(name.padding(toLength: 44, withPad: " ", startingAt: 0))\(text)")
}

func rate(_ figures: [Double]) -> String {
  String(format: "%10.0f/s", median(figures))
}

func ratio(_ figures: [Double], of: [Double]) -> String {
  String(format: "%.2fx", median(zip(figures, of).map { $0 / $1 }))
}

let only = CommandLine.arguments.dropFirst().first
if only == "workers" {
  for _ in 0..<(CommandLine.arguments.count > 2 ? 1 : 5) {
    let pool = try WorkerPool(width: width, command: [child])
    print(
      try await scheduled(
        pool, noOp, tasks: Int(CommandLine.arguments.dropFirst(2).first ?? "200000") ?? 0,
        window: window
      ).perSecond)
  }
  var usage = rusage()
  getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
  print(
    "user", Double(usage.ru_utime.tv_sec) + Double(usage.ru_utime.tv_usec) * 1e-6, "sys",
    Double(usage.ru_stime.tv_sec) + Double(usage.ru_stime.tv_usec) * 1e-6)
  exit(0)
}
if only == "local" {
  for _ in 0..<(CommandLine.arguments.count > 2 ? 1 : 5) {
    print(
      try await scheduled(try ConcurrentBackend(width: 2), noOp, tasks: 200_000, window: window)
        .perSecond)
  }
  exit(0)
}
for tasks in [2_000, 50_000] {
  print("\(tasks) no-op tasks, width \(width), window \(window)")
  var inProcess: [Double] = []
  var inProcessBare: [Double] = []
  var sequential: [Double] = []
  var sequentialBare: [Double] = []
  var workers: [Double] = []
  var workersBare: [Double] = []
  var pingPong: [Double] = []
  for _ in 0..<rounds {
    let concurrent = try ConcurrentBackend(width: width)
    inProcess.append(
      try await scheduled(concurrent, noOp, tasks: tasks, window: window).perSecond)
    inProcessBare.append(try await bare(concurrent, noOp, tasks: tasks).perSecond)
    sequential.append(
      try await scheduled(SequentialBackend(), noOp, tasks: tasks, window: window).perSecond)
    sequentialBare.append(try await bare(SequentialBackend(), noOp, tasks: tasks).perSecond)
    let pool = try WorkerPool(width: width, command: [child])
    workers.append(try await scheduled(pool, noOp, tasks: tasks, window: window).perSecond)
    workersBare.append(try await bare(pool, noOp, tasks: tasks).perSecond)
    let seconds = ping_pong(child, CInt(width), CInt(tasks))
    guard seconds > 0 else { throw BenchmarkFailure(what: "the C parent failed") }
    pingPong.append(Double(tasks) / seconds)
  }
  show("in-process", rate(inProcess))
  show("  beside the bare backend", ratio(inProcess, of: inProcessBare))
  show("sequential", rate(sequential))
  show("  beside the bare backend", ratio(sequential, of: sequentialBare))
  show("long-lived workers", rate(workers))
  show("  beside the bare backend", ratio(workers, of: workersBare))
  show("  beside the C parent (\(Int(median(pingPong)))/s)", ratio(workers, of: pingPong))
}

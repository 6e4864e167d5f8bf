import AutoMLModel
import DequeModule
import Foundation

/// The processes of a pool and who is at what.
///
/// Runs on the pool's event loop, as the scheduler does.
actor WorkerHub {
  private nonisolated let loop: EventLoop
  private nonisolated let plan: WorkerPlan
  private nonisolated let runner = ProcessRunner()
  private var workers: [ObjectIdentifier: Worker] = [:]
  private var idle: [Worker] = []
  private var nextCall = 0
  /// Work for which there is no worker yet.
  private var waiting: Deque<(work: ComputeWork, caller: Worker.Caller)> = []

  init(_ plan: WorkerPlan, on loop: EventLoop) {
    self.plan = plan
    self.loop = loop
  }

  nonisolated var unownedExecutor: UnownedSerialExecutor { loop.asUnownedSerialExecutor() }

  /// Begins a piece of work; its end is told to the caller, on the loop and after this returned.
  func start(_ work: ComputeWork, for caller: Worker.Caller) {
    do {
      let call = try work.namedCall(for: WorkerPool.kind)
      let number = nextCall
      nextCall += 1
      let request = try work.request(call, number: number)
      guard
        let worker = try send(request, toWorkerWith: work.isPlain ? [:] : work.options.environment)
      else {
        waiting.append((work, caller))
        return
      }
      worker.call = Worker.Call(
        number: number, work: work, caller: caller, length: request.count)
      worker.callsBegun += 1
      if !work.isPlain, !work.options.limits.isEmpty {
        worker.limits = LimitWatch(work.options.limits, of: worker.attempt)
      }
    } catch {
      fail(work, caller, error)
    }
  }

  /// Not now: the caller is not prepared for an end while it begins something.
  private func fail(_ work: ComputeWork, _ caller: Worker.Caller, _ error: any Error) {
    Task {
      assertIsolated()
      caller.resume(work, on: loop, .failure(error))
    }
  }

  /// Begins what had to wait, as far as there is room now.
  private func startWaiting() {
    for _ in 0..<waiting.count {
      guard let (work, caller) = waiting.popFirst() else { return }
      start(work, for: caller)
    }
  }

  /// Ends the worker of work that nobody wants the result of; it cannot be interrupted alone.
  func cancel(_ work: WorkReference) {
    for (begun, caller) in waiting where begun.reference == work {
      fail(begun, caller, CancellationError())
    }
    waiting.removeAll { $0.work.reference == work }
    for worker in workers.values where worker.call?.work.reference == work {
      stop(worker, .cancelled)
    }
  }

  /// Lets the workers come to their ends.
  func end() async {
    for worker in workers.values { retire(worker) }
    for worker in Array(workers.values) { await worker.process?.value }
  }

  /// Sends a request to a worker that has the variables, and is alive as far as can be known.
  private func send(
    _ request: [UInt8], toWorkerWith environment: [String: String]
  ) throws -> Worker? {
    while let worker = try worker(with: environment) {
      if worker.send(request) { return worker }
      stop(worker, .cancelled)
    }
    return nil
  }

  /// A worker that is free and has the variables, or a new one; nil when there are enough.
  private func worker(with environment: [String: String]) throws -> Worker? {
    if let last = idle.last, last.environment.isEmpty, environment.isEmpty {
      return idle.removeLast()
    }
    if let place = idle.lastIndex(where: { $0.environment == environment }) {
      return idle.remove(at: place)
    }
    if workers.count >= plan.width {
      // Those that are ending must not become ever more.
      guard workers.count < 2 * plan.width else { return nil }
      if !idle.isEmpty {
        // One that has other variables makes room.
        retire(idle.removeFirst())
      } else if workers.values.count(where: { !$0.isEnding }) >= plan.width {
        return nil
      }
    }
    return try start(with: environment)
  }

  private func start(with environment: [String: String]) throws -> Worker {
    let pipes = try StandardPipes()
    let attempt = ProcessAttempt(plan.command(adding: environment))
    let worker = Worker(
      attempt, environment: environment, input: pipes.input.writer, output: pipes.output.reader,
      errors: pipes.errors.reader, loop: loop)
    let id = ObjectIdentifier(worker)
    workers[id] = worker
    loop.watch(pipes.input.writer, for: []) { [self] in
      onLoop(loop) { $0.sendUnsent(id) }
    }
    loop.watch(pipes.output.reader, for: .reading) { [self] in
      onLoop(loop) { $0.read(id) }
    }
    loop.watch(pipes.errors.reader, for: .reading, isRare: true) { [self] in
      onLoop(loop) { $0.workers[id].map($0.readErrors) }
    }
    worker.process = Task { [runner, ends = pipes.ofProcess] in
      let end: Result<ProcessEnd, any Error>
      do {
        end = .success(try await runner.run(attempt, pipes: ends))
      } catch {
        end = .failure(error)
      }
      self.ended(id, end)
    }
    return worker
  }

  /// Sends what a worker was not able to take before.
  private func sendUnsent(_ id: ObjectIdentifier) {
    guard let worker = workers[id], !worker.sendUnsent() else { return }
    lost(worker, "it closed its standard input")
  }

  /// Takes what a worker has written.
  private func read(_ id: ObjectIdentifier) {
    guard let worker = workers[id] else { return }
    worker.readLines { take($0, from: worker) }
    if worker.output == nil { lost(worker, "it closed its standard output") }
    if worker.isOverlong {
      let name = worker.call?.work.reference.name ?? ""
      stop(worker, .readerFailed(ComputeError.invalidOutput(work: name, "a line without an end")))
      worker.closeOutput()
    }
  }

  private func take(_ line: ArraySlice<UInt8>, from worker: Worker) {
    guard case .reply(let number, let reply) = WorkerLine(line), let call = worker.call,
      call.number == number
    else {
      return printed(.output, Array(line) + [UInt8(ascii: "\n")], by: worker)
    }
    let result: Result<any Sendable, any Error>
    switch reply {
    case .utterance(let utterance): return deliver(utterance, of: call, from: worker)
    case .result(let value): result = call.work.decoded(value)
    case .failure(let type, let message):
      result = .failure(ComputeError.thrown(type: type, message: message))
    }
    // What it has printed before it answered belongs to this call.
    if plan.output != nil || !call.work.isPlain {
      readErrors(worker)
      endLine(of: worker)
    }
    if !call.work.isPlain { deliver(.close, of: call, from: worker) }
    worker.call = nil
    if let limits = worker.limits {
      if limits.cancel() { worker.isEnding = true }
      worker.limits = nil
    }
    if worker.callsBegun >= plan.callsPerWorker ?? .max {
      retire(worker)
    } else if worker.isUsable {
      idle.append(worker)
    }
    call.caller.resume(call.work, on: loop, result)
    if !waiting.isEmpty { startWaiting() }
  }

  private func deliver(
    _ utterance: MessageRelay.Utterance, of call: Worker.Call, from worker: Worker
  ) {
    guard let relay = call.work.options.messages, case .scheduler(let listener) = call.caller else {
      // Nobody listens: a worker that waits for an answer must not wait for ever.
      if utterance.waits { worker.send(WorkerLine.answer(call: call.number, .closeRequest)) }
      return
    }
    let number = call.number
    let id = ObjectIdentifier(worker)
    listener.onLoop(loop) { scheduler in
      relay.deliver(scheduler, utterance) { answer in
        Task { await self.answer(answer, to: number, of: id) }
      }
    }
  }

  private func answer(_ answer: MessageRelay.Answer, to call: Int, of id: ObjectIdentifier) {
    guard let worker = workers[id], worker.call?.number == call else { return }
    worker.send(WorkerLine.answer(call: call, answer))
  }

  private func readErrors(_ worker: Worker) {
    worker.readErrors { printed(.error, $0, by: worker) }
  }

  /// Passes on what a worker printed, line by line where the work's task filters lines.
  private func printed(_ stream: OutputStreamKind, _ bytes: [UInt8], by worker: Worker) {
    let filters = worker.call?.work.options.outputFilters ?? []
    guard !filters.isEmpty else { return passOn(bytes, from: worker) }
    var whole = LineSplitter()
    let lines =
      stream == .error
      ? worker.errorLines.lines(adding: bytes) : whole.lines(adding: bytes) + whole.finish()
    for line in lines { passOn(line, stream, filters, from: worker) }
  }

  /// Passes on the begin of a line of standard error that will not be ended by the same call.
  private func endLine(of worker: Worker) {
    for line in worker.errorLines.finish() {
      passOn(line, .error, worker.call?.work.options.outputFilters ?? [], from: worker)
    }
  }

  private func passOn(
    _ line: Substring, _ stream: OutputStreamKind, _ filters: [OutputFilter.Rule],
    from worker: Worker
  ) {
    guard let line = filters.applied(to: OutputLine(stream, String(line))) else { return }
    passOn(Array("\(line.text)\n".utf8), from: worker)
  }

  private func passOn(_ bytes: [UInt8], from worker: Worker) {
    if let output = plan.output {
      output(worker.call?.work, bytes)
    } else {
      // Where standard error is closed, nobody wants to know.
      try? FileHandle.standardError.write(contentsOf: bytes)
    }
  }

  /// A worker's process has ended: its call fails, unless the answer had been written before.
  private func ended(_ id: ObjectIdentifier, _ end: Result<ProcessEnd, any Error>) {
    guard let worker = workers[id] else { return }
    worker.isEnding = true
    // What is still in the pipes, not what a process that escaped may go on to write.
    var reads = Worker.mostReads
    while reads > 0, worker.readLines({ take($0, from: worker) }) { reads -= 1 }
    readErrors(worker)
    let rest = worker.takeUnread()
    if !rest.isEmpty { printed(.output, rest, by: worker) }
    endLine(of: worker)
    let isUnbegun = Self.isByItself(end) && !worker.isStopped && worker.hasIgnoredCall
    workers[id] = nil
    idle.removeAll { $0 === worker }
    worker.limits?.cancel()
    worker.retirement?.cancel()
    worker.closeInput()
    worker.closeOutput()
    worker.closeErrors()
    if let call = worker.call {
      worker.call = nil
      // One that had died before it was asked has not begun the call, so that another may do it;
      // but one that cannot even begin its first call would be replaced for ever.
      if isUnbegun, worker.callsBegun > 1 {
        start(call.work, for: call.caller)
      } else {
        fail(call, of: worker, Self.error(end, of: call.work))
      }
    }
    startWaiting()
  }

  /// Ends a call that got no answer.
  private func fail(_ call: Worker.Call, of worker: Worker, _ error: any Error) {
    if !call.work.isPlain { deliver(.close, of: call, from: worker) }
    call.caller.resume(call.work, on: loop, .failure(error))
  }

  private static func isByItself(_ end: Result<ProcessEnd, any Error>) -> Bool {
    switch end {
    case .success(.exited), .success(.signalled): true
    default: false
    }
  }

  private static func error(
    _ end: Result<ProcessEnd, any Error>, of work: ComputeWork
  ) -> any Error {
    switch end {
    case .failure(let error): error
    case .success(.limited(let limit)): limit
    case .success(.cancelled), .success(.timedOut): CancellationError()
    case .success(.exited(let code)):
      ComputeError.workerDied(work: work.reference.name, "exit code \(code)")
    case .success(.signalled(let signal)):
      ComputeError.workerDied(work: work.reference.name, "signal \(signal)")
    }
  }

  /// Ends a worker.
  private func stop(_ worker: Worker, _ reason: ProcessAttempt.StopReason) {
    idle.removeAll { $0 === worker }
    worker.isEnding = true
    worker.isStopped = true
    worker.attempt.stop(reason)
  }

  /// A worker can be asked, or can answer, no more; mostly because it is about to end.
  private func lost(_ worker: Worker, _ how: String) {
    guard let call = worker.call else { return retire(worker) }
    if let limit = worker.limits?.reached {
      // It was killed; to hear of its end may take one of Swift's own threads, which are few.
      worker.isEnding = true
      worker.call = nil
      return fail(call, of: worker, limit)
    }
    // Its input stays open: it shows whether the worker has read what it was asked.
    let error = ComputeError.workerDied(work: call.work.reference.name, how)
    giveTimeToEnd(worker, then: .readerFailed(error))
  }

  /// Gives a worker no more calls and lets it end, within the grace period.
  private func retire(_ worker: Worker) {
    worker.closeInput()
    giveTimeToEnd(worker, then: .cancelled)
  }

  private func giveTimeToEnd(_ worker: Worker, then reason: ProcessAttempt.StopReason) {
    idle.removeAll { $0 === worker }
    worker.isEnding = true
    guard worker.retirement == nil else { return }
    let (attempt, grace) = (worker.attempt, plan.gracePeriod)
    worker.retirement = Task {
      guard (try? await Task.sleep(for: grace.sleepable)) != nil else { return }
      // One that has ended, of which we have not heard yet, has ended for a reason of its own.
      if !attempt.hasEnded { attempt.stop(reason) }
    }
  }
}

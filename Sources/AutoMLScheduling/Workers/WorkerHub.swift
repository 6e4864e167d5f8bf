import AutoMLModel
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
      let worker = try send(
        try work.request(call, number: number), toWorkerWith: work.options.environment)
      worker.call = Worker.Call(number: number, work: work, caller: caller)
      worker.callsBegun += 1
      if !work.options.limits.isEmpty {
        worker.limits = worker.attempt.watch(work.options.limits)
      }
    } catch {
      // Not now: the caller is not prepared for an end while it begins something.
      Task {
        assertIsolated()
        caller.resume(work, on: loop, .failure(error))
      }
    }
  }

  /// Ends the worker of work that nobody wants the result of; it cannot be interrupted alone.
  func cancel(_ work: WorkReference) {
    for worker in workers.values where worker.call?.work.reference == work {
      worker.attempt.stop(.cancelled)
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
  ) throws -> Worker {
    while true {
      let worker = try worker(with: environment)
      if worker.send(request) { return worker }
    }
  }

  /// A worker that is free and has the variables, or a new one.
  private func worker(with environment: [String: String]) throws -> Worker {
    if let place = idle.lastIndex(where: { $0.environment == environment }) {
      return idle.remove(at: place)
    }
    // One that has other variables makes room.
    if workers.count >= plan.width, !idle.isEmpty { retire(idle.removeFirst()) }
    return try start(with: environment)
  }

  private func start(with environment: [String: String]) throws -> Worker {
    let toWorker = try makePipe()
    let fromWorker: (reader: CInt, writer: CInt)
    do {
      fromWorker = try makePipe()
    } catch {
      close(toWorker.reader)
      close(toWorker.writer)
      throw error
    }
    let attempt = ProcessAttempt(plan.command(adding: environment))
    let worker = Worker(
      attempt, environment: environment, input: toWorker.writer, output: fromWorker.reader,
      loop: loop)
    let id = ObjectIdentifier(worker)
    workers[id] = worker
    loop.watch(toWorker.writer, for: []) { [weak self, loop] in
      self?.onLoop(loop) { _ = $0.workers[id]?.sendUnsent() }
    }
    loop.watch(fromWorker.reader, for: .reading) { [weak self, loop] in
      self?.onLoop(loop) { $0.read(id) }
    }
    let pipes = ProcessPipes(input: toWorker.reader, output: fromWorker.writer)
    worker.process = Task { [runner] in
      let end: Result<ProcessEnd, any Error>
      do {
        end = .success(
          try await runner.run(attempt, pipes: pipes) { [weak self] _, bytes in
            await self?.printed(bytes, by: id)
          })
      } catch {
        end = .failure(error)
      }
      self.ended(id, end)
    }
    return worker
  }

  /// Takes what a worker has written.
  private func read(_ id: ObjectIdentifier) {
    guard let worker = workers[id] else { return }
    worker.readLines { take($0, from: worker) }
    // One that cannot answer any more is about to end.
    if worker.output == nil { idle.removeAll { $0 === worker } }
    if worker.isOverlong { worker.attempt.stop(.cancelled) }
  }

  private func take(_ line: ArraySlice<UInt8>, from worker: Worker) {
    guard case .reply(let number, let reply) = WorkerLine(line), let call = worker.call,
      call.number == number
    else {
      printed(Array(line) + [UInt8(ascii: "\n")], by: ObjectIdentifier(worker))
      return
    }
    let result: Result<any Sendable, any Error>
    switch reply {
    case .utterance(let utterance): return deliver(utterance, of: call, from: worker)
    case .result(let value): result = call.work.decoded(value)
    case .failure(let type, let message):
      result = .failure(ComputeError.thrown(type: type, message: message))
    }
    worker.call = nil
    worker.limits?.cancel()
    worker.limits = nil
    if worker.callsBegun >= plan.callsPerWorker ?? .max {
      retire(worker)
    } else if worker.input != nil {
      idle.append(worker)
    }
    call.caller.resume(call.work, on: loop, result)
  }

  private func deliver(
    _ utterance: MessageRelay.Utterance, of call: Worker.Call, from worker: Worker
  ) {
    guard let relay = call.work.options.messages, case .scheduler(let listener) = call.caller else {
      return
    }
    let number = call.number
    let id = ObjectIdentifier(worker)
    listener.assumeIsolated { scheduler in
      relay.deliver(scheduler, utterance) { answer in
        Task { await self.answer(answer, to: number, of: id) }
      }
    }
  }

  private func answer(_ answer: MessageRelay.Answer, to call: Int, of id: ObjectIdentifier) {
    guard let worker = workers[id], worker.call?.number == call else { return }
    worker.send(WorkerLine.answer(call: call, answer))
  }

  /// Passes on what a worker printed.
  private func printed(_ bytes: [UInt8], by id: ObjectIdentifier) {
    plan.output(workers[id]?.call?.work, bytes)
  }

  /// A worker's process has ended: its call fails, unless the answer had been written before.
  private func ended(_ id: ObjectIdentifier, _ end: Result<ProcessEnd, any Error>) {
    guard let worker = workers[id] else { return }
    while worker.readLines({ take($0, from: worker) }) {}
    workers[id] = nil
    idle.removeAll { $0 === worker }
    worker.limits?.cancel()
    worker.grace?.cancel()
    worker.closeInput()
    worker.closeOutput()
    guard let call = worker.call else { return }
    worker.call = nil
    call.caller.resume(call.work, on: loop, .failure(Self.error(end, of: call.work)))
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

  /// Gives a worker no more calls and lets it end, within the grace period.
  private func retire(_ worker: Worker) {
    idle.removeAll { $0 === worker }
    worker.closeInput()
    let (attempt, grace) = (worker.attempt, plan.gracePeriod)
    worker.grace = Task {
      if (try? await Task.sleep(for: grace)) != nil { attempt.stop(.cancelled) }
    }
  }
}

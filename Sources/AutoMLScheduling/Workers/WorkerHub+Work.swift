import AutoMLModel

extension WorkerHub {
  /// Does a piece of work for somebody who waits.
  func compute(_ work: ComputeWork) async throws -> any Sendable {
    try Task.checkCancellation()
    do {
      return try await withTaskCancellationHandler {
        let promise = Promise<any Sendable>()
        start(work, for: .waiter(promise))
        return try await promise.value()
      } onCancel: {
        Task { await self.cancel(work.reference) }
      }
    } catch {
      // A worker that is told to end may end in many ways.
      try Task.checkCancellation()
      throw error
    }
  }
}

extension ComputeWork {
  /// The call of a function that a worker knows by name.
  func namedCall(for backend: String) throws(ComputeError) -> FunctionCall {
    guard let call, call.command == nil else {
      throw .notPortable(work: reference.name, backend: backend)
    }
    return call
  }

  func request(_ call: FunctionCall, number: Int) throws(ComputeError) -> [UInt8] {
    do {
      return try WorkerLine.request(call: number, call)
    } catch {
      throw .invalidInput(work: reference.name, "\(error)")
    }
  }

  /// The value that a result stands for.
  func decoded(_ result: JSONValue) -> Result<any Sendable, any Error> {
    guard let call else {
      return .failure(ComputeError.notPortable(work: reference.name, backend: WorkerPool.kind))
    }
    do {
      return .success(try call.output(result))
    } catch {
      return .failure(ComputeError.invalidOutput(work: reference.name, "\(error)"))
    }
  }
}

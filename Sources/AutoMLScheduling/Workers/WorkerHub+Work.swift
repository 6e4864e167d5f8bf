import AutoMLModel

extension WorkerHub {
  /// Begins a piece of work: writes its input as JSON and reads its result.
  func start(
    _ work: ComputeWork, for listener: Scheduler?, backend: String,
    ended: @escaping @Sendable (Result<any Sendable, any Error>) -> Void
  ) {
    do {
      let call = try work.namedCall(for: backend)
      let input = try work.encoded(call)
      start(work, call, input: input, for: listener) { result in
        ended(result.flatMap { json in Result { try work.decoded(json, call) } })
      }
    } catch {
      // Not now: the caller is not prepared for an end while it begins something.
      endLater { ended(.failure(error)) }
    }
  }

  /// Does a piece of work for somebody who waits.
  func compute(_ work: ComputeWork, backend: String) async throws -> any Sendable {
    let token = CancelFlag()
    return try await withTaskCancellationHandler {
      try await withCheckedThrowingContinuation { continuation in
        start(work, for: nil, backend: backend) { continuation.resume(with: $0) }
        if token.isSet { cancel { $0.work.reference == work.reference } }
      }
    } onCancel: {
      token.set()
      Task { await self.cancel { $0.work.reference == work.reference } }
    }
  }
}

extension ComputeWork {
  /// The call of a function that a worker knows by name.
  fileprivate func namedCall(for backend: String) throws(ComputeError) -> FunctionCall {
    guard let call, call.command == nil else {
      throw .notPortable(work: reference.name, backend: backend)
    }
    return call
  }

  fileprivate func encoded(_ call: FunctionCall) throws(ComputeError) -> [UInt8] {
    do {
      return try call.input()
    } catch {
      throw .invalidInput(work: reference.name, "\(error)")
    }
  }

  fileprivate func decoded(
    _ json: JSONValue, _ call: FunctionCall
  ) throws(ComputeError) -> any Sendable {
    do {
      return try call.output(json)
    } catch {
      throw .invalidOutput(work: reference.name, "\(error)")
    }
  }
}

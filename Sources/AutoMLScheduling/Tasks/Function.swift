import AutoMLModel

/// Something to compute that has a name, so that it can be computed in another process too.
///
/// One that is made from a closure is computed here by backends that work in this process, and
/// by name in a program that serves it (``FunctionServer``) by the others. One that is made from
/// a command is a script: it gets its input as JSON and prints its result as JSON.
public struct Function<Input: Sendable, Output: Sendable>: Sendable {
  /// The name, by which a worker knows it.
  public let name: String
  /// Computes it in this process, away from the scheduler.
  public let body: @Sendable @concurrent (Input) async throws -> Output
  let portable: Portable?

  /// How it is computed elsewhere, and here for a backend that knows only the call.
  final class Portable: Callee {
    let name: String
    let requestPart: [UInt8]
    let command: [String]?
    let passing: FunctionCall.InputPassing
    private let appendInput: @Sendable (Input, inout [UInt8]) throws -> Void
    private let decodeOutput: @Sendable (JSONValue) throws -> Output
    private let body: @Sendable @concurrent (Input) async throws -> Output

    init(
      _ name: String, command: [String]?, passing: FunctionCall.InputPassing,
      appendInput: @escaping @Sendable (Input, inout [UInt8]) throws -> Void,
      decodeOutput: @escaping @Sendable (JSONValue) throws -> Output,
      body: @escaping @Sendable @concurrent (Input) async throws -> Output
    ) {
      self.name = name
      requestPart = WorkerLine.requestPart(naming: name)
      self.command = command
      self.passing = passing
      self.appendInput = appendInput
      self.decodeOutput = decodeOutput
      self.body = body
    }

    func append(_ input: any Sendable, to bytes: inout [UInt8]) throws {
      try appendInput(try unboxed(input), &bytes)
    }

    func decode(_ result: JSONValue) throws -> any Sendable { try decodeOutput(result) }

    @concurrent func compute(_ input: any Sendable) async throws -> any Sendable {
      try await body(try unboxed(input))
    }

    /// Calls are made of an input of this type and of no other.
    private func unboxed(_ input: any Sendable) throws -> Input {
      guard let input = input as? Input else { throw JSONMismatch(expected: "\(Input.self)") }
      return input
    }
  }

  init(
    name: String, portable: Portable?,
    body: @escaping @Sendable @concurrent (Input) async throws -> Output
  ) {
    self.name = name
    self.body = body
    self.portable = portable
  }

  /// A call for a backend that works in other processes; nil for a plain closure.
  public func call(_ input: Input) -> FunctionCall? {
    portable.map { FunctionCall(callee: $0, boxedInput: input) }
  }

  /// A piece of work that computes it.
  func work(_ reference: WorkReference, _ input: Input) -> ComputeWork {
    ComputeWork(
      reference: reference, body: { [body] in try await body(input) }, call: call(input))
  }
}

extension Function where Input: Codable, Output: Codable {
  /// Names a closure, which is computed here or by a program that serves it.
  public init(
    _ name: String, _ body: @escaping @Sendable @concurrent (Input) async throws -> Output
  ) {
    self.init(name: name, portable: Self.portable(name, nil, .standardInput, body), body: body)
  }

  /// Describes a script, which a ``SubprocessBackend`` starts once a call.
  ///
  /// The script ends with exit code 0 and prints one JSON document, or several lines of which the
  /// last is one. Nothing passes through a shell.
  ///
  /// - Parameters:
  ///   - command: The program and its words.
  ///   - passing: How the script gets its input.
  /// - Throws: ``SchedulerError/emptyCommand``.
  public init(
    _ name: String, command: [String], passing: FunctionCall.InputPassing = .standardInput
  ) throws(SchedulerError) {
    guard !command.isEmpty, !name.isEmpty else { throw .emptyCommand }
    let body: @Sendable @concurrent (Input) async throws -> Output = { _ in
      throw ComputeError.isScript(work: name)
    }
    self.init(name: name, portable: Self.portable(name, command, passing, body), body: body)
  }

  private static func portable(
    _ name: String, _ command: [String]?, _ passing: FunctionCall.InputPassing,
    _ body: @escaping @Sendable @concurrent (Input) async throws -> Output
  ) -> Portable {
    Portable(
      name, command: command, passing: passing, appendInput: JSONCodec<Input>().append,
      decodeOutput: JSONCodec<Output>().decode, body: body)
  }
}

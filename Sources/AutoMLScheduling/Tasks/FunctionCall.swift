public import AutoMLModel

/// A call of a function in another process: its name, its input and how to read its result.
public final class FunctionCall: Sendable {
  /// How the input reaches a command that is started for one call.
  public enum InputPassing: Hashable, Sendable {
    /// As a JSON document on standard input.
    case standardInput
    /// As the last word of the command, a JSON document.
    case argument
  }

  /// The function's name, as its worker knows it.
  public let function: String
  /// The command that computes it, one process a call; nil when the backend's own program does.
  public let command: [String]?
  /// How the input reaches the command.
  public let passing: InputPassing
  let appendInput: @Sendable (inout [UInt8]) throws -> Void
  /// The value that a result stands for; throws when it stands for none.
  public let output: @Sendable (JSONValue) throws -> any Sendable

  /// What requests of the function have in common.
  let requestPart: [UInt8]

  init(
    _ function: String, requestPart: [UInt8], command: [String]?, passing: InputPassing,
    appendInput: @escaping @Sendable (inout [UInt8]) throws -> Void,
    output: @escaping @Sendable (JSONValue) throws -> any Sendable
  ) {
    self.function = function
    self.requestPart = requestPart
    self.command = command
    self.passing = passing
    self.appendInput = appendInput
    self.output = output
  }

  /// The input as one JSON document in UTF-8, without a line break.
  ///
  /// - Throws: why it cannot be written as JSON, as one that holds NaN cannot.
  public func input() throws -> [UInt8] {
    var bytes: [UInt8] = []
    try appendInput(&bytes)
    return bytes
  }

  /// Describes a call; the scheduler does so for every ``Function``.
  ///
  /// - Parameters:
  ///   - input: Gives the input as one JSON document in UTF-8, without a line break.
  ///   - output: Gives the value of a result; throws when it stands for none.
  public init(
    function: String, command: [String]? = nil, passing: InputPassing = .standardInput,
    input: @escaping @Sendable () throws -> [UInt8],
    output: @escaping @Sendable (JSONValue) throws -> any Sendable
  ) {
    self.function = function
    requestPart = WorkerLine.requestPart(naming: function)
    self.command = command
    self.passing = passing
    appendInput = { bytes in
      let input = try input()
      // It would cut the request of a worker in two.
      guard !input.contains(UInt8(ascii: "\n")) else { throw LineBreak() }
      bytes += input
    }
    self.output = output
  }
}

/// A JSON document that is to be on one line is not.
private struct LineBreak: Error, CustomStringConvertible {
  let description = "it holds a line break"
}

public import AutoMLModel

/// A call of a function in another process: its name, its input and how to read its result.
///
/// Made by ``Function/call(_:)``.
public struct FunctionCall: Sendable {
  /// How the input reaches a command that is started for one call.
  public enum InputPassing: Hashable, Sendable {
    /// As a JSON document on standard input.
    case standardInput
    /// As the last word of the command, a JSON document.
    case argument
  }

  let callee: any Callee
  let boxedInput: any Sendable

  /// The function's name, as its worker knows it.
  public var function: String { callee.name }
  /// The command that computes it, one process a call; nil when the backend's own program does.
  public var command: [String]? { callee.command }
  /// How the input reaches the command.
  public var passing: InputPassing { callee.passing }

  /// The input as one JSON document in UTF-8, without a line break.
  ///
  /// - Throws: why it cannot be written as JSON, as one that holds NaN cannot.
  public func input() throws -> [UInt8] {
    var bytes: [UInt8] = []
    try callee.append(boxedInput, to: &bytes)
    return bytes
  }

  /// The value that a result stands for.
  ///
  /// - Throws: why it stands for none.
  public func output(_ result: JSONValue) throws -> any Sendable { try callee.decode(result) }
}

/// A function that can be computed elsewhere, whatever its types are.
protocol Callee: AnyObject, Sendable {
  var name: String { get }
  var command: [String]? { get }
  var passing: FunctionCall.InputPassing { get }
  /// What requests of the function have in common; see ``WorkerLine``.
  var requestPart: [UInt8] { get }

  /// Appends an input as one JSON document without a line break.
  func append(_ input: any Sendable, to bytes: inout [UInt8]) throws

  /// The value that a result stands for.
  func decode(_ result: JSONValue) throws -> any Sendable

  /// Computes it in this process.
  @concurrent func compute(_ input: any Sendable) async throws -> any Sendable
}

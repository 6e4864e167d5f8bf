import AutoMLModel
import Foundation

/// The worker's side of a ``WorkerPool``: computes functions that it is asked for by name.
///
/// A program that calls ``serve()`` is a worker. What the program prints goes to standard error
/// from then on, so that it cannot get between the answers.
public struct FunctionServer: Sendable {
  /// A function whatever its types are.
  public struct Served: Sendable {
    let name: String
    let compute: @Sendable (JSONValue) async throws -> [UInt8]
  }

  private let functions: [String: Served]

  /// Serves functions; of two with one name the last.
  public init(_ functions: [Served]) {
    self.functions = Dictionary(functions.map { ($0.name, $0) }) { $1 }
  }

  /// Answers requests, one after the other, until standard input ends.
  @concurrent
  public func serve() async {
    let answers = dup(STDOUT_FILENO)
    dup2(STDERR_FILENO, STDOUT_FILENO)
    defer { close(answers) }
    while let line = readLine() {
      guard let request = try? JSONValue(parsing: line), let id = request["id"] else {
        FileHandle.standardError.write(Data("not a request: \(line)\n".utf8))
        continue
      }
      guard let name = request["function"]?.text else { continue }
      Self.write(await answer(id, name, request["input"] ?? .null), to: answers)
    }
  }

  private func answer(_ id: JSONValue, _ name: String, _ input: JSONValue) async -> [UInt8] {
    let begin = Array("{\"id\":\(id.serialized()),".utf8)
    do {
      guard let function = functions[name] else {
        throw ComputeError.thrown(
          type: "UnknownFunction",
          message: "There is no function '\(name)'; there are \(functions.keys.sorted()).")
      }
      return begin + Array(#""result":"#.utf8) + (try await function.compute(input))
        + Array("}\n".utf8)
    } catch {
      let failure: JSONValue = [
        "type": .string("\(type(of: error))"), "message": .string("\(error)"),
      ]
      return begin + Array("\"error\":\(failure.serialized())}\n".utf8)
    }
  }

  private static func write(_ bytes: [UInt8], to descriptor: CInt) {
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { Foundation.write(descriptor, $0.baseAddress, $0.count) }
      guard count > 0 || errno == EINTR else { return }
      if count > 0 { rest = rest.dropFirst(count) }
    }
  }
}

extension Function where Input: Codable, Output: Codable {
  /// The function for a program that serves it.
  public var served: FunctionServer.Served {
    let (input, output) = (JSONCodec<Input>(), JSONCodec<Output>())
    return FunctionServer.Served(name: name) { [body] json in
      var bytes: [UInt8] = []
      try output.append(try await body(try input.decode(json)), &bytes)
      return bytes
    }
  }
}

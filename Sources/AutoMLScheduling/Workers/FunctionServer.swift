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
  ///
  /// Programs that a function starts get neither the requests nor the answers: from here on
  /// standard input is empty, and standard output is standard error.
  @concurrent
  public func serve() async {
    var requests = LineReader(Self.privateCopy(of: STDIN_FILENO))
    let answers = Self.privateCopy(of: STDOUT_FILENO)
    let nothing = open("/dev/null", O_RDONLY | O_CLOEXEC)
    dup2(nothing, STDIN_FILENO)
    dup2(STDERR_FILENO, STDOUT_FILENO)
    defer { for descriptor in [requests.descriptor, answers, nothing] { close(descriptor) } }
    while let line = requests.next() {
      guard let request = try? JSONValue(parsingUTF8: line[...]), let id = request["id"] else {
        try? FileHandle.standardError.write(contentsOf: Array("not a request: ".utf8) + line + [10])
        continue
      }
      // Other lines are answers of the host to messages.
      guard let name = request["function"]?.text else { continue }
      let answer = await answer(id, name, request["input"] ?? .null)
      // What the function printed is to be there before its answer.
      fflush(nil)
      Self.write(answer, to: answers)
    }
  }

  private static func privateCopy(of descriptor: CInt) -> CInt {
    fcntl(descriptor, F_DUPFD_CLOEXEC, 3)
  }

  private func answer(_ id: JSONValue, _ name: String, _ input: JSONValue) async -> [UInt8] {
    let begin = Array("{\"id\":\(id.serialized()),".utf8)
    do {
      guard let function = functions[name] else {
        throw ComputeError.thrown(
          type: "UnknownFunction",
          message: "There is no function '\(name)'; there are "
            + functions.keys.sorted().joined(separator: ", ") + ".")
      }
      return begin + Array(#""result":"#.utf8) + (try await function.compute(input))
        + Array("}\n".utf8)
    } catch {
      let (type, message) = Self.parts(of: error)
      let failure: JSONValue = ["type": .string(type), "message": .string(message)]
      return begin + Array("\"error\":\(failure.serialized())}\n".utf8)
    }
  }

  /// The type's name and the message; of an error of yet another process, those it had there.
  private static func parts(of error: any Error) -> (type: String, message: String) {
    if case .thrown(let type, let message)? = error as? ComputeError { return (type, message) }
    return ("\(type(of: error))", "\(error)")
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

/// The lines of a descriptor, which is waited for.
struct LineReader {
  let descriptor: CInt
  private var bytes: [UInt8] = []
  /// Where the unread bytes begin.
  private var start = 0
  private var chunk = [UInt8](repeating: 0, count: 65_536)

  init(_ descriptor: CInt) { self.descriptor = descriptor }

  /// The next line without its line break, the last one also without having had one.
  mutating func next() -> [UInt8]? {
    var searched = start
    while true {
      if let end = bytes[searched...].firstIndex(of: UInt8(ascii: "\n")) {
        defer { start = end + 1 }
        return Array(bytes[start..<end])
      }
      bytes.removeFirst(start)
      start = 0
      searched = bytes.count
      let count = chunk.withUnsafeMutableBytes { read(descriptor, $0.baseAddress, $0.count) }
      if count > 0 {
        bytes += chunk[..<count]
      } else if count == 0 || errno != EINTR {
        defer { bytes = [] }
        return bytes.isEmpty ? nil : bytes
      }
    }
  }
}

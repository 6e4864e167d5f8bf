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
    let compute: @Sendable @concurrent (JSONValue) async throws -> [UInt8]
  }

  private let functions: [String: Served]

  /// Serves functions; of two with one name the last.
  public init(_ functions: [Served]) {
    self.functions = Dictionary(functions.map { ($0.name, $0) }) { $1 }
  }

  /// Answers requests, one after the other, until standard input ends.
  ///
  /// A function may talk with the host through ``Messaging/currentChannel()``. Programs that a
  /// function starts get neither the requests nor the answers: from here on standard input is
  /// empty, and standard output is standard error.
  @concurrent
  public func serve() async {
    let requests = Self.privateCopy(of: STDIN_FILENO)
    let host = HostLine(Self.privateCopy(of: STDOUT_FILENO))
    let nothing = open("/dev/null", O_RDONLY | O_CLOEXEC)
    dup2(nothing, STDIN_FILENO)
    dup2(STDERR_FILENO, STDOUT_FILENO)
    let (lines, read) = AsyncStream.makeStream(of: [UInt8].self)
    // A thread of its own, because it waits, and answers of the host come while a function runs.
    Thread.detachNewThread {
      var reader = LineReader(requests)
      while let line = reader.next() {
        if !host.takeAnswer(line) { read.yield(line) }
      }
      read.finish()
    }
    for await line in lines { await answer(line, to: host) }
    host.close()
    for descriptor in [requests, nothing] { close(descriptor) }
  }

  private func answer(_ line: [UInt8], to host: HostLine) async {
    guard let request = try? JSONValue(parsingUTF8: line[...]), let id = request["id"] else {
      try? FileHandle.standardError.write(contentsOf: Array("not a request: ".utf8) + line + [10])
      return
    }
    guard let name = request["function"]?.text else { return }
    let channel = host.channel(for: id)
    let answer = await answer(id, name, request["input"] ?? .null, channel)
    // What the function printed is to be there before its answer.
    fflush(nil)
    host.write(answer)
  }

  private static func privateCopy(of descriptor: CInt) -> CInt {
    fcntl(descriptor, F_DUPFD_CLOEXEC, 3)
  }

  private func answer(
    _ id: JSONValue, _ name: String, _ input: JSONValue, _ channel: MessageChannel
  ) async -> [UInt8] {
    let begin = Array("{\"id\":\(id.serialized()),".utf8)
    do {
      guard let function = functions[name] else {
        throw ComputeError.thrown(
          type: "UnknownFunction",
          message: "There is no function '\(name)'; there are "
            + functions.keys.sorted().joined(separator: ", ") + ".")
      }
      let result = try await Messaging.withChannel(channel) { try await function.compute(input) }
      return begin + Array(#""result":"#.utf8) + result + Array("}\n".utf8)
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

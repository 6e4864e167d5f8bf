import CSQLiteLoop
import Foundation

/// The C loop: takes combinations by their ids and marks them as done.
enum LoopWorker {
  /// As a process: says "ready", begins at a line of input, says "done".
  static func run(_ path: String, session: Int64, first: Int64, pairs: Int64) throws {
    print("ready")
    fflush(nil)
    _ = readLine()
    _ = try loop(path, session: session, first: first, pairs: pairs)
    print("done")
    fflush(nil)
  }

  /// The seconds that it took, apart from the opening of the file.
  static func loop(
    _ path: String, session: Int64, first: Int64, pairs: Int64
  ) throws -> Double {
    var seconds = 0.0
    var problem = [CChar](repeating: 0, count: 512)
    let code = csqlite_loop_pairs(
      path, first, session, pairs, &seconds, &problem, CInt(problem.count))
    guard code == 0 else {
      let text = problem.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }
      throw BenchError("The C loop failed: \(String(decoding: text, as: UTF8.self))")
    }
    return seconds
  }
}

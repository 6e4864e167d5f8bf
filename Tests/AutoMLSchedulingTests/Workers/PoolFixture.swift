import AutoMLScheduling
import AutoMLSchedulingTestKit
import Foundation
import Synchronization
import Testing

/// A pool for one test, whose processes are found again.
struct PoolFixture: Sendable {
  let pool: WorkerPool
  let printed: Printed
  private let mark: String

  /// What workers printed, and at which work.
  final class Printed: Sendable {
    private let pieces = Mutex<[(work: String?, bytes: [UInt8])]>([])

    func note(_ work: ComputeWork?, _ bytes: [UInt8]) {
      pieces.withLock { $0.append((work?.reference.name, bytes)) }
    }

    var bytes: [UInt8] { pieces.withLock { $0.flatMap(\.bytes) } }

    func text(at work: String?) -> String {
      let bytes = pieces.withLock { $0.filter { $0.work == work }.flatMap(\.bytes) }
      return String(decoding: bytes, as: UTF8.self)
    }
  }

  /// Makes a pool, does something with it, ends it, and expects its processes to be gone.
  static func with(
    width: Int = 1, command: [String] = [ProbeTests.program, "serve"], callsPerWorker: Int? = nil,
    grace: Duration = .milliseconds(100), _ body: (PoolFixture) async throws -> Void
  ) async throws {
    let fixture = try PoolFixture(width, command, callsPerWorker, grace)
    do {
      try await body(fixture)
    } catch {
      await fixture.pool.end()
      throw error
    }
    await fixture.pool.end()
    #expect(fixture.processes.isEmpty)
  }

  /// Makes a pool of a shell script; most scripts fail, so that nothing of them is reported.
  static func with(script: String, width: Int = 1, _ body: (PoolFixture) async throws -> Void)
    async throws
  {
    try await with(width: width, command: ["/bin/sh", "-c", script], body)
  }

  private init(
    _ width: Int, _ command: [String], _ callsPerWorker: Int?, _ grace: Duration
  ) throws {
    let mark = UUID().uuidString
    let printed = Printed()
    self.mark = mark
    self.printed = printed
    var environment = ProcessInfo.processInfo.environment
    environment["POOL_TEST_MARK"] = mark
    pool = try WorkerPool(
      width: width, command: command, callsPerWorker: callsPerWorker, environment: environment,
      gracePeriod: grace, output: printed.note)
  }

  /// The numbers of the pool's processes, also of those that a worker started.
  var processes: [Int] { ProcessSearch.processes(holding: mark, in: .environment) }

  /// Has the pool compute a function.
  func call<Input, Output>(
    _ function: Function<Input, Output>, _ input: Input, options: ProcessOptions = ProcessOptions(),
    as name: String? = nil
  ) async throws -> Output {
    let work = ComputeWork(
      reference: WorkReference(id: 0, name: name ?? function.name),
      body: { try await function.body(input) }, call: function.call(input), options: options)
    return try #require(try await pool.perform(work) as? Output)
  }

  /// The number of the process that answers.
  func worker() async throws -> Int { try await call(TestFunctions.processID, 0) }
}

/// Functions that only the probe has.
enum ProbeFunctions {
  static let relay = remote("relay", String.self, Int.self)
  static let leave = remote("leave", String.self, Int.self)
  static let exit = remote("exit", Int.self, Int.self)
  static let print = remote("print", String.self, Int.self)
  static let variable = remote("variable", String.self, String.self)
  static let inherited = remote("inherited", Int.self, String.self)
  static let nobody = remote("nobody", Int.self, Int.self)

  private static func remote<Input: Codable & Sendable, Output: Codable & Sendable>(
    _ name: String, _: Input.Type, _: Output.Type
  ) -> Function<Input, Output> {
    Function(name) { _ in throw TestFault("'\(name)' is for workers") }
  }
}

import AutoMLScheduling
import AutoMLSchedulingTestKit
import Foundation
import Testing

@Suite("Workers that misbehave", .timeLimit(.minutes(5)))
struct WorkerFaultTests {
  @Test(
    "fail their call, and tell how they ended",
    arguments: [
      ("exit 3", "exit code 3"),
      ("read line; kill -9 $$", "signal 9"),
      (#"read line; printf '{"id":0,"res'; exit 4"#, "exit code 4"),
      ("read line; exec >&-; sleep 60", "it closed its standard output"),
      ("exec <&-; sleep 60", "it closed its standard input"),
      ("read line; head -c 3000000 /dev/urandom; exit 5", "exit code 5"),
      ("sleep 60 & read line; exit 6", "exit code 6"),
    ])
  func end(script: String, how: String) async throws {
    try await PoolFixture.with(script: script) { fixture async throws in
      let text = String(repeating: "x", count: 4_000_000)
      let error = ComputeError.workerDied(work: "text", how)
      await #expect(throws: error) { _ = try await fixture.call(TestFunctions.text, text) }
      #expect(fixture.processes.isEmpty)
    }
  }

  @Test("have the begin of a line told as something they printed")
  func halfLine() async throws {
    let script = #"read line; printf '{"id":0,"res'; echo oops >&2; exit 4"#
    try await PoolFixture.with(script: script) { fixture async throws in
      _ = try? await fixture.call(TestFunctions.echo, 1)
      let text = fixture.printed.text(at: "echo")
      #expect(text.contains(#"{"id":0,"res"#) && text.contains("oops\n"))
    }
  }

  @Test("may print what they want, answer others and answer twice")
  func garbage() async throws {
    let script = #"""
      printf '\377\376\n{"id":\n{}\n[1]\n\n{"id":0}\n{"id":"0","result":1}\n'
      n=0
      while read line; do
        echo '{"id":99,"result":1}'
        echo "{\"id\":$n,\"result\":7}"
        echo "{\"id\":$n,\"result\":8}"
        n=$((n+1))
      done
      """#
    try await PoolFixture.with(script: script) { fixture async throws in
      for _ in 0..<50 { #expect(try await fixture.call(TestFunctions.echo, 1) == 7) }
      #expect(fixture.printed.bytes.starts(with: [255, 254, 10]))
      #expect(fixture.printed.text(at: "echo").contains(#"{"id":99,"result":1}"#))
    }
  }

  @Test("may give a result of another kind, which fails the call only")
  func wrongKind() async throws {
    try await PoolFixture.with(
      script: #"read l; echo '{"id":0,"result":"x"}'; read l; echo '{"id":1,"result":3}'; read l"#
    ) { fixture async throws in
      let error = await #expect(throws: ComputeError.self) {
        _ = try await fixture.call(TestFunctions.echo, 1)
      }
      guard case .invalidOutput(work: "echo", _)? = error else {
        Issue.record("\(String(describing: error))")
        return
      }
      #expect(try await fixture.call(TestFunctions.echo, 1) == 3)
    }
  }

  @Test("may hold their pipes open in programs that they leave behind")
  func leftovers() async throws {
    let mark = UUID().uuidString
    try await PoolFixture.with { fixture async throws in
      let call = Task { try await fixture.call(ProbeFunctions.leave, mark) }
      try #require(try await ProcessSearch.becomesTrue { fixture.processes.count >= 3 })
      call.cancel()
      await #expect(throws: CancellationError.self) { _ = try await call.value }
      #expect(fixture.processes.isEmpty)
    }
  }

  @Test("get and give several megabytes", arguments: [1, 65_536, 8_000_000])
  func megabytes(count: Int) async throws {
    try await PoolFixture.with { fixture async throws in
      let text = String(repeating: "a\n", count: count / 2) + "b"
      #expect(try await fixture.call(TestFunctions.text, text) == text)
      #expect(try await fixture.call(TestFunctions.double, 1) == 2)
    }
  }

  @Test("cost no descriptors, however they end")
  func descriptors() async throws {
    // In a process of its own: other tests open descriptors here.
    try await PoolFixture.with { fixture async throws in
      let counts = try await fixture.call(
        Function<Int, [Int]>("churn") { _ in [] }, 200)
      #expect(counts.count == 2)
      #expect(counts[1] <= counts[0] + 2, "\(counts)")
    }
  }
}

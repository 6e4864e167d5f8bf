import AutoMLScheduling
import AutoMLSchedulingTestKit
import Testing

/// What a run does about an error of its work, over every backend.
@Suite("The policy for errors", .timeLimit(.minutes(5)))
struct ExceptionPolicyTests {
  /// One way of telling what is to be done, and what is.
  struct Row: Sendable, CustomTestStringConvertible {
    let name: String
    let policy: ExceptionPolicy
    /// How the run ends; nil when it throws.
    let code: ExitState.Code?

    init(_ name: String, _ policy: ExceptionPolicy, _ code: ExitState.Code?) {
      self.name = name
      self.policy = policy
      self.code = code
    }

    var testDescription: String { name }

    static let all: [Row] = [
      Row("raise", .raise, nil),
      Row("end", .end, .exception),
      Row("continue", .continue, .exhausted),
      Row("rule: raise", .byType([.fault("TestFault", .raise)]), nil),
      Row("rule: end", .byType([.fault("TestFault", .end)]), .exception),
      Row("rule: continue", .byType([.fault("TestFault", .continue)]), .exhausted),
      Row("rule of every error", .byType([.on((any Error).self, .end)]), .exception),
      Row(
        "rule of another error is skipped",
        .byType([.fault("OtherFault", .continue), .fault("TestFault", .end)]), .exception),
      Row("no rule matches", .byType([.fault("OtherFault", .continue)]), nil),
      Row("no rule at all", .byType([]), nil),
      Row(
        "the first rule decides: raise",
        .byType([.fault("TestFault", .raise), .fault("TestFault", .continue)]), nil),
      Row(
        "the first rule decides: continue",
        .byType([.fault("TestFault", .continue), .fault("TestFault", .raise)]), .exhausted),
      Row(
        "predicate",
        .byType([.matching("no luck", .continue) { $0.tells("no luck") }]), .exhausted),
    ]
  }

  @Test("decides how the run ends", arguments: Row.all, Backends.all)
  func policy(_ row: Row, _ backend: BackendUnderTest) async throws {
    let scene = try Scene(backend)
    scene.atStart(scene.failing, "no luck")
    guard let code = row.code else {
      do {
        let exit = try await scene.scheduler.run(onException: row.policy)
        Issue.record("nothing was thrown, the run ended with \(exit.code)")
      } catch {
        #expect(error.isNamed("TestFault"))
        #expect(error.tells("no luck"))
      }
      return
    }
    let exit = try await scene.scheduler.run(onException: row.policy)
    #expect(exit.code == code)
    #expect((exit.error?.isNamed("TestFault") == true) == (code == .exception))
    #expect(scene.scheduler.eventCounts[.futureException] == 1)
  }

  @Test("has rules for a kind of error, here and in other processes", arguments: Backends.all)
  func kind(_ backend: BackendUnderTest) async throws {
    // What another process threw is told as an error of the backend's.
    let (kind, other) = (
      ExceptionRule.on(TestFault.self, .end), ExceptionRule.on(ComputeError.self, .end)
    )
    let isHere = backend.place == .thisProcess
    let scene = try Scene(backend)
    scene.atStart(scene.failing, "no luck")
    let exit = try await scene.scheduler.run(
      onException: .byType([.on(LimitExceeded.self, .continue), isHere ? kind : other]))
    #expect(exit.code == .exception)
    #expect(exit.error?.isNamed("TestFault") == true)
    do {
      try await scene.scheduler.run(onException: .byType([isHere ? other : kind]))
      Issue.record("the rule for another kind was followed")
    } catch {
      #expect(error.isNamed("TestFault"))
    }
  }

  @Test(
    "has rules that match subclasses and those who conform to a protocol",
    arguments: Backends.inThisProcess)
  func subclasses(_ backend: BackendUnderTest) async throws {
    for rule in [
      ExceptionRule.on(Family.self, .continue), .on((any Relative).self, .continue),
      .on(Child.self, .continue),
    ] {
      let scheduler = try backend.scheduler()
      scheduler.onStart { scheduler, _ in _ = try scheduler.submit { throw Child() } }
      #expect(try await scheduler.run(onException: .byType([rule])).code == .exhausted)
    }
    let scheduler = try backend.scheduler()
    scheduler.onStart { scheduler, _ in _ = try scheduler.submit { throw Family() } }
    await #expect(throws: Family.self) {
      try await scheduler.run(onException: .byType([.on(Child.self, .continue)]))
    }
  }

  @Test("decides for each error, not once for a run", arguments: Backends.all)
  func severalErrors(_ backend: BackendUnderTest) async throws {
    let scene = try Scene(backend, width: 1)
    let other = try scene.scheduler.task(try backend.function(TestFunctions.failOtherwise))
    scene.atStart(scene.failing, "1", "2")
    scene.atStart(other, "third")
    let exit = try await scene.scheduler.run(
      onException: .byType([.fault("TestFault", .continue), .fault("OtherFault", .end)]))
    #expect(exit.code == .exception)
    #expect(exit.error?.tells("third") == true)
    #expect(scene.scheduler.eventCounts[.futureException] == 3)
  }

  // Unchecked, for a class that others inherit; it holds nothing.
  private class Family: Error, Relative, @unchecked Sendable {}
  private final class Child: Family, @unchecked Sendable {}
}

private protocol Relative: Error {}

import AutoMLModel
import Testing

@testable import AutoMLWorkflow

@Suite("Event record")
struct EventRecordTests {
  let made: HandMade
  let time = Timestamp(microseconds: 1_709_210_096_250_000)

  init() async throws { made = HandMade(try await WorkflowFixture()) }

  @Test("The main events hold the time, their name and the experiment")
  func mainEvents() throws {
    #expect(
      EventRecord(.startAutoML, context: made.main, time: time).line
        == #"{"time":"2024-02-29T12:34:56.250000Z","event":"start_automl","experiment":3}"# + "\n")
    #expect(
      EventRecord(.endAutoML, context: Context(), time: time).json
        == ["time": "2024-02-29T12:34:56.250000Z", "event": "end_automl", "experiment": nil])
  }

  @Test("The search space and the recommendations are told in full")
  func spaces() throws {
    let recommendation = try #require(try made.job(4)[.recommendation])
    made.main[.searchSpace] = recommendation.result.space
    made.main[.recommendations] = [recommendation]
    let space = EventRecord(.searchSpaceAvailable, context: made.main, time: time).json
    #expect(space["search_space"] == recommendation.result.space.json)
    let list = EventRecord(.recommendationsAvailable, context: made.main, time: time).json
    #expect(list["recommendations"] == [["id": 4, "parameters": ["lr": 0.5, "n": 4]]])
  }

  @Test("A job's start tells where it runs and with what")
  func start() throws {
    let json = EventRecord(.startJob, context: try made.job(4, attempt: 1), time: time).json
    #expect(
      json == [
        "time": "2024-02-29T12:34:56.250000Z", "event": "start_job", "experiment": 3, "job": 14,
        "number": 4, "attempt": 1, "worker": "W1", "gpus": [1, 2],
        "parameters": ["lr": 0.5, "n": 4],
      ])
  }

  @Test("A job's end tells what became of it")
  func end() throws {
    let context = try made.job(4)
    context[.jobStatus] = .ok
    context[.score] = try Score(0.75, labelled: [.init("loss", 2)])
    let json = EventRecord(.endJob, context: context, time: time).json
    #expect(json["status"] == "ok")
    #expect(json["score"] == 0.75)
    #expect(json["labelled"] == ["loss": 2.0])
    #expect(json["will_retry"] == false)
    #expect(json["early_stopped"] == false)
    #expect(json["reason"] == JSONValue.null)
  }

  @Test(
    "The keys of an ended job are the same whatever became of it",
    arguments: OutcomeStatus.allCases)
  func keys(_ status: OutcomeStatus) throws {
    let context = try made.job(0)
    context[.jobStatus] = status
    let record = EventRecord(.endJob, context: context, time: time)
    guard case .object(let members) = record.json else { throw ContextKeyError.empty }
    #expect(
      members.map(\.name) == [
        "time", "event", "experiment", "job", "number", "attempt", "worker", "gpus", "parameters",
        "status", "score", "labelled", "will_retry", "early_stopped", "reason",
      ])
    #expect(record.json["status"] == .string("\(status)"))
    #expect(record.isFailedJob == [.error, .exception].contains(status))
  }

  @Test("An early stop has a score and a reason, and is no failure")
  func earlyStop() throws {
    let context = try made.job(0)
    context[.jobStatus] = .ok
    context[.score] = try Score(0.5)
    context[.earlyStopReason] = "Below the median."
    let record = EventRecord(.endJob, context: context, time: time)
    #expect(record.json["early_stopped"] == true)
    #expect(record.json["reason"] == "Below the median.")
    #expect(!record.isFailedJob)
  }

  @Test("A failed attempt that is repeated has a reason, and is no failed job")
  func repeated() throws {
    let context = try made.job(0)
    context[.jobStatus] = .error
    context[.willRetry] = true
    context[.failureReason] = "Exit code 3"
    let record = EventRecord(.endJob, context: context, time: time)
    #expect(record.json["will_retry"] == true)
    #expect(record.json["reason"] == "Exit code 3")
    #expect(!record.isFailedJob)
  }
}

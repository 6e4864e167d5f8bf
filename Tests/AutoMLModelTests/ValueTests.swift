import AutoMLModel
import Foundation
import Testing

@Suite("The values")
struct ValueTests {
  @Test(
    "of statuses allow these steps and no others",
    arguments: [
      (.pending, [.running, .failed, .cancelled]),
      (.running, [.pending, .finished, .failed, .earlyStopped, .cancelled]),
      (.finished, []), (.failed, []), (.earlyStopped, []), (.cancelled, []),
    ] as [(JobStatus, [JobStatus])])
  func jobSteps(_ status: JobStatus, _ next: [JobStatus]) {
    #expect(JobStatus.allCases.filter(status.canBecome) == JobStatus.allCases.filter(next.contains))
    #expect(status.isFinal == next.isEmpty)
    #expect(status.mayHaveScore == [.finished, .earlyStopped].contains(status))
  }

  @Test(
    "of experiments likewise",
    arguments: [
      (.created, [.running, .stopped, .failed]),
      (.running, [.stopRequested, .stopped, .finished, .failed]),
      (.stopRequested, [.stopped, .finished, .failed]),
      (.stopped, [.running]), (.finished, [.running]), (.failed, [.running]),
    ] as [(ExperimentStatus, [ExperimentStatus])])
  func experimentSteps(_ status: ExperimentStatus, _ next: [ExperimentStatus]) {
    let all = ExperimentStatus.allCases
    #expect(all.filter(status.canBecome) == all.filter(next.contains))
    #expect(status.isActive == [.running, .stopRequested].contains(status))
  }

  @Test("of attempts likewise", arguments: AttemptStatus.allCases)
  func attemptSteps(_ status: AttemptStatus) {
    let next = AttemptStatus.allCases.filter { status == .running && $0 != .running }
    #expect(AttemptStatus.allCases.filter(status.canBecome) == next)
  }

  @Test("of outcomes have the guide's numbers")
  func outcomes() {
    #expect(OutcomeStatus.allCases.map(\.rawValue) == [0, -1, -2, -3])
  }

  @Test("of ids are bare numbers in order")
  func ids() throws {
    let ids: [JobID] = [3, 1, 2]
    #expect(ids.sorted() == [1, 2, 3])
    #expect("\(JobID(rawValue: 7))" == "7")
    #expect(String(decoding: try JSONEncoder().encode(ids), as: UTF8.self) == "[3,1,2]")
    #expect(try JSONDecoder().decode([JobID].self, from: Data("[9]".utf8)) == [9])
  }

  @Test("of scores are finite", arguments: [.nan, .infinity, -.infinity] as [Double])
  func scores(_ bad: Double) throws {
    #expect(throws: ScoreError.self) { try Score(bad) }
    #expect(throws: ScoreError.self) { try Score(1, labelled: [.init("loss", bad)]) }
    let score = try Score(1, labelled: [.init("loss", 2), .init("loss", 3)])
    #expect(score["loss"] == 3)
    #expect(score["gain"] == nil)
  }

  @Test("of a goal tell the better score")
  func goals() {
    #expect(OptimizationGoal.maximize.isBetter(2, than: 1))
    #expect(OptimizationGoal.minimize.isBetter(1, than: 2))
    #expect(!OptimizationGoal.maximize.isBetter(1, than: 1))
    #expect(!OptimizationGoal.maximize.isBetter(.nan, than: 1))
  }

  @Test("of a parameter set keep their order, types and last word")
  func parameterSets() throws {
    var set = ParameterSet([("b", 1), ("a", 1.0), ("b", "1")])
    #expect(set.json.serialized() == #"{"b":"1","a":1.0}"#)
    #expect(ParameterSet(set.json) == set)
    set["a"] = nil
    set["c"] = true
    #expect(set == ["b": "1", "c": true])
    #expect(set != ["c": true, "b": "1"])
    #expect(ParameterSet(["x": [1]]) == nil)
    #expect(ParameterSet(JSONValue.array([])) == nil)
    let kinds: Set<ParameterValue> = [1, 1.0, true, "1"]
    #expect(kinds.count == 4)
  }

  @Test("of a recommendation id are any Codable")
  func recommendationIDs() throws {
    struct Place: Hashable, Codable { var row = 1, name = "a/b" }
    let id = try RecommendationID(Place())
    #expect(id.json == #"{"name":"a/b","row":1}"#)
    #expect(try id.value(as: Place.self) == Place())
    #expect(try RecommendationID(7) == RecommendationID(7 as Int64))
    #expect(RecommendationID("x").json == "\"x\"")
    #expect(try RecommendationID(json: id.json).value(as: Place.self) == Place())
    #expect(throws: DecodingError.self) { try id.value(as: Int.self) }
  }

  @Test("of a moment are whole microseconds")
  func timestamps() throws {
    let moment = Timestamp(microseconds: 1_500_000)
    #expect(moment.advanced(by: .milliseconds(250)) == Timestamp(microseconds: 1_750_000))
    #expect(moment.advanced(by: .seconds(-2)) == Timestamp(microseconds: -500_000))
    #expect(moment.since(Timestamp(microseconds: 0)) == .milliseconds(1500))
    #expect(String(decoding: try JSONEncoder().encode(moment), as: UTF8.self) == "1500000")
  }
}

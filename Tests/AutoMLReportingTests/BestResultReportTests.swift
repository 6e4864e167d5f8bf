import AutoMLModel
import AutoMLTracking
import Testing

@testable import AutoMLReporting

@Suite struct BestResultReportTests {
  private func report(
    error: String? = nil, curve: [Double] = [0.4, 0.9, 0.95]
  ) -> BestResultReport {
    BestResultReport(
      experiment: Records.experiment(error: error),
      tally: Records.tally([.finished: 22, .failed: 2]),
      best: .init(
        job: Records.job(3, score: 0.9805555555555555), attempts: [Records.attempt()],
        curve: IntermediateCurve(Records.curve(curve), goal: .maximize),
        results: [LabelledValue("loss", 0.08125)]),
      runnersUp: [Records.job(1, score: 0.97), Records.job(2, score: 0.96)],
      firstError: error, generated: Records.start)
  }

  @Test func `The text tells job, parameters, curve, runners-up, counts and time`() {
    let lines = report().text(width: 80, colour: false).split(
      separator: "\n", omittingEmptySubsequences: false)
    #expect(lines[0].hasPrefix("digits · experiment 1 · FINISHED · maximize · started "))
    #expect(
      lines.dropFirst().joined(separator: "\n")
        == """

        Best score 0.980555556 by job 3 (number 2)
          lr      0.01
          hidden  64

          loss    0.08125

          curve   ▁█▅ 3 results, 0.4 … 0.95, last 0.95
          took    3.2 s
          log     results/1/3.0.log

        Runners-up
          rank  job  score   took  parameters
             2    1   0.97  3.2 s  lr=0.01 hidden=64
             3    2   0.96  3.2 s  lr=0.01 hidden=64

        Jobs  24: 22 finished, 2 failed · 24 attempts
        Time  1 min 02 s · 1 min 58 s of jobs
        """.replacing("▁█▅", with: Sparkline([0.4, 0.9, 0.95], width: 30).description))
  }

  @Test func `JSON keeps exact numbers under stable keys`() throws {
    let json = try JSONValue(parsing: report().rendered(as: .json))
    #expect(json["best"]?["job"]?["score"] == .number(0.9805555555555555))
    #expect(json["best"]?["job"]?["parameters"]?["hidden"] == 64)
    #expect(json["best"]?["job"]?["duration_seconds"] == 3.2)
    #expect(json["best"]?["results"]?["loss"] == 0.08125)
    #expect(json["best"]?["curve"]?["count"] == 3)
    #expect(json["jobs"]?["failed"] == 2)
    #expect(json["time"]?["wall_seconds"] == 62.0)
    #expect(json["time"]?["compute_seconds"] == 118.4)
    #expect(json["experiment"]?["started"] == "2026-02-02T02:40:00.000000Z")
    #expect(json["first_error"] == .null)
  }

  @Test func `CSV has a line a job and a column a parameter`() {
    #expect(
      report().csv.split(separator: "\n").prefix(2) == [
        "rank,number,id,status,score,duration_seconds,attempts,parameters.lr,parameters.hidden",
        "1,2,3,FINISHED,0.9805555555555555,3.2,1,0.01,64",
      ])
  }

  @Test func `Without a score the text says why`() {
    let report = BestResultReport(
      experiment: Records.experiment(status: .failed), tally: Records.tally([.failed: 3]),
      best: nil, runnersUp: [], firstError: "exit code 1\u{1B}[2J", generated: Records.start)
    #expect(
      report.text(width: 80, colour: false).contains(
        "No job has a score yet: 3 failed, first error: exit code 1\\u{1b}[2J."))
    #expect(report.json["best"] == .null)
  }

  @Test func `Without a job the text says so`() {
    let report = BestResultReport(
      experiment: Records.experiment(status: .running), tally: Records.tally([:]), best: nil,
      runnersUp: [], firstError: nil, generated: Records.start.advanced(by: .seconds(5)))
    let text = report.text(width: 80, colour: false)
    #expect(text.contains("No job has a score yet: no job has been started."))
    #expect(text.contains("Time  5.0 s"))
  }

  @Test func `The first error stands below a good result`() {
    #expect(report(error: "disk full").text(width: 80, colour: false).hasSuffix("Error disk full"))
  }

  @Test func `A long curve keeps its first, last and best point`() throws {
    var scores = (0..<10_000).map { Double($0 % 100) }
    scores[4_321] = 1_000
    let curve = try #require(
      IntermediateCurve(Records.curve(scores), goal: .maximize, limit: 100))
    #expect(curve.count == 10_000)
    #expect(curve.points.count <= 100)
    #expect(curve.points.first?.number == 0)
    #expect(curve.last.number == 9_999)
    #expect(curve.best.number == 4_321)
    #expect(curve.points.contains(curve.best))
    #expect(curve.json["sampled"] == true)
  }

  @Test func `A curve of nothing is nil`() {
    #expect(IntermediateCurve([], goal: .minimize) == nil)
  }
}

import AutoMLModel
import AutoMLTracking
import Testing

@testable import AutoMLReporting

@Suite struct TableTests {
  private func history(
    _ jobs: [JobRecord], as format: ReportFormat, goal: OptimizationGoal = .maximize
  ) -> String {
    var table = HistoryTable(
      of: Records.experiment(goal: goal), as: format, now: Records.start.advanced(by: .seconds(9)))
    return jobs.map { table.add($0) }.joined() + table.end()
  }

  private let jobs = [
    Records.job(1, score: 0.5), Records.job(2, score: nil, status: .failed),
    Records.job(3, score: 0.9, status: .earlyStopped), Records.job(4, score: 0.7),
    Records.job(5, score: 0.6), Records.job(6, score: nil, status: .running),
  ]

  @Test func `The history shows the best score so far`() {
    #expect(
      history(jobs, as: .text(width: 80, colour: false)) == """
        no  job  status         score  best so far   took  tries  parameters
         0    1  FINISHED         0.5          0.5  3.2 s      1  lr=0.01 hidden=64
         1    2  FAILED             –          0.5  3.2 s      1  lr=0.01 hidden=64
         2    3  EARLY_STOPPED    0.9          0.5  3.2 s      1  lr=0.01 hidden=64
         3    4  FINISHED         0.7          0.7  3.2 s      1  lr=0.01 hidden=64
         4    5  FINISHED         0.6          0.7  3.2 s      1  lr=0.01 hidden=64
         5    6  RUNNING            –          0.7  9.0 s      1  lr=0.01 hidden=64

        """)
  }

  @Test(arguments: [(OptimizationGoal.maximize, [0.5, 0.7]), (.minimize, [0.5])])
  func `New bests follow the goal`(_ goal: OptimizationGoal, _ bests: [Double]) {
    var best = BestSoFar(goal: goal)
    #expect(jobs.map { best.row(for: $0) }.filter(\.isNewBest).map(\.bestSoFar) == bests)
  }

  @Test(arguments: [0, 1, 6, 500])
  func `The history is one JSON array of any length`(_ count: Int) throws {
    let many = (0..<count).map { Records.job(.init(rawValue: Int64($0) + 1), score: Double($0)) }
    guard case .array(let rows) = try JSONValue(parsing: history(many, as: .json)) else {
      Issue.record("not an array")
      return
    }
    #expect(rows.count == count)
    #expect(rows.last?["best_so_far"]?.double == (count == 0 ? nil : Double(count - 1)))
  }

  @Test func `Rows after the sample are written at once and fit the terminal`() {
    let many = (1...1_050).map {
      Records.job(
        .init(rawValue: $0), score: Double($0),
        parameters: ["text": .text(String(repeating: "長い", count: Int($0 % 50)))])
    }
    let lines = history(many, as: .text(width: 70, colour: false)).split(separator: "\n")
    #expect(lines.count == 1_051)
    #expect(lines.allSatisfy { $0.cellCount <= 70 })
    #expect(Set(lines.dropFirst().map { $0.prefix { $0 != "F" }.count }).count == 1, "aligned")
  }

  @Test func `An empty history says so`() {
    #expect(history([], as: .text(width: nil, colour: false)) == "No jobs.\n")
    #expect(history([], as: .csv).hasPrefix("number,id,status,score,best_so_far,new_best"))
  }

  @Test func `CSV fields with commas, quotes and line ends are quoted`() {
    let text = CSVTable(columns: [["a"], ["b", "c"]]).text(of: [
      ["a": "x,\"y\"\n", "b": ["c": 1.0]], ["a": nil, "b": ["c": [1, 2]]],
    ])
    #expect(text == "a,b.c\n\"x,\"\"y\"\"\n\",1.0\n,\"[1,2]\"\n")
  }

  @Test func `A job is told with its attempts and resources`() {
    let resource = ResourceRecord(
      id: 1, description: .init(type: "gpu", device: 0), status: .free, holder: nil,
      isEnabled: true)
    let report = JobReport(
      job: Records.job(3, score: nil, status: .failed),
      attempts: [Records.attempt(.failed, ending: .init(signal: 9, error: "killed\n"))],
      resources: [resource], now: Records.start)
    let text = report.text(width: 80, colour: false)
    #expect(text.contains("Job 3 (number 2) of experiment 1 · FAILED · started "))
    #expect(text.contains("  signal     9\n  reason     killed\\n\n  on         gpu 0\n"))
    #expect(text.contains("  log        results/1/3.0.log"))
    #expect(report.json["attempts"] != nil)
    #expect(report.csv.contains(",9,\"killed\n\",results/1/3.0.log,[1]\n"))
  }

  @Test func `Results stand with their labelled companions`() throws {
    let report = ResultsTable(
      job: 3, intermediate: Records.curve([0.5, 0.6]),
      multiple: [
        .init(
          id: 1, job: 3, attempt: 1, intermediateResult: 2, set: 0, label: "loss", order: 0,
          value: 0.25, time: Records.start, isLastResult: false),
        .init(
          id: 2, job: 3, attempt: 1, intermediateResult: nil, set: 1, label: "loss", order: 0,
          value: 0.125, time: Records.start, isLastResult: true),
      ])
    let text = report.text(width: 80, colour: false)
    #expect(text.contains("loss=0.25"))
    #expect(text.hasSuffix("Last results  loss=0.125"))
    #expect(report.csv.hasPrefix("attempt,number,score,time,labelled.loss\n1,0,0.5,"))
    #expect(report.csv.hasSuffix(",0.25\n"))
    #expect(
      ResultsTable(job: 3, intermediate: [], multiple: []).text(width: nil, colour: false)
        == "Job 3 has reported no numbers.")
  }

  @Test func `Experiments, resources and sessions each make a table`() {
    let experiments = ExperimentTable(
      [.init(Records.experiment(), Records.tally([.finished: 3, .failed: 1, .pending: 1]))],
      now: Records.start)
    let experimentText = experiments.text(width: 100, colour: false)
    #expect(experimentText.contains("digits  FINISHED   4/5       1  1 min 02 s  2026-02-0"))
    #expect(experiments.csv.hasSuffix(",5,1\n"))

    let resources = ResourceTable([
      .init(
        id: 1, description: .init(type: "gpu", device: 1, memory: 8_000_000_000), status: .busy,
        holder: 4, isEnabled: false)
    ])
    #expect(
      resources.text(width: 100, colour: false).contains("8 GB  BUSY by session 4, disabled"))
    #expect(resources.csv.hasSuffix("1,gpu,gpu 1,,1,0,8000000000,BUSY,4,false\n"))
  }
}

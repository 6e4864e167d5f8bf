import AutoMLModel
import Testing

@testable import AutoMLWorkflow

@Suite("Early stopping")
struct EarlyStopJudgeTests {
  @Test("by the median compares means", arguments: JudgeRow.median)
  func median(_ row: JudgeRow) throws { #expect(try row.judged() == row.step) }

  @Test("by the bandit rule leaves a slack on the right side of zero", arguments: JudgeRow.bandit)
  func bandit(_ row: JudgeRow) throws { #expect(try row.judged() == row.step) }

  @Test("by truncation ends the worst", arguments: JudgeRow.truncation)
  func truncation(_ row: JudgeRow) throws { #expect(try row.judged() == row.step) }

  @Test("by successive halving keeps the best of each rung", arguments: JudgeRow.successiveHalving)
  func successiveHalving(_ row: JudgeRow) throws { #expect(try row.judged() == row.step) }

  @Test(
    "explains itself",
    arguments: [
      (
        .median, [[0.5, 0.9], [0.6, 1]], [0.75, 0.25],
        "median after 2 results: the mean 0.5 is worse than the median 0.75 of 2 other jobs."
      ),
      (
        .median, [[1]], [0.5],
        "median after 1 result: the mean 0.5 is worse than the median 1 of 1 other job."
      ),
      (
        .median, [[0.50000001]], [0.5],
        "median after 1 result: the mean 0.5 is worse than the median 0.50000001 of 1 other job."
      ),
      (
        .bandit(factor: 0.5), [[8], [2]], [3],
        "bandit after 1 result: the best value 3 is worse than 4, the least that the factor 0.5 "
          + "allows beside the best value 8 of 2 other jobs."
      ),
      (
        .truncation(fraction: 0.5), [[8], [6], [2]], [1.0 / 3],
        "truncation after 1 result: the best value 0.333333 is number 1 of 4 from the worst, "
          + "within the fraction 0.5."
      ),
      (
        .successiveHalving(reduction: 2, minimum: 1), [[8], [6], [2]], [3],
        "successive halving after 1 result: the best value 3 is not among the best 2 of 4."
      ),
    ] as [(EarlyStoppingPolicy.Rule, [[Double]], [Double], String)])
  func reasons(
    _ rule: EarlyStoppingPolicy.Rule, _ others: [[Double]], _ mine: [Double], _ words: String
  ) throws {
    var judge = EarlyStopJudge(EarlyStoppingPolicy(rule, warmup: mine.count - 1), goal: .maximize)
    for (index, values) in (others + [mine]).enumerated() {
      let job = JobID(rawValue: Int64(index + 1))
      judge.began(job)
      let verdicts = try values.map { judge.reported(try Score($0), by: job) }
      if index == others.count {
        #expect(verdicts.last??.description == "Early stopped by \(words)")
      }
    }
  }

  @Test("gives the best score with what was reported beside it, the first among equals")
  func best() throws {
    var judge = EarlyStopJudge(EarlyStoppingPolicy(.median, warmup: 3), goal: .minimize)
    for job in [1, 2] as [JobID] {
      judge.began(job)
      for (value, loss) in [(5, 1.0), (3, 2.0), (3, 3.0), (4, 4.0)] {
        let score = try Score(
          Double(value) * Double(job.rawValue), labelled: [LabelledValue("loss", loss)])
        let verdict = judge.reported(score, by: job)
        #expect((verdict != nil) == (job == 2 && loss == 4))
        if let verdict { #expect(verdict.best == (try Score(6, labelled: [.init("loss", 2)]))) }
      }
    }
  }

  @Test("tells a job again that it is to end, and counts nothing that it reports then")
  func repetition() throws {
    var judge = EarlyStopJudge(EarlyStoppingPolicy(.median), goal: .maximize)
    for job in [1, 2, 3] as [JobID] { judge.began(job) }
    for _ in 0..<2 { _ = judge.reported(try Score(5), by: 1) }
    let verdict = judge.reported(try Score(1), by: 2)
    let again = judge.reported(try Score(100), by: 2)
    #expect(verdict != nil)
    #expect(again == verdict)
    _ = judge.reported(try Score(5), by: 3)
    let third = judge.reported(try Score(5), by: 3)
    #expect(third == nil)
  }

  @Test(
    "compares with running and FINISHED jobs alone",
    arguments: JobStatus.allCases)
  func statuses(_ status: JobStatus) throws {
    var judge = EarlyStopJudge(EarlyStoppingPolicy(.median), goal: .maximize)
    judge.began(1)
    _ = judge.reported(try Score(9), by: 1)
    judge.ended(1, as: status)
    judge.began(2)
    let verdict = judge.reported(try Score(1), by: 2)
    #expect((verdict != nil) == (status == .finished))
    let late = judge.reported(try Score(1), by: 1)
    #expect(late == nil)
  }

  @Test(
    "compares with all who were at a rung, whatever became of them", arguments: JobStatus.allCases)
  func rungs(_ status: JobStatus) throws {
    var judge = EarlyStopJudge(
      EarlyStoppingPolicy(.successiveHalving(reduction: 2, minimum: 1)), goal: .maximize)
    judge.began(1)
    _ = judge.reported(try Score(9), by: 1)
    judge.ended(1, as: status)
    judge.began(2)
    let verdict = judge.reported(try Score(1), by: 2)
    #expect(verdict != nil)
  }

  @Test("forgets what an earlier attempt reported", arguments: [true, false])
  func retry(_ isEnded: Bool) throws {
    var judge = EarlyStopJudge(EarlyStoppingPolicy(.bandit(factor: 1)), goal: .maximize)
    judge.began(1)
    for _ in 0..<3 { _ = judge.reported(try Score(9), by: 1) }
    if isEnded { judge.ended(1, as: .pending) }
    judge.began(2)
    if isEnded {
      let verdict = judge.reported(try Score(5), by: 2)
      #expect(verdict == nil)
    }
    judge.began(1)
    let first = judge.reported(try Score(1), by: 1)
    #expect((first != nil) == isEnded)
    if !isEnded {
      let verdict = judge.reported(try Score(1), by: 2)
      #expect(verdict == nil)
    }
  }

  @Test("has a retried job replace what it left at a rung")
  func rungOfRetry() throws {
    var judge = EarlyStopJudge(
      EarlyStoppingPolicy(.successiveHalving(reduction: 2, minimum: 1)), goal: .maximize)
    judge.began(1)
    _ = judge.reported(try Score(9), by: 1)
    judge.ended(1, as: .pending)
    judge.began(1)
    // Alone at the rung: its own 9 is gone.
    let alone = judge.reported(try Score(1), by: 1)
    #expect(alone == nil)
    judge.began(2)
    let better = judge.reported(try Score(2), by: 2)
    #expect(better == nil)
  }
}

import AutoMLModel
import AutoMLTracking
import Testing

@Suite("Records and errors of the contract")
struct RecordTests {
  @Test("Errors are equal by their codes, whatever they say")
  func errors() {
    #expect(TrackingError(.busy, "one") == TrackingError(.busy, "two"))
    #expect(TrackingError.unknown(JobID(rawValue: 1)) != .unknown(JobID(rawValue: 2)))
    #expect(TrackingError.unknown(JobID(rawValue: 1)) != .unknown(AttemptID(rawValue: 1)))
  }

  @Test("An illegal step names where it was to go from and to")
  func illegalTransition() {
    let error = TrackingError.illegalTransition(
      of: "Job 3", from: JobStatus.finished, to: .running)
    #expect(error.code == .illegalTransition(from: "FINISHED", to: "RUNNING"))
    #expect(error.description == "Job 3 is FINISHED and cannot become RUNNING.")
  }

  @Test("A tally adds up over the statuses")
  func tally() {
    let tally = ExperimentTally(
      jobs: [.finished: 3, .failed: 2], attempts: 7, attemptTime: .seconds(1))
    #expect(tally.total == 5)
  }

  @Test("A recovery that mended anything is not empty")
  func recovery() {
    var report = RecoveryReport()
    #expect(report.isEmpty)
    report.endedProcesses = [1]
    #expect(!report.isEmpty)
  }

  @Test("A filter lets everything through unless it is told otherwise")
  func filter() {
    let filter = ExperimentFilter()
    #expect(filter.user == nil && filter.statuses == nil && filter.name == nil)
    #expect(filter.after == nil && filter.limit == nil)
  }
}

// The guide's TestExecutor: several jobs sleep at the same time, each a few seconds in the guide
// and a few milliseconds here, and give random scores, which are recorded.
import AutoMLModel
import AutoMLTracking
import AutoMLWorkflow
import Checks
import Guide

let database = try await Database()
let controller = DummyController(
  totalRecs: 20, maxRecsEachTime: 5, learningRates: 0.001...0.002)
let summary = try await runWorkflow(
  "test-executor", workers: 4, controller: controller,
  executor: TestExecutor(seconds: 0.001...0.005), in: database)
let jobs = try await database.jobs(summary)
try await database.close()

check("status", summary.status, is: .finished)
check("jobs that finished", summary.finishedJobs, is: jobs.count)
for job in jobs {
  check("status of job \(job.id)", job.status, is: .finished)
  check("whether job \(job.id) has a score", (0..<1) ~= job.score ?? -1, is: true)
  check("attempts of job \(job.id)", job.attempts, is: 1)
}

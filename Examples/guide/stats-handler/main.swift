// The guide's StatsHandler: what each worker did, kept by a handler of one's own.
import AutoMLModel
import AutoMLTracking
import AutoMLWorkflow
import Checks
import Guide

let database = try await Database()
let handler = try Guide.StatsHandler()
let controller = DummyController(
  totalRecs: 20, maxRecsEachTime: 5, learningRates: 0.001...0.002)
let summary = try await runWorkflow(
  "stats-handler", workers: 3, controller: controller,
  executor: TestExecutor(seconds: 0.001...0.005), handlers: [handler], in: database)
let jobs = try await database.jobs(summary)
try await database.close()

let stats = handler.stats
check("jobs started", stats.jobsStarted, is: jobs.count)
check("jobs finished", stats.jobsCompleted, is: jobs.count)
check("jobs unfinished", stats.jobsFailed, is: 0)
check("workers", stats.workers.keys.sorted(), is: ["W1", "W2", "W3"])
check("jobs of all workers", stats.workers.values.map(\.jobCount).reduce(0, +), is: jobs.count)
check("whether each worked", stats.workers.values.allSatisfy { $0.totalTime > 0 }, is: true)

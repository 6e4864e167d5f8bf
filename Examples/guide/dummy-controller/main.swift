// The guide's DummyController: a random number of random recommendations after each outcome,
// until there are enough of them.
//
// The guide's controller recommends learning rates from 0.0001 to 0.001, its executor searches
// from 0.001 to 0.002. Here a value outside the search space is refused, so that this executor's
// space is the controller's.
import AutoMLModel
import AutoMLTracking
import AutoMLWorkflow
import Checks
import Guide

let total = 20
let most = 5
let database = try await Database()
let controller = DummyController(totalRecs: total, maxRecsEachTime: most)
let executor = TestExecutor(seconds: 0.001...0.005, learningRates: 0.0001...0.001)
let summary = try await runWorkflow(
  "dummy-controller", workers: 2, controller: controller, executor: executor, in: database)
let jobs = try await database.jobs(summary)
try await database.close()

let made = await controller.numRecsDone
check("status", summary.status, is: .finished)
check("jobs that were recorded", jobs.count, is: made)
check(
  "whether the total is reached, by less than one more time", (total..<total + most) ~= made,
  is: true)
check("ids", Set(jobs.map(\.recommendation)), is: Set((0..<made).map { RecommendationID($0) }))
for job in jobs {
  let rate = job.parameters["lr.float"]?.number ?? 0
  check("whether \(rate) is in the space", (0.0001...0.001) ~= rate, is: true)
}

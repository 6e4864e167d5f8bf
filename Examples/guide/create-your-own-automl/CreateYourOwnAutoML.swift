// The guide's "Create your own AutoML system": an executor, a controller, a handler and workers of
// one's own, put together in one program.
//
// The options are the guide's, with the same defaults. Two are added: how long a job sleeps, and a
// database file that is kept and can be asked with 'automl-db'.
import ArgumentParser
import AutoMLModel
import AutoMLTracking
import AutoMLWorkflow
import Checks
import Guide
import Synchronization

@EngineActor
final class TestController: Controller {
  private let maxNumRecs: Int
  private let maxRecsEachTime: Int
  private(set) var numRecsDone = 0
  private var space: SearchSpace?

  nonisolated init(totalRecs: Int, maxRecsEachTime: Int) {
    maxNumRecs = totalRecs
    self.maxRecsEachTime = maxRecsEachTime
  }

  func setSearchSpace(_ space: SearchSpace, context: Context) throws { self.space = space }

  func initialRecommendations(context: Context) throws -> [Recommendation] {
    guard let space else { return [] }
    var recs: [Recommendation] = []
    for _ in 0..<Int.random(in: 1...maxRecsEachTime) {
      let result = try SearchResult(
        space: space, parameters: ["lr.float": .float(.random(in: 0.001...0.002))])
      recs.append(Recommendation(id: RecommendationID(numRecsDone), result: result))
      numRecsDone += 1
    }
    print("num_recs_done: \(numRecsDone)")
    return recs
  }

  func refineRecommendations(
    after outcome: Outcome, context: Context
  ) throws -> [Recommendation] {
    numRecsDone >= maxNumRecs ? [] : try initialRecommendations(context: context)
  }
}

final class TestHandler: Handler {
  private let counts = Mutex<[WorkflowEvent: Int]>([:])

  func handle(_ event: WorkflowEvent, context: Context) async throws {
    print("TestHandler: got event \(event.rawValue)")
    counts.withLock { $0[event, default: 0] += 1 }
  }

  func count(_ event: WorkflowEvent) -> Int { counts.withLock { $0[event] ?? 0 } }
}

@main
struct CreateYourOwnAutoML: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "guide-create-your-own-automl",
    abstract: "Run the programming guide's end-to-end example.")

  @Option(name: .shortAndLong, help: "Total number of recommendations to produce.")
  var totalRecs = 20

  @Option(
    name: [.customShort("e"), .long],
    help: "Max number of recommendations to produce each time.")
  var maxRecsEachTime = 5

  @Option(name: [.customShort("w"), .long], help: "Max number of workers.")
  var numWorkers = 2

  @Option(help: "The shortest time a job sleeps, in seconds.")
  var shortest = 5.0

  @Option(help: "The longest time a job sleeps, in seconds.")
  var longest = 10.0

  @Option(name: .customLong("db"), help: "A database file to keep, e.g. ./automl.db.")
  var database: String?

  func validate() throws {
    guard totalRecs >= 1, maxRecsEachTime >= 1, numWorkers >= 1 else {
      throw ValidationError("The numbers must be 1 or more.")
    }
    guard 0 <= shortest, shortest <= longest else {
      throw ValidationError("The shortest time must be 0 or more, the longest not below it.")
    }
  }

  func run() async throws {
    let executor = TestExecutor(seconds: shortest...longest)
    let controller = TestController(totalRecs: totalRecs, maxRecsEachTime: maxRecsEachTime)
    let handler = TestHandler()
    let database = try await Database(database)
    let summary = try await runWorkflow(
      "create-your-own-automl", workers: numWorkers, controller: controller, executor: executor,
      handlers: [handler], in: database)
    let jobs = try await database.jobs(summary)
    try await database.close()

    let made = await controller.numRecsDone
    check("jobs", jobs.count, is: made)
    check("finished jobs", summary.finishedJobs, is: made)
    check(
      "whether the total is reached, by less than one more time",
      (totalRecs..<totalRecs + maxRecsEachTime) ~= made, is: true)
    for event in [WorkflowEvent.startAutoML, .searchSpaceAvailable, .endAutoML] {
      check(event.rawValue, handler.count(event), is: 1)
    }
    check("start_job", handler.count(.startJob), is: made)
    check("end_job", handler.count(.endJob), is: made)
    check("recommendations_available", handler.count(.recommendationsAvailable), is: made + 1)
  }
}

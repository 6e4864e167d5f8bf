import AutoMLModel
import AutoMLTracking
import Testing

extension ConnectorContract {
  static let recovery: [ConnectorContract] = [
    ConnectorContract("A dead process of the same host is found at once and mended") { fixture in
      let dead = ProcessStandIn()
      let store = try await fixture.connect(as: dead)
      let other = try await fixture.connect()
      let foreign = try await Ruin(other, name: "theirs")
      let ruin = try await Ruin(store, name: "mine")
      try await fixture.kill(dead)
      fixture.time.advance(by: .milliseconds(1))
      let report = try await other.recover()
      #expect(report.sessions == [ruin.session])
      #expect(report.lostAttempts == [ruin.attempt.attempt, ruin.second.attempt])
      #expect(report.pendingJobs == [ruin.attempt.job, ruin.second.job])
      #expect(report.freedResources == [ruin.taken, ruin.used])
      #expect(report.stoppedExperiments == [ruin.running, ruin.stopRequested])
      try await ruin.expectMended(in: other, at: fixture.time.now())
      try await foreign.expectUntouched(in: other)
    },
    ConnectorContract("Recovering twice changes nothing") { fixture in
      let dead = ProcessStandIn()
      _ = try await Ruin(try await fixture.connect(as: dead), name: "mine")
      let other = try await fixture.connect()
      try await fixture.kill(dead)
      #expect(try await other.recover().isEmpty == false)
      let before = try await StoreSnapshot(other)
      let sessions = try await other.sessions(live: false)
      fixture.time.advance(by: .seconds(100_000))
      #expect(try await other.recover().isEmpty)
      #expect(try await (try await fixture.connect()).recover().isEmpty)
      #expect(try await StoreSnapshot(other) == before)
      #expect(try await other.sessions(live: false) == sessions)
    },
    ConnectorContract("Racing recoveries mend everything once") { fixture in
      let dead = ProcessStandIn()
      let ruin = try await Ruin(try await fixture.connect(as: dead), name: "mine")
      let stores = [try await fixture.connect(), try await fixture.connect()]
      try await fixture.kill(dead)
      let reports = try await withThrowingTaskGroup(of: RecoveryReport.self) { group in
        for index in 0..<8 { group.addTask { try await stores[index % 2].recover() } }
        return try await group.reduce(into: []) { $0.append($1) }
      }
      #expect(reports.count { !$0.isEmpty } <= 1)
      #expect(reports.flatMap(\.lostAttempts).count <= 2)
      try await ruin.expectMended(in: stores[1], at: fixture.time.now())
      #expect(try await stores[0].errorMessages(of: ruin.running).count == 1)
    },
    ConnectorContract("A living process is never touched, however long it is silent") { fixture in
      let store = try await fixture.connect()
      let ruin = try await Ruin(store, name: "mine")
      let other = try await fixture.connect()
      fixture.time.advance(by: .seconds(30 * 86_400))
      #expect(try await other.recover().isEmpty)
      #expect(try await store.recover().isEmpty)
      try await ruin.expectUntouched(in: other)
    },
    ConnectorContract("A process of another host is dead only after its lease") { fixture in
      let away = ProcessStandIn(host: "away")
      let ruin = try await Ruin(try await fixture.connect(as: away), name: "mine")
      let other = try await fixture.connect()
      try await fixture.kill(away)
      fixture.time.advance(by: fixture.lease - .milliseconds(1))
      #expect(try await other.recover().isEmpty)
      try await ruin.expectUntouched(in: other)
      fixture.time.advance(by: .milliseconds(2))
      #expect(try await other.recover().sessions == [ruin.session])
      try await ruin.expectMended(in: other, at: fixture.time.now())
    },
    ConnectorContract("A process of another host lives on as long as it beats") { fixture in
      let store = try await fixture.connect(as: ProcessStandIn(host: "away"))
      let ruin = try await Ruin(store, name: "mine")
      let other = try await fixture.connect()
      for _ in 0..<5 {
        fixture.time.advance(by: fixture.lease - .seconds(1))
        try await store.heartbeat()
        #expect(try await other.recover().isEmpty)
      }
      try await ruin.expectUntouched(in: other)
    },
    ConnectorContract("A process of an earlier run of its host is dead after its lease") {
      fixture in
      let store = try await fixture.connect(as: ProcessStandIn(bootID: "boot-1", id: 77))
      let ruin = try await Ruin(store, name: "mine")
      fixture.time.advance(by: fixture.lease + .seconds(1))
      let other = try await fixture.connect(as: ProcessStandIn(bootID: "boot-2", id: 77))
      _ = try await other.recover()
      try await ruin.expectMended(in: other, at: fixture.time.now())
    },
    ConnectorContract("A process number that was given again does not keep the dead alive") {
      fixture in
      let dead = ProcessStandIn(id: 55, startTime: 10)
      let ruin = try await Ruin(try await fixture.connect(as: dead), name: "mine")
      try await fixture.kill(dead)
      let other = try await fixture.connect(as: ProcessStandIn(id: 55, startTime: 11))
      _ = try await other.recover()
      try await ruin.expectMended(in: other, at: fixture.time.now())
    },
    ConnectorContract("What was lost can be taken up by another session") { fixture in
      let dead = ProcessStandIn()
      let ruin = try await Ruin(try await fixture.connect(as: dead), name: "mine")
      let other = try await fixture.connect()
      try await fixture.kill(dead)
      _ = try await other.recover()
      try await other.startExperiment(id: ruin.running)
      let again = try await other.retryJob(ruin.attempt.job, on: .exactly([ruin.used]))
      #expect(again.number == 1)
      try await other.finishJob(JobCompletion(job: again.job, score: try Score(9)))
      #expect(try await other.bestResult(of: ruin.running)?.id == again.job)
      let statuses = try await other.attempts(of: again.job).map(\.status)
      #expect(statuses == [.lost, .succeeded])
    },
    ConnectorContract("An experiment taken over by a living session survives its first one") {
      fixture in
      let dead = ProcessStandIn()
      let store = try await fixture.connect(as: dead)
      let other = try await fixture.connect()
      let id = try await store.beginExperiment()
      try await store.endExperiment(id, as: .stopped)
      try await other.startExperiment(id: id)
      let job = try await other.beginJob(id).job
      try await fixture.kill(dead)
      let report = try await other.recover()
      #expect(report.stoppedExperiments.isEmpty)
      #expect(report.lostAttempts.isEmpty)
      #expect(try await other.experimentStatus(id) == .running)
      #expect(try await other.runningJobs(of: id) == [job])
    },
    ConnectorContract("An attempt of a dead session in a living experiment is lost alone") {
      fixture in
      let dead = ProcessStandIn()
      let store = try await fixture.connect(as: dead)
      let other = try await fixture.connect()
      let id = try await other.beginExperiment()
      let started = try await store.beginJob(id)
      try await fixture.kill(dead)
      #expect(try await other.recover().lostAttempts == [started.attempt])
      #expect(try await other.experimentStatus(id) == .running)
      #expect(try await other.retryJob(started.job, on: .exactly([])).number == 1)
    },
    ConnectorContract("A clock that is set back breaks nothing") { fixture in
      let store = try await fixture.connect()
      let away = try await fixture.connect(as: ProcessStandIn(host: "away"))
      _ = try await away.session()
      let gpus = try await store.addGPUs(1)
      let id = try await store.beginExperiment()
      let started = try await store.beginJob(id, on: gpus)
      _ = try await store.saveIntermediateResult(1, for: started.job)
      fixture.time.advance(by: .seconds(-86_400))
      try await store.heartbeat()
      _ = try await store.saveIntermediateResult(2, for: started.job)
      try await store.failAttempt(started.attempt)
      _ = try await store.retryJob(started.job, on: .exactly(gpus))
      fixture.time.advance(by: .seconds(-60))
      try await store.finishJob(JobCompletion(job: started.job, score: try Score(1)))
      try await store.logErrorMessage("back then", for: id)
      try await store.endExperiment(id, as: .finished)
      #expect(try await store.recover().isEmpty)
      #expect(try await store.tally(of: id).attemptTime >= .zero)
      let attempts = try await store.attempts(of: started.job)
      #expect(attempts.map(\.status) == [.failed, .succeeded])
      #expect(try await store.intermediateResults(job: started.job, attempts: .all).count == 2)
      try await store.startExperiment(id: id)
      fixture.time.advance(by: .seconds(-60))
      try await store.close()
      #expect(try await away.experimentStatus(id) == .stopped)
    },
  ]
}

import AutoMLModel
import AutoMLTracking
import Testing

extension ConnectorContract {
  static let sweepLists: [ConnectorContract] = [
    ConnectorContract("A list keeps its order, and equal combinations stand once") { fixture in
      let store = try await fixture.connect()
      let sweep = try await store.setCombinations(entries([3, 1, 3, 2, 1]), ofSweep: "s")
      #expect(
        sweep.counts == SweepCounts(total: 3, remaining: 3, skipped: 0, inProgress: 0, done: 0))
      #expect(sweep.created == fixture.time.now())
      #expect(try await store.levels(of: sweep) == [3, 1, 2])
      #expect(try await store.records(of: sweep).map(\.position) == [0, 1, 2])
      #expect(try await store.sweeps() == [sweep])
      #expect(try await store.sweep(named: "s") == sweep)
    },
    ConnectorContract("The order of factors makes no other combination, the types of levels do") {
      fixture in
      let store = try await fixture.connect()
      let alike = [#"{"a":1,"b":"x"}"#, #"{"b":"x","a":1}"#, #"{"a":1.0,"b":"x"}"#, #"{"a":true}"#]
        .map { SweepEntry(parameters: $0, digest: 5) }
      let sweep = try await store.setCombinations(alike, ofSweep: "s")
      #expect(
        try await store.records(of: sweep).map(\.parameters) == [
          ["a": 1, "b": "x"], ["a": 1.0, "b": "x"], ["a": true],
        ])
      let found = try await store.findCombinations(
        [alike[1], alike[3], SweepEntry(parameters: #"{"a":"true"}"#, digest: 5)], of: sweep.id)
      let ids = try await store.records(of: sweep).map(\.id)
      #expect(found == [ids[0], ids[2], nil])
    },
    ConnectorContract("Another list keeps what is known, and forgets what nobody touched") {
      fixture in
      let store = try await fixture.connect()
      let sweep = try await store.setCombinations(entries(0..<6), ofSweep: "s")
      let taken = try await store.take(4, of: sweep)
      try await store.mark(taken.prefix(2), of: sweep, as: .done)
      try await store.mark([taken[2]], of: sweep, as: .skipped(persistently: true))
      let ids = try await store.records(of: sweep).map(\.id)
      _ = try await store.setCombinations(entries([9, 5, 1, 3]), ofSweep: "s")
      #expect(try await store.levels(of: sweep) == [9, 5, 1, 3])
      #expect(try await store.counts(of: sweep) == "T4 R2 S0 I1 D1")
      _ = try await store.setCombinations(entries(0..<6), ofSweep: "s")
      #expect(try await store.counts(of: sweep) == "T6 R2 S1 I1 D2")
      let again = try await store.records(of: sweep)
      #expect(again.prefix(4).map(\.id) == Array(ids.prefix(4)))
      #expect(again[4].id != ids[4])
      #expect(again.map(\.status) == [.done, .done, .skipped, .inProgress, .remaining, .remaining])
    },
    ConnectorContract("A long list keeps its order, and a wrong entry in it leaves all as it was") {
      fixture in
      let store = try await fixture.connect()
      let levels = (0..<20_000).map { $0 &* 7_919 % 20_011 }
      let sweep = try await store.setCombinations(entries(levels), ofSweep: "s")
      #expect(try await store.levels(of: sweep) == levels)
      for place in [1_500, 19_999] {
        var wrong = entries(Array(levels.reversed()))
        wrong[place] = SweepEntry(parameters: "[]", digest: 0)
        try await refuses(.invalidRequest, on: store) { [wrong] in
          _ = try await store.setCombinations(wrong, ofSweep: "s")
        }
      }
      #expect(try await store.levels(of: sweep) == levels)
    },
    ConnectorContract("Of several that create a sweep of one name, one does") { fixture in
      let store = try await fixture.connect()
      let created = await withTaskGroup(of: SweepRecord?.self) { group in
        for first in 0..<8 {
          group.addTask {
            try? await store.createSweep(named: "s", of: entries(first..<first + 3))
          }
        }
        return await group.reduce(into: []) { $0 += [$1].compactMap(\.self) }
      }
      #expect(created.count == 1)
      #expect(try await store.sweeps() == created)
      try await refuses(.sweepExists("s"), on: store) {
        _ = try await store.createSweep(named: "s", of: entries(0..<9))
      }
      try await refuses(.invalidRequest, on: store) {
        _ = try await store.createSweep(named: "", of: entries(0..<9))
      }
    },
    ConnectorContract("The same list again changes nothing, an empty one takes all off") {
      fixture in
      let store = try await fixture.connect()
      let sweep = try await store.setCombinations(entries(0..<3), ofSweep: "s")
      _ = try await store.take(1, of: sweep)
      let before = try await store.records(of: sweep)
      _ = try await store.setCombinations(entries(0..<3), ofSweep: "s")
      #expect(try await store.records(of: sweep) == before)
      #expect(try await store.setCombinations([], ofSweep: "s").counts.total == 0)
      #expect(try await store.setCombinations([], ofSweep: "t").counts.total == 0)
      #expect(try await store.take(1, of: sweep).isEmpty)
    },
    ConnectorContract("What is no combination, no sweep or no name is refused") { fixture in
      let store = try await fixture.connect()
      let sweep = try await store.setCombinations(entries(0..<2), ofSweep: "s")
      let other = try await store.setCombinations(entries(0..<2), ofSweep: "t")
      for text in ["", "{", "[1]", "7"] {
        try await refuses(.invalidRequest, on: store) {
          _ = try await store.setCombinations(
            entries(5..<9) + [SweepEntry(parameters: text, digest: 1)], ofSweep: "s")
        }
      }
      try await refuses(.invalidRequest, on: store) {
        _ = try await store.setCombinations(entries(0..<1), ofSweep: "")
      }
      try await refuses(.unknownSweep("u"), on: store) { _ = try await store.sweep(named: "u") }
      let foreign = try await store.records(of: other)[0].id
      let unknown: [(SweepID, CombinationID, TrackingError.Code)] = [
        (SweepID(rawValue: nobody), foreign, .unknownSweep("\(nobody)")),
        (sweep.id, foreign, .unknownCombination(foreign)),
        (sweep.id, CombinationID(rawValue: nobody), .unknownCombination(.init(rawValue: nobody))),
      ]
      for (sweep, id, code) in unknown {
        for marking in [CombinationMarking.done, .skipped(persistently: false), .remaining] {
          try await refuses(code, on: store) {
            _ = try await store.markCombinations([CombinationMark(id)], of: sweep, as: marking)
          }
        }
        try await refuses(code, on: store) {
          _ = try await store.takeCombinations([id], of: sweep, limit: 1, lease: .init())
        }
        try await refuses(code, on: store) {
          _ = try await store.renewCombinations([.init(id)], of: sweep, for: .seconds(1))
        }
      }
    },
    ConnectorContract("A sweep is forgotten with all that was done, unless somebody works on it") {
      fixture in
      let store = try await fixture.connect()
      let sweep = try await store.setCombinations(entries(0..<3), ofSweep: "s")
      let taken = try await store.take(2, of: sweep)
      try await refuses(.invalidRequest, on: store) { try await store.deleteSweep(sweep.id) }
      try await store.mark(taken, of: sweep, as: .done)
      // A lease that is over holds nothing.
      #expect(try await store.take(1, of: sweep, .init(duration: .seconds(1))).count == 1)
      try await refuses(.invalidRequest, on: store) { try await store.deleteSweep(sweep.id) }
      fixture.time.advance(by: .seconds(1))
      try await store.deleteSweep(sweep.id)
      #expect(try await store.sweeps().isEmpty)
      await expectThrow(.unknownSweep(sweep.id.description)) {
        try await store.deleteSweep(sweep.id)
      }
      let again = try await store.setCombinations(entries(0..<3), ofSweep: "s")
      #expect(again.id != sweep.id)
      #expect(again.counts.remaining == 3)
    },
  ]

  static let sweepStates: [ConnectorContract] = [
    ConnectorContract("Combinations are handed out once, in the order of the list") { fixture in
      let store = try await fixture.connect()
      let other = try await fixture.connect()
      let sweep = try await store.setCombinations(entries([4, 2, 7, 1, 9]), ofSweep: "s")
      #expect(try await store.take(2, of: sweep).map(\.level) == [4, 2])
      #expect(try await other.take(1, of: sweep).map(\.level) == [7])
      #expect(try await other.take(0, of: sweep).isEmpty)
      #expect(try await other.take(-1, of: sweep).isEmpty)
      #expect(try await store.take(10, of: sweep).map(\.level) == [1, 9])
      #expect(try await store.take(1, of: sweep).isEmpty)
      #expect(try await store.counts(of: sweep) == "T5 R0 S0 I5 D0")
      let records = try await other.records(of: sweep, in: .inProgress)
      let sessions = [try await store.session().id, try await other.session().id]
      #expect(records.map(\.session) == [0, 0, 1, 0, 0].map { sessions[$0] })
      #expect(records.allSatisfy { $0.timesTaken == 1 && $0.heldSince == fixture.time.now() })
    },
    ConnectorContract("Some combinations are handed out in the order that is asked for") {
      fixture in
      let store = try await fixture.connect()
      let sweep = try await store.setCombinations(entries(0..<6), ofSweep: "s")
      let ids = try await store.records(of: sweep).map(\.id)
      let first = try await store.takeCombinations(
        [ids[4], ids[1], ids[4], ids[5]], of: sweep.id, limit: 2, lease: .init())
      #expect(first.map(\.level) == [4, 1])
      let second = try await store.takeCombinations(
        [ids[1], ids[3], ids[4]], of: sweep.id, limit: 3, lease: .init())
      #expect(second.map(\.level) == [3])
      #expect(try await store.take(6, of: sweep).map(\.level) == [0, 2, 5])
    },
    ConnectorContract("States are exclusive, and what is done stays done") { fixture in
      let store = try await fixture.connect()
      let sweep = try await store.setCombinations(entries(0..<4), ofSweep: "s")
      let ids = try await store.records(of: sweep).map(\.id)
      func mark(_ marking: CombinationMarking) async throws -> Int {
        try await store.markCombinations([CombinationMark(ids[0])], of: sweep.id, as: marking)
      }
      let steps: [(CombinationMarking, String)] = [
        (.remaining, "T4 R4 S0 I0 D0"), (.skipped(persistently: true), "T4 R3 S1 I0 D0"),
        (.skipped(persistently: false), "T4 R3 S1 I0 D0"), (.remaining, "T4 R4 S0 I0 D0"),
        (.skipped(persistently: false), "T4 R3 S1 I0 D0"), (.done, "T4 R3 S0 I0 D1"),
        (.done, "T4 R3 S0 I0 D1"), (.skipped(persistently: true), "T4 R3 S0 I0 D1"),
        (.remaining, "T4 R3 S0 I0 D1"),
      ]
      for (place, (marking, counts)) in steps.enumerated() {
        let before = try await store.counts(of: sweep)
        #expect(try await mark(marking) == (before == counts ? 0 : 1), "step \(place)")
        #expect(try await store.counts(of: sweep) == counts, "step \(place)")
      }
      let taken = try await store.take(1, of: sweep)
      #expect(taken.map(\.level) == [1])
      try await store.mark(taken, of: sweep, as: .remaining)
      #expect(try await store.take(1, of: sweep).map(\.level) == [1])
      #expect(try await store.records(of: sweep)[1].timesTaken == 2)
    },
    ConnectorContract("Marks of several combinations take effect together or not at all") {
      fixture in
      let store = try await fixture.connect()
      let sweep = try await store.setCombinations(entries(0..<4), ofSweep: "s")
      let taken = try await store.take(3, of: sweep)
      await expectThrow(.unknownCombination(.init(rawValue: nobody))) {
        _ = try await store.markCombinations(
          taken.map { .init($0.id) } + [.init(.init(rawValue: nobody))], of: sweep.id, as: .done)
      }
      #expect(try await store.counts(of: sweep) == "T4 R1 S0 I3 D0")
      #expect(try await store.mark(taken + taken, of: sweep, as: .done) == 3)
      #expect(try await store.counts(of: sweep) == "T4 R1 S0 I0 D3")
    },
    ConnectorContract("What is skipped for one run waits again in the next") { fixture in
      let gone = ProcessStandIn()
      let store = try await fixture.connect()
      let dead = try await fixture.connect(as: gone)
      let other = try await fixture.connect()
      let sweep = try await store.setCombinations(entries(0..<6), ofSweep: "s")
      try await dead.mark(
        try await dead.take(1, of: sweep), of: sweep, as: .skipped(persistently: false))
      try await store.mark(
        try await store.take(2, of: sweep), of: sweep, as: .skipped(persistently: false))
      try await store.mark(
        try await store.take(1, of: sweep), of: sweep, as: .skipped(persistently: true))
      #expect(try await other.beginRun(ofSweep: sweep.id) == 0)
      try await fixture.kill(gone)
      _ = try await other.recover()
      #expect(try await store.levels(of: sweep, in: .skipped) == [0, 1, 2, 3])
      #expect(try await other.beginRun(ofSweep: sweep.id) == 1)
      #expect(try await other.levels(of: sweep, in: .skipped) == [1, 2, 3])
      #expect(try await store.beginRun(ofSweep: sweep.id) == 2)
      #expect(try await other.levels(of: sweep, in: .skipped) == [3])
      #expect(try await other.take(9, of: sweep).map(\.level) == [0, 1, 2, 4, 5])
    },
    ConnectorContract("A reset has what was skipped wait again, and the rest if it is asked for") {
      fixture in
      let store = try await fixture.connect()
      let sweep = try await store.setCombinations(entries(0..<7), ofSweep: "s")
      try await store.mark(try await store.take(2, of: sweep), of: sweep, as: .done)
      try await store.mark(
        try await store.take(1, of: sweep), of: sweep, as: .skipped(persistently: false))
      try await store.mark(
        try await store.take(1, of: sweep), of: sweep, as: .skipped(persistently: true))
      let held = try await store.take(2, of: sweep)
      #expect(try await store.resetSweep(sweep.id, inProgress: false, done: false) == 2)
      #expect(try await store.counts(of: sweep) == "T7 R3 S0 I2 D2")
      #expect(try await store.resetSweep(sweep.id, inProgress: true, done: false) == 2)
      #expect(try await store.counts(of: sweep) == "T7 R5 S0 I0 D2")
      #expect(try await store.resetSweep(sweep.id, inProgress: false, done: true) == 2)
      #expect(try await store.resetSweep(sweep.id, inProgress: true, done: true) == 0)
      // Who had one in progress has lost it, and what is done of it still counts.
      #expect(try await store.take(9, of: sweep).map(\.level) == Array(0..<7))
      #expect(try await store.mark(held, of: sweep, as: .remaining) == 0)
      #expect(try await store.mark(held, of: sweep, as: .done) == 2)
    },
    ConnectorContract("What is done though it is on no list is done when it comes on one") {
      fixture in
      let store = try await fixture.connect()
      let sweep = try await store.setCombinations(entries(0..<2), ofSweep: "s")
      try await store.rememberAsDone(entries([7, 1, 7]), of: sweep.id)
      #expect(try await store.counts(of: sweep) == "T2 R1 S0 I0 D1")
      _ = try await store.setCombinations(entries(0..<8), ofSweep: "s")
      #expect(try await store.levels(of: sweep, in: .done) == [1, 7])
    },
    ConnectorContract("Reading stops when it is told to") { fixture in
      let store = try await fixture.connect()
      let sweep = try await store.setCombinations(entries(0..<10), ofSweep: "s")
      await #expect(throws: CancellationError.self) {
        try await store.readCombinations(of: sweep.id, in: .remaining) { record in
          if record.position == 3 { throw CancellationError() }
          return true
        }
      }
      try await store.readCombinations(of: sweep.id, in: nil) { record in
        #expect(record.position <= 2)
        return record.position < 2
      }
    },
  ]
}

@testable import AutoMLTrackingSQLite
import Testing

@Suite("The pace of commits")
struct CommitPaceTests {
  /// Takes in commits of so many microseconds each.
  func pace(_ times: [Int]) -> CommitPace {
    times.reduce(into: CommitPace()) { $0.note(.microseconds($1)) }
  }

  @Test(
    "A caller's thread waits for commits that have been quick only",
    arguments: [
      ([], false), ([250], true), ([251], false), ([50, 60, 40], true),
      ([5_000, 5_000], false), ([5_000, 50, 50], false),
      // One that takes a moment longer changes nothing, one that hangs does.
      ([50, 50, 1_000], true), ([50, 50, 100_000], false),
    ])
  func quickness(times: [Int], isQuick: Bool) {
    #expect(pace(times).isQuick == isQuick)
  }

  @Test(
    "After a commit that hung, quick ones win the trust back, and the sooner the shorter it was")
  func recovery() {
    func commits(after time: Int) -> Int {
      var pace = pace([50, time])
      var count = 0
      while !pace.isQuick {
        pace.note(.microseconds(50))
        count += 1
      }
      return count
    }
    #expect(commits(after: 1_000) == 0)
    #expect((5...20).contains(commits(after: 10_000)))
    #expect((25...60).contains(commits(after: 1_000_000)))
  }
}

import AutoMLExperimentRun
import AutoMLModel
import Foundation
import Testing

@Suite("Names of runs")
struct RunNameTests {
  @Test(
    "hold the local date and time and its distance from UTC",
    arguments: [
      (0, "E_20260301_130509_+0000"), (3600, "E_20260301_140509_+0100"),
      (-12_600, "E_20260301_093509_-0330"), (45_900, "E_20260302_015009_+1245"),
      (-50_400, "E_20260228_230509_-1400"),
    ])
  func zones(offset: Int, name: String) throws {
    let zone = try #require(TimeZone(secondsFromGMT: offset))
    let moment = Timestamp(microseconds: 1_772_370_309_999_999)
    #expect(RunName.make("E", at: moment, in: zone) == name)
  }

  @Test("follow summer time")
  func summer() throws {
    let zone = try #require(TimeZone(identifier: "Europe/Berlin"))
    let moment = Timestamp(microseconds: 1_782_907_200_000_000)
    #expect(RunName.make("E", at: moment, in: zone) == "E_20260701_140000_+0200")
  }
}

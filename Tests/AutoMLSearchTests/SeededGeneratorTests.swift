import Foundation
import Testing

@testable import AutoMLSearch

@Suite("The seeded generator")
struct SeededGeneratorTests {
  @Test("is xoshiro256** filled by SplitMix64")
  func referenceVectors() {
    var filler = SplitMix64(state: 1_234_567)
    #expect(
      (0..<3).map { _ in filler.next() } == [
        6_457_827_717_110_365_317, 3_203_168_211_198_807_973, 9_817_491_932_198_370_423,
      ])
    var generator = SeededGenerator(seed: 0)
    #expect(
      (0..<4).map { _ in generator.next() } == [
        11_091_344_671_253_066_420, 13_793_997_310_169_335_082, 1_900_383_378_846_508_768,
        7_684_712_102_626_143_532,
      ])
    generator = SeededGenerator(seed: 42)
    #expect(generator.next() == 1_546_998_764_402_558_742)
  }

  @Test("gives different streams different numbers")
  func streams() {
    let firsts = (0..<1000).map { (stream: UInt64) in
      var generator = SeededGenerator(seed: 1, stream: stream)
      return generator.next()
    }
    #expect(Set(firsts).count == 1000)
  }

  @Test("keeps to its bounds", arguments: [0, 1, 2, 5, 6, 7, 255, .max - 1, .max] as [UInt64])
  func bounds(_ bound: UInt64) {
    var generator = SeededGenerator(seed: 3)
    var seen: Set<UInt64> = []
    for _ in 0..<5000 {
      let number = generator.bounded(through: bound)
      #expect(number <= bound)
      seen.insert(number)
    }
    #expect(seen.count == (bound < 256 ? Int(bound) + 1 : 5000))
  }

  @Test("fills the unit interval evenly")
  func unitInterval() {
    var generator = SeededGenerator(seed: 11)
    var buckets = Array(repeating: 0, count: 10)
    for _ in 0..<20_000 {
      let number = generator.unitInterval()
      #expect((0...1).contains(number))
      buckets[min(Int(number * 10), 9)] += 1
    }
    #expect(buckets.allSatisfy { (1800...2200).contains($0) })
  }
}

@Suite("The portable logarithm")
struct PortableLogarithmTests {
  @Test(
    "agrees with the C library",
    arguments: [
      1e-300, .leastNonzeroMagnitude, 1e-10, 1e-4, 0.1, 0.5, 0.99999, 1, 1.00001, 2, .pi, 10, 1e6,
      1e300,
    ])
  func agreement(_ number: Double) {
    let expected = Foundation.log(number)
    let logarithm = PortableLogarithm.log(number)
    #expect(abs(logarithm - expected) <= 4 * max(abs(expected), 1e-300).ulp)
    let inverse = PortableLogarithm.exp(logarithm)
    #expect(abs(inverse - number) <= number * 2e-13 + .leastNonzeroMagnitude)
  }

  @Test("gives these very bits everywhere")
  func bits() {
    #expect(PortableLogarithm.log(10).bitPattern == 0x4002_6BB1_BBB5_5516)
    #expect(PortableLogarithm.exp(1).bitPattern == 0x4005_BF0A_8B14_576A)
    #expect(PortableLogarithm.log(1) == 0)
    #expect(PortableLogarithm.exp(0) == 1)
  }
}

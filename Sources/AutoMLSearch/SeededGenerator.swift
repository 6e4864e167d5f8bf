/// A random generator that gives the same numbers for the same seed on every platform.
///
/// The algorithm is xoshiro256** 1.0 by Blackman and Vigna, its state filled by SplitMix64 as its
/// authors advise (<https://prng.di.unimi.it>). It is not for secrets.
///
/// Use ``unitInterval()`` and ``bounded(through:)`` where a sequence must never change: what the
/// standard library makes of a generator may differ between its versions.
public struct SeededGenerator: RandomNumberGenerator, Hashable, Sendable {
  private var state: (UInt64, UInt64, UInt64, UInt64)

  /// Makes a generator.
  public init(seed: UInt64) {
    var filler = SplitMix64(state: seed)
    state = (filler.next(), filler.next(), filler.next(), filler.next())
  }

  /// Makes one of many independent generators of a seed.
  ///
  /// - Parameter stream: Tells the generators apart; there is no order in which to make them.
  public init(seed: UInt64, stream: UInt64) {
    var seeds = SplitMix64(state: seed)
    var streams = SplitMix64(state: stream ^ 0x6A09_E667_F3BC_C909)
    self.init(seed: seeds.next() ^ streams.next())
  }

  /// The next 64 random bits.
  public mutating func next() -> UInt64 {
    let result = rotated(state.1 &* 5, by: 7) &* 9
    let shifted = state.1 << 17
    state.2 ^= state.0
    state.3 ^= state.1
    state.1 ^= state.2
    state.0 ^= state.3
    state.2 ^= shifted
    state.3 = rotated(state.3, by: 45)
    return result
  }

  /// A number from 0 to 1, both included, of 2⁵³ equally likely ones.
  public mutating func unitInterval() -> Double {
    Double(next() >> 11) / Double((1 << 53) - 1)
  }

  /// A whole number from 0 to a bound, both included, all equally likely.
  public mutating func bounded(through bound: UInt64) -> UInt64 {
    guard bound < .max else { return next() }
    let mask = UInt64.max >> UInt64((bound | 1).leadingZeroBitCount)
    while true {
      let candidate = next() & mask
      if candidate <= bound { return candidate }
    }
  }

  private func rotated(_ bits: UInt64, by count: UInt64) -> UInt64 {
    bits << count | bits >> (64 - count)
  }

  /// Tells whether two generators will give the same numbers.
  public static func == (left: Self, right: Self) -> Bool { left.state == right.state }

  /// Hashes what ``==(_:_:)`` compares.
  public func hash(into hasher: inout Hasher) {
    hasher.combine(state.0)
    hasher.combine(state.1)
    hasher.combine(state.2)
    hasher.combine(state.3)
  }
}

/// The generator that turns any seed into well-mixed bits.
struct SplitMix64 {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ mixed >> 30) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
    return mixed ^ mixed >> 31
  }
}

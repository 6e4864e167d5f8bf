/// When, and how often, a callback answers to its event.
///
/// For each emission, in this order: only every so many emissions are looked at, whether anything
/// was called for them or not; then ``when`` is asked; then ``maxCalls`` counts the calls; and a
/// call is repeated ``repeatCount`` times with the same payload.
public struct CallbackControls: Sendable {
  /// How many times a call is made; a group of repetitions counts as one call.
  public let repeatCount: Int
  /// After how many calls the callback is ignored.
  ///
  /// 0 or less means never called, nil means no limit. A call that throws counts.
  public let maxCalls: Int?
  /// Whether to call, asked at each emission that ``every`` lets through.
  public let when: (@Sendable () -> Bool)?
  /// The callback is for every so many emissions: of 9 emissions, 3 lets through 3, 6 and 9.
  public let every: Int
  /// Whether the callback is left out of descriptions; it is called all the same.
  public let isHidden: Bool

  /// Every emission, once each, for ever.
  public static let plain = CallbackControls(isHiddenOnly: false)
  /// Every emission, once each, for ever, and left out of descriptions.
  public static let hidden = CallbackControls(isHiddenOnly: true)

  private init(isHiddenOnly: Bool) {
    repeatCount = 1
    maxCalls = nil
    when = nil
    every = 1
    isHidden = isHiddenOnly
  }

  /// Describes when a callback answers.
  ///
  /// - Throws: ``SchedulerError/invalidControl(_:_:)`` when `repeatCount` or `every` is below 1.
  public init(
    repeatCount: Int = 1, maxCalls: Int? = nil, when: (@Sendable () -> Bool)? = nil,
    every: Int = 1, isHidden: Bool = false
  ) throws(SchedulerError) {
    guard repeatCount >= 1 else { throw .invalidControl("repeat", repeatCount) }
    guard every >= 1 else { throw .invalidControl("every", every) }
    self.repeatCount = repeatCount
    self.maxCalls = maxCalls
    self.when = when
    self.every = every
    self.isHidden = isHidden
  }
}

/// The two counters of one callback, and what follows from them.
struct CallbackCounter {
  /// The emissions seen.
  private(set) var emissions = 0
  /// The calls begun.
  private(set) var calls = 0

  /// Counts an emission.
  ///
  /// - Returns: Whether ``CallbackControls/every`` lets it through.
  mutating func emitted(_ controls: CallbackControls) -> Bool {
    emissions += 1
    return emissions.isMultiple(of: controls.every)
  }

  /// Counts a call that is about to begin.
  ///
  /// - Returns: How many times to call; 0 when there were enough calls already.
  mutating func called(_ controls: CallbackControls) -> Int {
    if let maxCalls = controls.maxCalls, calls >= maxCalls { return 0 }
    calls += 1
    return controls.repeatCount
  }
}

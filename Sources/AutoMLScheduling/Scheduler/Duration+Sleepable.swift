extension Duration {
  /// The time, but no more than a century: clocks trap when it cannot be added to now, and people
  /// write the longest time there is when they mean none.
  var sleepable: Duration { min(self, .seconds(3_155_760_000)) }
}

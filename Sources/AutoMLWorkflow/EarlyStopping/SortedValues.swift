/// Numbers in rising order, equal ones as often as they were put in.
///
/// Finding a place takes O(log n) comparisons; putting in and taking out move what is behind it,
/// which for 10,000 numbers are 80 kB at most.
struct SortedValues: Sendable {
  private var values: [Double] = []

  var count: Int { values.count }
  var lowest: Double? { values.first }
  var highest: Double? { values.last }

  /// The middle one, or the mean of the middle two; nil when there are none.
  var median: Double? {
    guard !values.isEmpty else { return nil }
    let upper = values[values.count / 2]
    guard values.count.isMultiple(of: 2) else { return upper }
    let lower = values[values.count / 2 - 1]
    // Halved first, the sum of two large numbers stays finite.
    return lower == upper ? upper : lower / 2 + upper / 2
  }

  /// How many are below a number.
  func count(below value: Double) -> Int { firstIndex { $0 >= value } }

  /// How many are above a number.
  func count(above value: Double) -> Int { values.count - firstIndex { $0 > value } }

  mutating func insert(_ value: Double) { values.insert(value, at: firstIndex { $0 > value }) }

  /// Takes one number out that equals this one, if there is any.
  mutating func remove(_ value: Double) {
    let index = firstIndex { $0 >= value }
    if index < values.count, values[index] == value { values.remove(at: index) }
  }

  /// The first place from which on a condition holds, which must hold for all behind it.
  private func firstIndex(where holds: (Double) -> Bool) -> Int {
    var (low, high) = (0, values.count)
    while low < high {
      let middle = (low + high) / 2
      if holds(values[middle]) { high = middle } else { low = middle + 1 }
    }
    return low
  }
}

/// The mean of numbers that come one by one.
///
/// What rounding loses is summed beside the sum (Neumaier's way), so that the same numbers have the
/// same mean in any order: jobs that do equally well are to be told apart by no rounding error.
struct RunningMean: Hashable, Sendable {
  private(set) var count = 0
  private var sum = 0.0
  private var lost = 0.0

  /// The mean; 0 without numbers, and infinite when the sum is beyond all numbers.
  var value: Double {
    guard count > 0 else { return 0 }
    return (sum.isFinite ? sum + lost : sum) / Double(count)
  }

  mutating func add(_ number: Double) {
    count += 1
    let total = sum + number
    lost += abs(sum) >= abs(number) ? (sum - total) + number : (number - total) + sum
    sum = total
  }
}

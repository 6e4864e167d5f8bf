import Foundation
import Testing

extension Trait where Self == ConditionTrait {
  /// A suite that measures time, which runs only where `AUTOML_TIMING_TESTS` is set.
  ///
  /// `make test` runs these alone: beside all other tests a machine may be late by itself.
  static var measured: Self {
    .enabled(if: ProcessInfo.processInfo.environment["AUTOML_TIMING_TESTS"] != nil)
  }
}

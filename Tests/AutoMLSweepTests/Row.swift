import AutoMLModel
import AutoMLSweep
import Testing

/// A row of the table of observed behaviour, by its id there.
struct Row<Input: Sendable, Expected: Sendable>: Sendable, CustomTestStringConvertible {
  let id: String
  let input: Input
  let expected: Expected

  init(_ id: String, _ input: Input, _ expected: Expected) {
    self.id = id
    self.input = input
    self.expected = expected
  }

  var testDescription: String { id }
}

/// A combination of literal pairs.
func combination(_ parameters: ParameterSet) throws -> Combination {
  try #require(Combination(parameters))
}

/// The parameters of each combination, in order.
func sets(_ combinations: some Sequence<Combination>) -> [ParameterSet] {
  combinations.map(\.parameters)
}

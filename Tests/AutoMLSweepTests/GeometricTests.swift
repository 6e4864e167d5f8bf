import AutoMLSweep
import Testing

@Suite("A geometric progression")
struct GeometricTests {
  struct Ends: Sendable {
    let start, end: Double
    let count: Int

    init(_ start: Double, _ end: Double, _ count: Int) {
      (self.start, self.end, self.count) = (start, end, count)
    }
  }

  @Test(
    "has these real numbers",
    arguments: [
      Row("G1", Ends(1, 10, 0), []),
      Row("G1", Ends(1, 10, 1), [1]),
      Row("G1", Ends(1, 10, 2), [1, 10]),
      Row("G2", Ends(1, 10, 3), [1, 3.1622776601683795, 10]),
      Row("G3", Ends(1, 1024, 11), [1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024]),
      Row("G6", Ends(5, 5, 3), [5, 5, 5]),
      Row("G9", Ends(0, 10, 1), [0]),
      Row("negative", Ends(-1, -16, 3), [-1, -4, -16]),
      Row("descending", Ends(16, 1, 3), [16, 4, 1]),
      Row("two ends", Ends(-1, 10, 2), [-1, 10]),
    ])
  func exact(_ row: Row<Ends, [Double]>) throws {
    #expect(try geom(row.input.start, row.input.end, row.input.count) == row.expected)
  }

  @Test(
    "has about these real numbers",
    arguments: [
      Row("G4", Ends(1, 1000, 4), [1, 10, 100, 1000]),
      Row("far apart", Ends(1e-300, 1e300, 3), [1e-300, 1, 1e300]),
    ])
  func close(_ row: Row<Ends, [Double]>) throws {
    let values = try geom(row.input.start, row.input.end, row.input.count)
    #expect(values.count == row.expected.count)
    for (value, wanted) in zip(values, row.expected) {
      #expect(abs(value - wanted) <= 1e-12 * wanted)
    }
    #expect(values.first == row.expected.first)
    #expect(values.last == row.expected.last)
  }

  @Test(
    "is refused",
    arguments: [
      Row("G8", Ends(0, 10, 3), .startIsZero),
      Row("G8", Ends(-1, 10, 3), .oppositeSigns(-1, 10)),
      Row("G10", Ends(10, 0, 3), .endIsZero),
      Row("G11", Ends(1, 10, -1), .badCount(-1)),
      Row("too many", Ends(1, 10, 1_000_001), .badCount(1_000_001)),
      Row("infinite", Ends(1, .infinity, 3), .notFinite(.infinity)),
    ] as [Row<Ends, GeometricError>])
  func refused(_ row: Row<Ends, GeometricError>) {
    let ends = row.input
    #expect(throws: row.expected) { try geom(ends.start, ends.end, ends.count) }
    #expect(throws: row.expected) { try igeom(ends.start, ends.end, ends.count) }
    #expect(!row.expected.description.isEmpty)
  }

  @Test(
    "has these whole numbers",
    arguments: [
      Row("I1", Ends(1, 10, 0), []),
      Row("I1", Ends(1, 10, 1), [1]),
      Row("I1", Ends(1, 10, 2), [1, 10]),
      Row("I2", Ends(1, 10, 3), [1, 3, 10]),
      Row("I3", Ends(1, 10, 10), [1, 2, 3, 4, 5, 6, 8, 10]),
      Row("I5", Ends(1, 1000, 4), [1, 10, 100, 1000]),
      Row("I6", Ends(1, 100, 7), [1, 2, 5, 10, 22, 46, 100]),
      Row("I8", Ends(1, 1, 5), [1]),
      Row("I9", Ends(10, 1, 3), [1, 3, 10]),
      Row("I10", Ends(1.7, 10.9, 3), [1, 2, 4, 10, 11]),
      Row("one, cut", Ends(1.7, 10.9, 1), [1]),
    ])
  func whole(_ row: Row<Ends, [Int]>) throws {
    #expect(try igeom(row.input.start, row.input.end, row.input.count) == row.expected)
  }

  @Test("of whole numbers is refused where no Int holds them")
  func tooLarge() {
    #expect(throws: GeometricError.tooLarge(1e300)) { try igeom(1, 1e300, 2) }
  }
}

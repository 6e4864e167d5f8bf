import AutoMLModel
import AutoMLTracking
import AutoMLTrackingSQLite
import Testing

@Suite("A question in SQL")
struct QuestionTests {
  let store: SQLiteConnector
  private let fixture: StoreFixture

  init() async throws {
    fixture = try StoreFixture()
    store = try await fixture.open()
  }

  @Test("gives each column a name of its own")
  func columns() async throws {
    let answer = try await store.query(sql: #"SELECT 1 a, 2 a, 3 "a:2", 4 b, 5 a"#)
    #expect(answer.columns == ["a", "a:3", "a:2", "b", "a:4"])
    let plain = try await store.query(sql: "SELECT 1 a, 2 a, 3 a")
    #expect(plain.columns == ["a", "a:2", "a:3"])
  }

  @Test("shows texts whole, NUL included")
  func nul() async throws {
    let answer = try await store.query(sql: "SELECT 'a' || char(0) || 'b', '', 'ü', NULL")
    #expect(answer.rows == [["a\0b", "", "ü", nil]])
  }

  @Test(
    "that cannot be answered is the asker's mistake",
    arguments: [
      ("SELECT zeroblob(2e9)", "string or blob too big."),
      ("SELECT 1; SELECT 2", "Only one statement is allowed."),
      ("SELECT 1; nonsense", "Only one statement is allowed."),
      (" ; -- nothing", "There is no statement."),
      ("SELEC 1", "syntax error."),
      ("SELECT ?", "statement arguments: 0."),
      ("DELETE FROM job", "Only statements that read are allowed here."),
    ])
  func refused(sql: String, end: String) async throws {
    let error = await #expect(throws: TrackingError.self) { try await store.query(sql: sql) }
    #expect(error?.code == .invalidRequest)
    #expect(error?.message.hasSuffix(end) == true, "\(error?.message ?? "")")
  }

  @Test("may end in a semicolon and a comment")
  func end() async throws {
    #expect(try await store.query(sql: "SELECT 1; -- one\n").rows == [[1]])
  }
}

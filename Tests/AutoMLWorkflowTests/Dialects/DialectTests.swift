import AutoMLModel
import AutoMLScheduling
import Testing

@testable import AutoMLWorkflow

@Suite("Native dialect")
struct NativeDialectTests {
  @Test(
    "A line that does not begin with the marker is the job's log",
    arguments: ["", "loss 0.3", "x automl: {\"score\": 1}", "auto ml: 3", "#Auptimizer:0.5"])
  func log(line: String) throws {
    #expect(try NativeDialect().report(on: line[...]) == nil)
  }

  @Test("A score, progress and labels are read")
  func reports() throws {
    let dialect = NativeDialect()
    #expect(
      try dialect.report(on: #"automl: {"score": 0.93, "loss": 2}"#)
        == ScriptReport(final: try Score(0.93, labelled: [LabelledValue("loss", 2)])))
    #expect(
      try dialect.report(on: #"  automl:{"intermediate": 1e-3}"#)
        == ScriptReport(intermediate: try Score(0.001)))
  }

  @Test(
    "A malformed report is refused with the line quoted",
    arguments: [
      #"automl: 0.93"#, #"automl: {"score": "0.9"}"#, #"automl: {"score": NaN}"#,
      #"automl: {"score": Infinity}"#, #"automl: {"score": 1e999}"#, #"automl: {"score": null}"#,
      #"automl: {"loss": 1}"#, #"automl: {}"#, #"automl: {"score": 1"#, #"automl:"#,
      #"automl: {"score": 1, "score": 2}"#, #"automl: {"score": true}"#,
    ])
  func malformed(line: String) throws {
    let error = #expect(throws: ReportError.self) {
      _ = try NativeDialect().report(on: line[...])
    }
    #expect(error?.description.contains(line) == true)
  }

  @Test("Declared labels are the only ones")
  func labels() throws {
    let dialect = NativeDialect(labels: ["loss"])
    #expect(try dialect.report(on: #"automl: {"score": 1, "loss": 2}"#) != nil)
    #expect(throws: ReportError.self) {
      _ = try dialect.report(on: #"automl: {"score": 1, "los": 2}"#)
    }
  }
}

@Suite("Auptimizer dialect")
struct AuptimizerDialectTests {
  @Test("Every line is progress and a final score")
  func report() throws {
    let score = try Score(0.93, labelled: [LabelledValue("loss", 0.2)])
    #expect(
      try AuptimizerDialect(labels: ["loss"]).report(on: "#Auptimizer: 0.93, 0.2")
        == ScriptReport(intermediate: score, final: score))
  }

  @Test(
    "What is not a list of finite numbers of the right length is refused",
    arguments: [
      "#Auptimizer:", "#Auptimizer:x", "#Auptimizer:nan,1", "#Auptimizer:inf,1",
      "#Auptimizer:1", "#Auptimizer:1,2,3", "#Auptimizer:1,",
    ])
  func malformed(line: String) throws {
    let error = #expect(throws: ReportError.self) {
      _ = try AuptimizerDialect(labels: ["loss"]).report(on: line[...])
    }
    #expect(error?.description.contains(line) == true)
  }

  @Test("The marker counts at the beginning of a line only")
  func place() throws {
    #expect(try AuptimizerDialect().report(on: " #Auptimizer:1") == nil)
  }

  @Test("The parameters' file is the last argument")
  func commandLine() {
    #expect(
      AuptimizerDialect().commandLine(["./train.py", "-x"], parametersFile: "/p/1.json")
        == ["./train.py", "-x", "/p/1.json"])
  }
}

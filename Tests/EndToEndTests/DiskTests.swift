import Foundation
import Testing

@Suite("Disks that cannot be written")
struct DiskTests {
  /// Whether a small file system can be mounted for one process and its children.
  static let canMount: Bool = {
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = [
      "unshare", "--map-root-user", "--mount", "mount", "-t", "tmpfs", "none", "/mnt",
    ]
    process.standardError = FileHandle.nullDevice
    guard (try? process.run()) != nil else { return false }
    process.waitUntilExit()
    return process.terminationStatus == 0
  }()

  @Test(
    "A disk that fills up during a run ends it with exit code 3 and damages nothing",
    .enabled(if: canMount, "needs the right to mount a file system in a namespace"))
  func duringRun() async throws {
    let sandbox = try Sandbox()
    try sandbox.use("many_results.py")
    try sandbox.write(
      """
      name: large
      goal: maximize
      command: ./many_results.py
      parameters: {x: {type: int, low: 1, high: 4}}
      algorithm: {name: grid}
      parallel: 2
      """, to: "experiment.yaml")
    try FileManager.default.createDirectory(
      atPath: sandbox.path("small"), withIntermediateDirectories: false)
    let products = Sandbox.products.path
    try sandbox.write(
      """
      mount -t tmpfs -o size=1m none small
      \(products)/automl run experiment.yaml --db small/a.db --quiet
      echo "run $?"
      \(products)/automl-db check --db small/a.db
      echo "check $?"
      \(products)/automl-db query "SELECT count(*) AS n FROM intermediate_result" \
        --db small/a.db --format csv
      """, to: "fill.sh")
    let process = try sandbox.start(
      executable: "/usr/bin/env",
      ["unshare", "--map-root-user", "--mount", "sh", "fill.sh"])
    let output = try await process.end()
    #expect(output.output.contains("run 3"), "\(output)")
    #expect(output.errors.contains("small/a.db"), "\(output)")
    #expect(output.output.contains("check 0"), "\(output)")
    #expect(processes(with: sandbox.folder).isEmpty)
  }

  @Test(
    "A read-only folder is exit code 3 for work, and no trouble for reading",
    .enabled(if: canMount, "needs the right to mount a file system in a namespace"))
  func readOnly() async throws {
    let sandbox = try Sandbox()
    try FileManager.default.createDirectory(
      atPath: sandbox.path("fixed"), withIntermediateDirectories: false)
    let products = Sandbox.products.path
    try sandbox.write(
      """
      mount -t tmpfs none fixed
      \(products)/automl resources add --type x --db fixed/a.db >/dev/null
      mount -o remount,ro fixed
      \(products)/automl resources add --type y --db fixed/a.db; echo "add $?"
      \(products)/automl resources add --type y --db fixed/b.db; echo "create $?"
      \(products)/automl-db query "SELECT type FROM resource" --db fixed/a.db; echo "read $?"
      """, to: "fix.sh")
    let output = try await sandbox.start(
      executable: "/usr/bin/env", ["unshare", "--map-root-user", "--mount", "sh", "fix.sh"]
    ).end()
    for line in ["add 3", "create 3", "read 0"] {
      #expect(output.output.contains(line), "\(output)")
    }
    #expect(output.errors.contains("fixed/a.db"), "\(output)")
  }
}

import AutoMLScheduling
import AutoMLSchedulingTestKit
import Foundation

/// A worker of the pool's tests.
enum Serve {
  static func run() async {
    await FunctionServer(TestFunctions.served.map(\.onWorker) + functions + Talk.functions).serve()
  }

  static let functions: [FunctionServer.Served] = [
    Function<String, Int>("relay") { message in
      throw ComputeError.thrown(type: "FarFault", message: message)
    }.served,
    // A process of the worker's group, which outlives the worker unless the group is ended.
    Function<String, Int>("leave") { marker in
      system("sh -c 'sleep 60; : \(marker)' &")
      try await Task.sleep(for: .seconds(60))
      return 0
    }.served,
    Function<Int, Int>("exit") { exit(Int32($0)) }.served,
    Function<String, Int>("print") { text in
      print(text)
      return text.utf8.count
    }.served,
    Function<String, String>("variable") { name in
      ProcessInfo.processInfo.environment[name] ?? ""
    }.served,
    // How many descriptors are open before and after so many workers.
    Function<Int, [Int]>("churn") { count in
      let pool = try WorkerPool(
        width: 2, command: [CommandLine.arguments[0], "serve"], callsPerWorker: 1)
      var counts: [Int] = []
      for round in [4, count] {
        for number in 0..<round {
          // Every other one ends at its call.
          let call = Function<Int, Int>(number.isMultiple(of: 2) ? "echo" : "exit") { $0 }
          let work = ComputeWork(
            reference: WorkReference(id: number, name: call.name), body: { 0 },
            call: call.call(number))
          _ = try? await pool.perform(work)
        }
        await pool.end()
        counts.append(try FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd").count)
      }
      return counts
    }.served,
    // The descriptors that programs started by a function get.
    Function<Int, String>("inherited") { _ in
      let (process, output) = (Process(), Pipe())
      process.executableURL = URL(filePath: "/bin/sh")
      process.arguments = ["-c", "cat; ls -l /proc/self/fd | grep -c pipe"]
      process.standardOutput = output
      try process.run()
      let text = output.fileHandleForReading.readDataToEndOfFile()
      process.waitUntilExit()
      return String(decoding: text, as: UTF8.self)
    }.served,
  ]
}

import AutoMLScheduling
import AutoMLSchedulingTestKit
import Foundation

/// A worker of the pool's tests.
enum Serve {
  static func run() async {
    await FunctionServer(TestFunctions.served.map(\.onWorker) + functions).serve()
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
    Function<Int, Int>("allocate") { megabytes in
      let bytes = [UInt8](repeating: 1, count: megabytes << 20)
      try await Task.sleep(for: .seconds(10))
      return bytes.count
    }.served,
    // Processor time, in milliseconds.
    Function<Int, Int>("spin") { milliseconds in
      let end = clock() + milliseconds * Int(CLOCKS_PER_SEC) / 1000
      while clock() < end {}
      return milliseconds
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

import AutoMLSchedulingTestKit
import Foundation

/// Computes one function: JSON in on standard input, JSON out.
enum Call {
  static func run(_ name: String) async {
    let input = FileHandle.standardInput.readDataToEndOfFile()
    guard let function = TestFunctions.served.first(where: { $0.name == name }) else {
      fail("UnknownFunction: \(name)")
    }
    do {
      FileHandle.standardOutput.write(try await function.call(input) + Data("\n".utf8))
    } catch {
      fail("\(type(of: error)): \(error)")
    }
  }
}

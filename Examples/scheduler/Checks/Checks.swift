import Foundation

/// Ends the program with exit code 1 and a message when a value is not what the guide says.
public func check<Value: Equatable>(_ name: String, _ found: Value, is expected: Value) {
  guard found != expected else { return }
  let message = "\(name) is \(found), but the guide says \(expected)\n"
  FileHandle.standardError.write(Data(message.utf8))
  exit(1)
}

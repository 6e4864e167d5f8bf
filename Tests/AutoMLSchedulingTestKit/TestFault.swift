public import AutoMLScheduling

/// The error that ``TestFunctions/fail`` throws.
public struct TestFault: Error, Hashable, Sendable, Codable, CustomStringConvertible {
  /// What tells it from others.
  public let message: String

  /// Makes an error.
  public init(_ message: String = "as asked") { self.message = message }

  /// The message.
  public var description: String { message }
}

/// The error that ``TestFunctions/failOtherwise`` throws.
public struct OtherFault: Error, Hashable, Sendable, CustomStringConvertible {
  /// What tells it from others.
  public let message: String

  /// Makes an error.
  public init(_ message: String = "as asked") { self.message = message }

  /// The message.
  public var description: String { message }
}

extension Error {
  /// Whether it is of a type, or was in the process that threw it.
  ///
  /// Another process tells of it by name, or by the last line that it printed before it ended.
  /// An error of a backend is of the type "ComputeError", and of one that is called as its case.
  public func isNamed(_ type: String) -> Bool {
    switch self as? ComputeError {
    case .thrown(let remoteType, _):
      remoteType == type || remoteType.hasSuffix(".\(type)") || type == "ComputeError"
    case .workerDied(_, let how):
      how.contains(" \(type): ") || ["ComputeError", "workerDied"].contains(type)
    case .invalidInput: ["ComputeError", "invalidInput"].contains(type)
    case .invalidOutput: ["ComputeError", "invalidOutput"].contains(type)
    default: "\(Swift.type(of: self))" == type
    }
  }

  /// Whether it was thrown with a message, here or in another process.
  public func tells(_ message: String) -> Bool { "\(self)".contains(message) }
}

extension ExceptionRule {
  /// A rule as ``named(_:_:)``, which knows the errors of scripts too.
  public static func fault(_ type: String, _ policy: FaultPolicy) -> ExceptionRule {
    .matching(type, policy) { $0.isNamed(type) }
  }
}

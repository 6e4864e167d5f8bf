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
  public func isNamed(_ type: String) -> Bool {
    if case .thrown(let remoteType, _) = self as? ComputeError {
      return remoteType == type || remoteType.hasSuffix(".\(type)")
    }
    return "\(Swift.type(of: self))" == type
  }

  /// The message it was thrown with, here or in another process.
  public var testMessage: String {
    if case .thrown(_, let message) = self as? ComputeError { message } else { "\(self)" }
  }
}

extension ExceptionRule {
  /// A rule for the errors of a type by its name, wherever they were thrown.
  public static func named(_ type: String, _ policy: FaultPolicy) -> ExceptionRule {
    .matching(type, policy) { $0.isNamed(type) }
  }
}

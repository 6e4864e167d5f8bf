/// What a run does about an error or a cancellation.
public enum FaultPolicy: Hashable, Sendable {
  /// Ends the run and throws.
  case raise
  /// Tells subscribers and goes on.
  case `continue`
  /// Ends the run without throwing.
  case end
}

/// What a run does about what work or a callback throws.
public enum ExceptionPolicy: Sendable {
  /// Ends the run and throws the error.
  case raise
  /// Tells subscribers and goes on.
  case `continue`
  /// Ends the run without throwing.
  case end
  /// The first rule that an error matches decides; an error that matches none is raised.
  case byType([ExceptionRule])

  /// What follows from an error.
  func policy(for error: any Error) -> FaultPolicy {
    switch self {
    case .raise: .raise
    case .continue: .continue
    case .end: .end
    case .byType(let rules): rules.first { $0.matches(error) }?.policy ?? .raise
    }
  }

  /// Refuses rules for cancellations and interrupts, which no rule can swallow.
  func validate() throws(SchedulerError) {
    guard case .byType(let rules) = self else { return }
    for rule in rules where rule.isForbidden { throw .forbiddenRule(rule.name) }
  }
}

/// What to do about some errors.
public struct ExceptionRule: Sendable {
  let name: String
  let policy: FaultPolicy
  let matches: @Sendable (any Error) -> Bool
  let isForbidden: Bool

  /// A rule for the errors of a type, those of its subclasses and, of a protocol, its conformers.
  public static func on<Failure>(_ type: Failure.Type, _ policy: FaultPolicy) -> Self {
    Self(
      name: "\(type)", policy: policy, matches: { $0 is Failure },
      isForbidden: type == CancellationError.self || type == Interrupted.self)
  }

  /// A rule for the errors of a type by its name, wherever they were thrown.
  ///
  /// Matches errors of this process whose type has that name, and
  /// ``ComputeError/thrown(type:message:)`` of a worker with that type; ``on(_:_:)`` knows nothing
  /// of the latter. A script that a ``SubprocessBackend`` starts tells no type: its failures are
  /// ``ComputeError/workerDied(work:_:)``.
  ///
  /// - Parameter typeName: The name with or without what it is nested in: `Failed` stands for
  ///   `Training.Failed` as well, but not the other way round. A private type of this process is
  ///   known by its own name only.
  public static func named(_ typeName: String, _ policy: FaultPolicy) -> Self {
    let forbidden: [any Error.Type] = [CancellationError.self, Interrupted.self]
    return Self(
      name: typeName, policy: policy,
      matches: { error in
        if case .thrown(let type, _)? = error as? ComputeError, isName(typeName, ofType: type) {
          return true
        }
        return isName(typeName, of: type(of: error))
      },
      isForbidden: forbidden.contains { isName(typeName, of: $0) })
  }

  private static func isName(_ name: String, of type: any Error.Type) -> Bool {
    name == String(describing: type) || isName(name, ofType: String(reflecting: type))
  }

  private static func isName(_ name: String, ofType type: String) -> Bool {
    type == name || type.hasSuffix(".\(name)")
  }

  /// A rule for the errors that a predicate picks.
  ///
  /// - Parameter name: What the rule is called in messages.
  public static func matching(
    _ name: String, _ policy: FaultPolicy,
    where predicate: @escaping @Sendable (any Error) -> Bool
  ) -> Self {
    Self(name: name, policy: policy, matches: predicate, isForbidden: false)
  }
}

/// The user interrupted the run: what `run` throws after SIGINT, whatever the policies are.
public struct Interrupted: Error, Hashable, Sendable, CustomStringConvertible {
  /// A sentence for people.
  public var description: String { "The run was interrupted." }
}

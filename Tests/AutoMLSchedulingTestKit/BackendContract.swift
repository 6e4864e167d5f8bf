public import Testing

/// One promise that every compute backend keeps: a sentence and the check that proves it.
///
/// Run `@Test(arguments: BackendContract.promises(of: backends))`, and ``Promise/verify()`` on each.
public struct BackendContract: Sendable, Identifiable, CaseIterable, CustomTestStringConvertible {
  /// The backends that a promise is asked of.
  enum Audience: Sendable {
    case all
    /// Those that do the work in other processes.
    case otherProcesses
  }

  /// What is promised.
  public let sentence: String
  let audience: Audience
  let check: @Sendable (BackendUnderTest) async throws -> Void

  init(
    _ sentence: String, of audience: Audience = .all,
    _ check: @escaping @Sendable (BackendUnderTest) async throws -> Void
  ) {
    self.sentence = sentence
    self.audience = audience
    self.check = check
  }

  /// The sentence, which no other promise has.
  public var id: String { sentence }

  /// The sentence.
  public var testDescription: String { sentence }

  /// Whether a kind of backend can be asked for it.
  public func applies(to backend: BackendUnderTest) -> Bool {
    audience == .all || backend.place != .thisProcess
  }

  /// Checks the promise on fresh backends of a kind.
  ///
  /// - Throws: whatever a run throws where it should not.
  public func verify(on backend: BackendUnderTest) async throws { try await check(backend) }

  /// Every promise, aspect by aspect.
  public static let allCases: [BackendContract] = [results, errors, rooms, ends].flatMap { $0 }

  /// A promise and one who gives it.
  public struct Promise: Sendable, CustomTestStringConvertible {
    let contract: BackendContract
    let backend: BackendUnderTest

    /// The backend's name and the sentence.
    public var testDescription: String { "\(backend.name): \(contract.sentence)" }

    /// Checks it.
    ///
    /// - Throws: whatever a run throws where it should not.
    public func verify() async throws { try await contract.verify(on: backend) }
  }

  /// Every promise of every backend.
  public static func promises(of backends: [BackendUnderTest]) -> [Promise] {
    backends.flatMap { backend in
      allCases.filter { $0.applies(to: backend) }
        .map { Promise(contract: $0, backend: backend) }
    }
  }
}

/// The unique name of a parameter in a search space, in the form `domain.type[.extra]`.
///
/// Known as PRL in the AutoML programming guide. `extra` may itself hold dots.
public struct ParameterRangeLocator: Hashable, Sendable, CustomStringConvertible {
  /// What a parameter is about; further domains may be registered by making one.
  public struct Domain: Hashable, Sendable, RawRepresentable {
    /// The domain's name in the locator.
    public let rawValue: String
    /// Names a domain.
    public init(rawValue: String) { self.rawValue = rawValue }

    /// Network architecture.
    public static let net = Domain(rawValue: "net")
    /// Learning rate.
    public static let learningRate = Domain(rawValue: "lr")
    /// Data transforms.
    public static let transform = Domain(rawValue: "transform")
    /// The named parameters of an experiment file.
    public static let parameter = Domain(rawValue: "param")

    /// The domains that are accepted when nothing else is said.
    public static let builtIn: Set<Domain> = [.net, .learningRate, .transform, .parameter]
  }

  /// The kinds of parameters a locator tells apart.
  public enum ParameterType: String, Hashable, Sendable, CaseIterable {
    /// A number within one range.
    case float
    /// One of several choices, numbered from 0.
    case `enum`
  }

  /// What the parameter is about.
  public let domain: Domain
  /// Its kind.
  public let type: ParameterType
  /// What tells it from others of its domain and kind; may be empty.
  public let extra: String

  /// Makes a locator of its parts (`make_prl`).
  ///
  /// - Parameter domains: The domains to accept.
  /// - Throws: ``LocatorError`` when the domain is not among them, or an element of the extra is
  ///   empty.
  public init(
    domain: Domain, type: ParameterType, extra: String = "",
    domains: Set<Domain> = Domain.builtIn
  ) throws(LocatorError) {
    guard domains.contains(domain) else {
      throw LocatorError(text: domain.rawValue, reason: .unknownDomain(domain.rawValue))
    }
    let elements = extra.split(separator: ".", omittingEmptySubsequences: false)
    if !extra.isEmpty, elements.contains("") {
      throw LocatorError(
        text: "\(domain.rawValue).\(type.rawValue).\(extra)", reason: .emptyElement)
    }
    self.domain = domain
    self.type = type
    self.extra = extra
  }

  /// Parses a locator (`validate_prl` and `split_prl` in one).
  ///
  /// - Parameter domains: The domains to accept.
  /// - Throws: ``LocatorError`` with the reason.
  public init(
    parsing text: String, domains: Set<Domain> = Domain.builtIn
  ) throws(LocatorError) {
    let elements = text.split(separator: ".", omittingEmptySubsequences: false)
    guard elements.count >= 2 else { throw LocatorError(text: text, reason: .tooFewElements) }
    if elements.contains("") { throw LocatorError(text: text, reason: .emptyElement) }
    guard let type = ParameterType(rawValue: String(elements[1])) else {
      throw LocatorError(text: text, reason: .unknownType(String(elements[1])))
    }
    let domain = Domain(rawValue: String(elements[0]))
    guard domains.contains(domain) else {
      throw LocatorError(text: text, reason: .unknownDomain(domain.rawValue))
    }
    self.domain = domain
    self.type = type
    self.extra = elements.dropFirst(2).joined(separator: ".")
  }

  /// Why a text is not a locator, or nil when it is one (`validate_prl`).
  public static func problem(
    with text: String, domains: Set<Domain> = Domain.builtIn
  ) -> LocatorError? {
    do throws(LocatorError) {
      _ = try Self(parsing: text, domains: domains)
      return nil
    } catch {
      return error
    }
  }

  /// The parts between the dots (`split_prl`): domain, type, and each element of the extra.
  public var elements: [String] {
    [domain.rawValue, type.rawValue] + extra.split(separator: ".").map(String.init)
  }

  /// The locator as text.
  public var description: String {
    extra.isEmpty
      ? "\(domain.rawValue).\(type.rawValue)" : "\(domain.rawValue).\(type.rawValue).\(extra)"
  }
}

/// Why a text is not a parameter range locator.
public struct LocatorError: Error, Hashable, Sendable, CustomStringConvertible {
  /// What is wrong.
  public enum Reason: Hashable, Sendable {
    /// There is no dot.
    case tooFewElements
    /// There is nothing between two dots, or at an end.
    case emptyElement
    /// The first element is no registered domain.
    case unknownDomain(String)
    /// The second element is neither `float` nor `enum`.
    case unknownType(String)
  }

  /// The text that was refused.
  public let text: String
  /// What is wrong with it.
  public let reason: Reason

  /// A sentence for people.
  public var description: String {
    switch reason {
    case .tooFewElements: "'\(text)' is not of the form domain.type[.extra]"
    case .emptyElement: "'\(text)' has an empty element"
    case .unknownDomain(let domain): "'\(domain)' is not a known domain"
    case .unknownType(let type): "'\(type)' is not a parameter type; use float or enum"
    }
  }
}

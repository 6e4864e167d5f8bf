/// Drops or marks lines that the process of a task prints.
///
/// The result of the work is never touched. A backend that works in this process refuses the work.
public struct OutputFilter: TaskPlugin {
  /// What it is called in descriptions.
  public let name = "output-filter"
  /// The rules; for each line the first that matches it decides.
  public let rules: [Rule]

  /// Makes a filter; lines that no rule matches are left as they are.
  public init(_ rules: [Rule]) { self.rules = rules }

  /// The rules in words.
  public var details: [String] { rules.map(\.description) }

  /// Adds the rules behind those of the filters before it.
  public func preSubmit<Input, Output>(
    _ submission: inout Submission<Input, Output>, of task: ScheduledTask<Input, Output>,
    on scheduler: isolated Scheduler
  ) throws -> Bool {
    submission.options.outputFilters += rules
    return true
  }
}

extension OutputFilter {
  /// What happens to some of the lines.
  public struct Rule: Hashable, Sendable, CustomStringConvertible {
    /// What is done with a line.
    public enum Action: Hashable, Sendable {
      /// It is left as it is, whatever later rules say.
      case keep
      /// It goes nowhere.
      case drop
      /// A text is put before it.
      case mark(String)
    }

    private enum Pattern: Hashable {
      case contains(String)
      case begins(String)
      case matches(String)
    }

    private let pattern: Pattern
    private let streams: Set<OutputStreamKind>
    /// What is done with the lines that match.
    public let action: Action

    /// A rule for lines that hold a text.
    public static func containing(
      _ text: String, on streams: Set<OutputStreamKind> = [.output, .error], _ action: Action
    ) -> Self {
      Self(pattern: .contains(text), streams: streams, action: action)
    }

    /// A rule for lines that begin with a text.
    public static func beginning(
      with text: String, on streams: Set<OutputStreamKind> = [.output, .error], _ action: Action
    ) -> Self {
      Self(pattern: .begins(text), streams: streams, action: action)
    }

    /// A rule for lines in which a regular expression is found somewhere.
    ///
    /// - Parameter pattern: In the syntax of Swift's `Regex`.
    /// - Throws: ``SchedulerError/invalidPattern(_:_:)``.
    public static func matching(
      _ pattern: String, on streams: Set<OutputStreamKind> = [.output, .error], _ action: Action
    ) throws(SchedulerError) -> Self {
      do {
        _ = try Regex(pattern)
      } catch {
        throw .invalidPattern(pattern, "\(error)")
      }
      return Self(pattern: .matches(pattern), streams: streams, action: action)
    }

    /// The rule in words.
    public var description: String {
      let what =
        switch pattern {
        case .contains(let text): "containing '\(text)'"
        case .begins(let text): "beginning with '\(text)'"
        case .matches(let text): "matching '\(text)'"
        }
      return switch action {
      case .keep: "Keep lines \(what)"
      case .drop: "Drop lines \(what)"
      case .mark(let mark): "Mark lines \(what) with '\(mark)'"
      }
    }

    func matches(_ line: OutputLine) -> Bool {
      guard streams.contains(line.stream) else { return false }
      switch pattern {
      case .contains(let text): return text.isEmpty || line.text.contains(text)
      case .begins(let text): return line.text.hasPrefix(text)
      case .matches(let text):
        // Made for each use, because a `Regex` cannot be shared between threads.
        guard let regex = try? Regex(text) else { return false }
        return line.text.contains(regex)
      }
    }
  }
}

extension [OutputFilter.Rule] {
  /// A line as the first rule that matches it leaves it; nil when it is dropped.
  func applied(to line: OutputLine) -> OutputLine? {
    switch first(where: { $0.matches(line) })?.action {
    case nil, .keep: line
    case .drop: nil
    case .mark(let mark): OutputLine(line.stream, mark + line.text)
    }
  }
}

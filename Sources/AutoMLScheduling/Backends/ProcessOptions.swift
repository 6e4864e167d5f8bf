/// What the plugins of a task ask of the process that does a piece of its work.
public struct ProcessOptions: Sendable {
  /// Variables to be added to the process's environment.
  public var environment: [String: String] = [:]
  /// The bounds of the work.
  public var limits = ProcessLimits()
  /// What is done to the lines that the process prints, in order.
  public var outputFilters: [OutputFilter.Rule] = []
  /// Where the messages of the work go; a backend that can carry none refuses the work.
  public var messages: MessageRelay?

  /// Asks for nothing.
  public init() {}

  static let none = ProcessOptions()

  /// Whether nothing is asked that only a process of its own can give.
  var isEmpty: Bool { environment.isEmpty && limits.isEmpty && outputFilters.isEmpty }
}

/// The bounds of a process and of all processes that it starts.
public struct ProcessLimits: Hashable, Sendable {
  /// The longest time it may take.
  public var wallTime: Duration?
  /// The most processor time it may use, all its processes together.
  public var cpuTime: Duration?
  /// The most memory it may hold, in bytes: resident, all its processes together.
  ///
  /// Of a page that several processes hold, each counts its part: what is shared within counts once,
  /// what is shared with others in part. Where the system does not tell, it counts for each.
  public var memory: Int?

  /// No bounds.
  public init(wallTime: Duration? = nil, cpuTime: Duration? = nil, memory: Int? = nil) {
    self.wallTime = wallTime
    self.cpuTime = cpuTime
    self.memory = memory
  }

  /// Whether there is no bound.
  var isEmpty: Bool { wallTime == nil && cpuTime == nil && memory == nil }
}

/// A process was ended because it reached one of its bounds.
public enum LimitExceeded: Error, Hashable, Sendable, CustomStringConvertible {
  /// It took too long.
  case wallTime(Duration)
  /// It used too much processor time.
  case cpuTime(Duration)
  /// It held too much memory, in bytes.
  case memory(Int)

  /// A sentence for people.
  public var description: String {
    switch self {
    case .wallTime(let limit): "It took longer than \(limit)."
    case .cpuTime(let limit): "It used more than \(limit) of processor time."
    case .memory(let limit): "It held more than \(limit) bytes of memory."
    }
  }
}

public import AutoMLScheduling
public import Foundation

/// The functions that tests submit, wherever they are computed.
///
/// The tests use them by name of the property; `scheduling-probe` computes them by their own.
public enum TestFunctions {
  /// Twice a number.
  public static let double = Function<Int, Int>("double") { 2 * $0 }
  /// The square of a number.
  public static let square = Function<Int, Int>("square") { $0 * $0 }
  /// 2 to the power of a number.
  public static let power = Function<Int, Int>("power") { 1 << $0 }
  /// The number itself.
  public static let echo = Function<Int, Int>("echo") { $0 }
  /// The fraction itself; one that is not finite cannot be sent to another process.
  public static let fraction = Function<Double, Double>("fraction") { $0 }
  /// The text itself.
  public static let text = Function<String, String>("text") { $0 }
  /// The next number of a Collatz chain.
  public static let collatz = Function<Int, Int>("collatz") {
    $0.isMultiple(of: 2) ? $0 / 2 : 3 * $0 + 1
  }
  /// Throws a ``TestFault`` with the input as its message.
  public static let fail = Function<String, Int>("fail") { throw TestFault($0) }
  /// Throws an ``OtherFault`` with the input as its message.
  public static let failOtherwise = Function<String, Int>("fail-otherwise") {
    throw OtherFault($0)
  }
  /// Sleeps so many seconds, unless it is cancelled, and gives them back.
  public static let sleep = Function<Double, Double>("sleep") { seconds in
    try await Task.sleep(for: .seconds(seconds))
    return seconds
  }
  /// Tells that it has begun, waits until its gate is open, and gives the number back.
  public static let hold = Function<FileGate.Visit, Int>("hold") { visit in
    try FileGate.touch(visit.begunPath)
    while !FileGate.exists(visit.openPath) { try await Task.sleep(for: .milliseconds(2)) }
    return visit.number
  }
  /// Waits until so many calls are under way at once, itself among them.
  public static let meet = Function<Meeting, Int>("meet") { meeting in
    try FileGate.touch(meeting.folder + "/\(meeting.number)")
    while try FileGate.census(meeting.folder) < meeting.count {
      try await Task.sleep(for: .milliseconds(2))
    }
    return meeting.number
  }
  /// Counts how many calls are under way at once, itself among them.
  public static let census = Function<Meeting, Int>("census") { meeting in
    let mark = meeting.folder + "/\(meeting.number)"
    try FileGate.touch(mark)
    defer { try? FileManager.default.removeItem(atPath: mark) }
    try await Task.sleep(for: .milliseconds(5))
    return try FileGate.census(meeting.folder)
  }
  /// The number of the process that computes it; the input does not matter.
  public static let processID = Function<Int, Int>("process-id") { _ in
    Int(ProcessInfo.processInfo.processIdentifier)
  }
  /// Ends the process that computes it by a signal; for backends of other processes only.
  public static let die = Function<Int32, Int>("die") { signal in
    kill(getpid(), signal)
    try await Task.sleep(for: .seconds(3600))
    return 0
  }
  /// Uses so many milliseconds of processor time.
  public static let spin = Function<Int, Int>("spin") { milliseconds in
    let end = clock() + milliseconds * Int(CLOCKS_PER_SEC) / 1000
    while clock() < end {}
    return milliseconds
  }
  /// Holds so many megabytes for ten seconds.
  public static let allocate = Function<Int, Int>("allocate") { megabytes in
    let bytes = [UInt8](repeating: 1, count: megabytes << 20)
    try await Task.sleep(for: .seconds(10))
    return bytes.count
  }
  /// Gives what JSON cannot hold; the input does not matter.
  public static let notANumber = Function<Int, Double>("not-a-number") { _ in .nan }

  /// What calls meet in.
  public struct Meeting: Codable, Hashable, Sendable {
    /// A folder that nobody else uses.
    public let folder: String
    /// Which call this is.
    public let number: Int
    /// How many calls are waited for.
    public let count: Int

    /// Describes a call of a meeting.
    public init(folder: String, number: Int, count: Int) {
      self.folder = folder
      self.number = number
      self.count = count
    }
  }
}

extension TestFunctions {
  /// A function whose input and result are JSON documents.
  public struct Served: Sendable {
    /// Its name.
    public let name: String
    /// Computes it; throws what the function throws, and what the decoder throws.
    public let call: @Sendable (Data) async throws -> Data
    /// The same function for a worker of a pool.
    public let onWorker: FunctionServer.Served

    /// Makes a function one of documents.
    init<Input: Codable & Sendable, Output: Codable & Sendable>(
      _ function: Function<Input, Output>
    ) {
      name = function.name
      onWorker = function.served
      call = { document in
        let input = try JSONDecoder().decode(Input.self, from: document)
        return try JSONEncoder().encode(try await function.body(input))
      }
    }
  }

  /// Every function, for a program that computes them by name.
  public static let served: [Served] = [
    Served(double), Served(square), Served(power), Served(echo), Served(fraction), Served(text),
    Served(collatz), Served(fail), Served(failOtherwise), Served(sleep), Served(hold),
    Served(meet), Served(census), Served(processID), Served(die),
    Served(spin), Served(allocate), Served(notANumber),
  ]
}

public import AutoMLModel
public import Logging
import Synchronization

/// What a run knows of itself, for all who take part in it.
///
/// Safe to use from any task.
public struct RunContext: Sendable {
  /// The run's name.
  public let name: String
  /// The absolute path of the directory for results, which is there.
  public let directory: String
  /// The absolute path of the directory that holds the program, where it can be found: for files
  /// that lie beside it.
  public let programDirectory: String?
  /// When the run began.
  public let start: Timestamp
  /// Whether the directory was there before, so that the run goes on with what is in it.
  public let continues: Bool
  /// Writes to the standard error of the run, from the level on that the options say.
  public let logger: Logger
  private let belongings = Belongings()

  init(
    name: String, directory: String, programDirectory: String?, start: Timestamp, continues: Bool,
    logger: Logger
  ) {
    self.name = name
    self.directory = directory
    self.programDirectory = programDirectory
    self.start = start
    self.continues = continues
    self.logger = logger
  }

  /// Keeps a value for whoever comes later, by its type, instead of the one of that type before.
  public func keep<Value: Sendable>(_ value: Value) { belongings.keep(value) }

  /// The value of a type that was kept last, if one was.
  public func kept<Value: Sendable>(_ type: Value.Type = Value.self) -> Value? {
    belongings.kept(type)
  }
}

/// One value of each type.
private final class Belongings: Sendable {
  private let values = Mutex<[ObjectIdentifier: any Sendable]>([:])

  func keep<Value: Sendable>(_ value: Value) {
    // The value before is let go outside of the lock: its end may keep something, too.
    _ = values.withLock { $0.updateValue(value, forKey: ObjectIdentifier(Value.self)) }
  }

  func kept<Value: Sendable>(_ type: Value.Type) -> Value? {
    values.withLock { $0[ObjectIdentifier(type)] } as? Value
  }
}

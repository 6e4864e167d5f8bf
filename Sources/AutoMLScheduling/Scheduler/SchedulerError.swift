/// Why a scheduler refuses a call.
public enum SchedulerError: Error, Hashable, Sendable, CustomStringConvertible {
  /// Work can be submitted only while the scheduler runs and has not been asked to stop.
  case notRunning
  /// A run is under way.
  case alreadyRunning
  /// Another scheduler is running on the backend.
  case backendInUse(String)
  /// A pool needs at least one worker.
  case invalidWidth(Int)
  /// A callback's `repeat` or `every` is below 1.
  case invalidControl(String, Int)
  /// A plugin's limit is not above 0.
  case invalidLimit(String, String)
  /// A task must not wait for the end of itself.
  case limiterNamesItsOwnTask(String)
  /// Nothing emits an event of that name; the second part names those that are there.
  case unknownEvent(String, known: [String])
  /// The event is there, but its payload is of another type; the second part names that type.
  case wrongPayload(String, expected: String)
  /// Two plugins of a task bring the same event.
  case duplicateEvent(String)
  /// Interrupts and cancellations cannot be governed by a rule for errors.
  case forbiddenRule(String)
  /// The task belongs to another scheduler.
  case foreignTask(String)
  /// A pattern is not a regular expression; the second part says why.
  case invalidPattern(String, String)
  /// A command has no words, or its function no name.
  case emptyCommand

  /// A sentence for people.
  public var description: String {
    switch self {
    case .notRunning:
      """
      The scheduler is not running, or its run is ending; submit work from on_start on, and in \
      callbacks only while isRunning.
      """
    case .alreadyRunning: "The scheduler is running already."
    case .backendInUse(let name):
      "Another scheduler is running on this \(name) backend; give each scheduler its own."
    case .invalidWidth(let width): "A pool needs at least one worker, not \(width)."
    case .invalidControl(let name, let value): "'\(name)' must be 1 or more, not \(value)."
    case .invalidLimit(let name, let value): "The limit '\(name)' must be above 0, not \(value)."
    case .limiterNamesItsOwnTask(let task):
      "The task '\(task)' cannot wait until it is not running itself; name other tasks."
    case .unknownEvent(let name, let known):
      "There is no event '\(name)' here; there are \(known.joined(separator: ", "))."
    case .wrongPayload(let name, let expected):
      "The event '\(name)' tells its subscribers a \(expected)."
    case .duplicateEvent(let name):
      "The event '\(name)' is there already; give a task one plugin of a kind."
    case .forbiddenRule(let name):
      """
      No rule for errors can be made for \(name): cancellations follow onCancelled, and an \
      interrupt always ends the run.
      """
    case .foreignTask(let task): "The task '\(task)' belongs to another scheduler."
    case .invalidPattern(let pattern, let reason):
      "The pattern '\(pattern)' is not a regular expression: \(reason)"
    case .emptyCommand: "A command needs at least one word, and its function a name."
    }
  }
}

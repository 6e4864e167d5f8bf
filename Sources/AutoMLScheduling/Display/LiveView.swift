import AutoMLModel

/// Shows a scheduler while it runs: its tree, redrawn in place on a terminal.
///
/// Given to ``Scheduler/run(timeout:endOnEmpty:wait:onException:onCancelled:interruptible:display:)``.
/// The tree is drawn again at most once in ``interval`` and only when it has changed, never with
/// more lines than the terminal has. The last frame, which stays, is the state after on_finished.
/// Where the output is no terminal, only that one is written. What the program prints on the same
/// terminal meanwhile comes between the frames.
///
/// Drawing goes on beside the run: between frames the scheduler is only asked what it looks like.
public struct LiveView: Sendable {
  /// The room on a terminal, in characters.
  public struct Size: Hashable, Sendable {
    /// How many lines there are.
    public let rows: Int
    /// How many characters a line has.
    public let columns: Int

    /// Describes a terminal.
    public init(rows: Int, columns: Int = 80) {
      self.rows = rows
      self.columns = columns
    }
  }

  /// The shortest time between two frames.
  public static let interval = Duration.milliseconds(100)

  private let isTerminal: Bool
  private let size: @Sendable () -> Size
  private let clock: any Clock<Duration>
  private let write: @Sendable (String) -> Void

  /// Draws through a closure.
  ///
  /// - Parameters:
  ///   - isTerminal: Whether whoever gets the text obeys ANSI escape sequences.
  ///   - size: The room there is, asked for each frame.
  ///   - clock: Measures the time between frames.
  ///   - write: Receives the text, one frame a call and one call at a time.
  public init(
    isTerminal: Bool, size: @escaping @Sendable () -> Size = { Size(rows: 24) },
    clock: any Clock<Duration> = ContinuousClock(), write: @escaping @Sendable (String) -> Void
  ) {
    self.isTerminal = isTerminal
    self.size = size
    self.clock = clock
    self.write = write
  }

  /// Draws frames until the surrounding task is cancelled.
  ///
  /// - Returns: The frame that stands on the terminal.
  @concurrent
  func follow(_ scheduler: Scheduler) async -> Frame {
    var drawn = Frame.nothing
    guard isTerminal else { return drawn }
    while (try? await clock.sleep(for: Self.interval)) != nil {
      let frame = Frame(await scheduler.snapshot, size: size())
      // A run that ended meanwhile has its last frame drawn by `finish`.
      if Task.isCancelled { break }
      if frame != drawn { write(frame.text(over: drawn)) }
      drawn = frame
    }
    return drawn
  }

  /// Draws the last frame.
  func finish(_ drawn: Frame, with end: SchedulerSnapshot) {
    guard isTerminal else {
      write(end.description + "\n")
      return
    }
    write(Frame(end, size: size()).text(over: drawn))
  }
}

extension LiveView {
  /// The lines that are on a terminal at one time.
  struct Frame: Hashable, Sendable {
    let lines: [String]

    /// Before anything was drawn.
    static let nothing = Frame(lines: [])

    private init(lines: [String]) { self.lines = lines }

    /// The tree cut to the room there is; the line below it is the cursor's.
    init(_ snapshot: SchedulerSnapshot, size: Size) {
      let columns = max(1, size.columns)
      lines = snapshot.lines(columns: min(80, columns), rows: max(1, size.rows - 1)).map {
        $0.truncated(toCells: columns)
      }
    }

    /// What draws the frame over another one, below which the cursor is, and leaves the cursor
    /// below it.
    ///
    /// Lines are not wrapped meanwhile: what a terminal draws wider than it was counted is cut off
    /// at the edge, and the next frame still finds the first line.
    func text(over drawn: Frame) -> String {
      let back = drawn.lines.isEmpty ? "" : "\r\u{1B}[\(drawn.lines.count)A\u{1B}[J"
      return "\u{1B}[?7l" + back + lines.joined(separator: "\n") + "\n\u{1B}[?7h"
    }
  }
}

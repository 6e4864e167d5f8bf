/// Where a process that was started is, and what is to be done about it next.
struct ProcessProgress {
  /// What is to be done.
  enum Step: Hashable {
    /// The process has ended; told once, unless it is put off.
    case ended
    /// There may be something to read.
    case read(OutputStreamKind)
    /// Nothing; the process has ended and everybody has heard what it printed.
    case over
  }

  private struct Stream {
    /// Whether there may be something to read.
    var isReadable = false
    /// Whether a piece of it is being handled.
    var isBusy = false
    /// Whether nobody takes it any more.
    var isRefused = false
  }

  /// Whether it is still being told that the process has begun.
  var isBeginning = false
  /// Whether nobody waits for what was printed any more.
  var isAbandoned = false
  /// The first error of those who are told of beginning and output.
  private(set) var failure: (any Error)?
  private var output = Stream()
  private var errors = Stream()
  private var lastRead = OutputStreamKind.error
  private var hasEnded = false
  private var isEndTold = false

  /// The step to take now, if there is one.
  mutating func nextStep() -> Step? {
    if hasEnded, !isEndTold {
      isEndTold = true
      return .ended
    }
    if isAbandoned, isEndTold { return .over }
    if isBeginning { return nil }
    // Turns are taken, so that neither stream has to wait for the other one's end.
    let kinds: [OutputStreamKind] = lastRead == .output ? [.error, .output] : [.output, .error]
    for kind in kinds where self[kind].isReadable && !self[kind].isBusy {
      lastRead = kind
      return .read(kind)
    }
    let isIdle = !output.isReadable && !errors.isReadable && !output.isBusy && !errors.isBusy
    return isEndTold && isIdle ? .over : nil
  }

  /// The leader has ended.
  mutating func end() { hasEnded = true }

  /// The end that was told does not count yet; ``end()`` tells it again.
  mutating func postponeEnd() {
    hasEnded = false
    isEndTold = false
    // What was heard since has been passed over.
    output.isReadable = true
    errors.isReadable = true
  }

  /// There is something to read, as far as is known; not any more after the end.
  mutating func hear(_ kind: OutputStreamKind) {
    if !isEndTold { self[kind].isReadable = true }
  }

  /// Whether there is something to read, by somebody who has looked.
  mutating func setReadable(_ kind: OutputStreamKind, _ isReadable: Bool) {
    self[kind].isReadable = isReadable
  }

  /// A piece is to be handled.
  ///
  /// - Returns: Whether somebody takes it.
  mutating func begin(_ kind: OutputStreamKind) -> Bool {
    if !self[kind].isRefused { self[kind].isBusy = true }
    return !self[kind].isRefused
  }

  /// A piece has been handled.
  mutating func finish(_ kind: OutputStreamKind) { self[kind].isBusy = false }

  /// No more of a stream is taken.
  mutating func refuse(_ kind: OutputStreamKind) { self[kind].isRefused = true }

  /// Somebody who was told has failed; the first error counts.
  mutating func fail(_ error: any Error) { failure = failure ?? error }

  private subscript(kind: OutputStreamKind) -> Stream {
    get { kind == .output ? output : errors }
    set { if kind == .output { output = newValue } else { errors = newValue } }
  }
}

import DequeModule
import Foundation
import Synchronization

/// A thread that waits for input and output, and on which an actor may run.
///
/// What arrives on a descriptor is handled, and what the actor does about it is done, without a
/// change of threads. The thread ends when the loop is gone.
final class EventLoop: SerialExecutor {
  /// What is waited for on a descriptor.
  struct Interest: OptionSet, Sendable {
    let rawValue: Int16
    static let reading = Interest(rawValue: Int16(POLLIN))
    static let writing = Interest(rawValue: Int16(POLLOUT))
  }

  fileprivate struct Watch {
    var interest: Interest
    /// Whether it is hardly ever ready, so that it need not be looked at each time.
    let isRare: Bool
    /// Called on the loop's thread.
    let handler: @Sendable () -> Void
  }

  fileprivate struct State {
    var jobs: Deque<UnownedJob> = []
    var watches: [CInt: Watch] = [:]
    /// Whether the watches are others than the loop polls.
    var hasChanged = true
    var isAsleep = false
    var isOver = false
  }

  /// What the thread and the loop share; the thread must not keep the loop alive.
  fileprivate final class Shared: Sendable {
    let state = Mutex(State())
    /// The thread as a number; 0 before it has begun.
    let thread = Atomic<UInt>(0)
    let alarm: Alarm
    init(_ alarm: Alarm) { self.alarm = alarm }
  }

  private let shared: Shared

  /// Starts the thread.
  ///
  /// - Throws: `POSIXError` when the process has no descriptors left.
  init() throws {
    shared = Shared(try Alarm())
    let (shared, executor) = (shared, asUnownedSerialExecutor())
    Thread.detachNewThread { shared.loop(executor) }
  }

  deinit {
    shared.state.withLock { $0.isOver = true }
    shared.alarm.ring()
  }

  func enqueue(_ job: consuming ExecutorJob) {
    let job = UnownedJob(job)
    let isAsleep = shared.state.withLock { state in
      state.jobs.append(job)
      defer { state.isAsleep = false }
      return state.isAsleep
    }
    if isAsleep { shared.alarm.ring() }
  }

  /// Whether the caller is on the loop's thread.
  var isCurrent: Bool { shared.thread.load(ordering: .relaxed) == currentThread }

  func checkIsolated() { precondition(isCurrent, "This has to be called on the event loop.") }

  @available(macOS 26.0, iOS 26.0, watchOS 26.0, tvOS 26.0, visionOS 26.0, *)
  func isIsolatingCurrentContext() -> Bool? { isCurrent }

  /// Calls a handler on the loop's thread whenever a descriptor is ready, until it is forgotten.
  ///
  /// - Parameter isRare: Whether that is hardly ever; while others are busy it may then be seen
  ///   some rounds later.
  func watch(
    _ descriptor: CInt, for interest: Interest, isRare: Bool = false,
    _ handler: @escaping @Sendable () -> Void
  ) {
    change { $0[descriptor] = Watch(interest: interest, isRare: isRare, handler: handler) }
  }

  /// Waits for something else on a descriptor that is watched already.
  func watch(_ descriptor: CInt, for interest: Interest) {
    change { $0[descriptor]?.interest = interest }
  }

  /// Watches a descriptor no more; to be called before it is closed.
  func forget(_ descriptor: CInt) { change { $0[descriptor] = nil } }

  private func change(_ body: (inout sending [CInt: Watch]) -> Void) {
    // What a handler holds may be freed with it, and this loop too: not while the lock is held.
    let (isAsleep, old) = shared.state.withLock { state in
      let old = state.watches
      body(&state.watches)
      state.hasChanged = true
      defer { state.isAsleep = false }
      return (state.isAsleep, old)
    }
    if isAsleep { shared.alarm.ring() }
    withExtendedLifetime(old) {}
  }
}

extension Actor {
  /// Does something on an actor that runs on a loop, from the loop's thread.
  ///
  /// As `assumeIsolated`, from which the cast is taken, without its search for the executor that
  /// is current, which costs more than what is done here for a small call.
  nonisolated func onLoop<Value>(
    _ loop: EventLoop, _ operation: (isolated Self) -> Value
  ) -> Value {
    precondition(loop.isCurrent, "This has to be called on the event loop.")
    return withoutActuallyEscaping(operation) { operation in
      unsafeBitCast(operation, to: ((Self) -> Value).self)(self)
    }
  }
}

extension EventLoop.Shared {
  /// Runs jobs and waits, until the loop is over.
  fileprivate func loop(_ executor: UnownedSerialExecutor) {
    thread.store(currentThread, ordering: .relaxed)
    Self.holdBackBrokenPipes()
    var polled = Polled()
    var jobs: Deque<UnownedJob> = []
    while true {
      // Jobs bring further jobs; descriptors are looked at every so often all the same.
      for _ in 0..<64 {
        // The loop's own queue takes turns with the shared one, so that neither is allocated anew.
        state.withLock { swap(&$0.jobs, &jobs) }
        if jobs.isEmpty { break }
        while let job = jobs.popFirst() { job.runSynchronously(on: executor) }
      }
      guard let sleeps = beforeWaiting(&polled) else { return }
      let count = polled.wait(sleeps: sleeps)
      state.withLock { $0.isAsleep = false }
      if count > 0 { handle(polled) }
    }
  }

  /// Has writing to a pipe without a reader fail on this thread instead of ending the process.
  private static func holdBackBrokenPipes() {
    var signals = sigset_t()
    sigemptyset(&signals)
    sigaddset(&signals, SIGPIPE)
    pthread_sigmask(SIG_BLOCK, &signals, nil)
  }

  /// Whether to sleep until something happens; nil when the loop is over.
  private func beforeWaiting(_ polled: inout Polled) -> Bool? {
    let next = state.withLock { state -> (watches: [CInt: EventLoop.Watch]?, sleeps: Bool)? in
      if state.isOver { return nil }
      let watches = state.hasChanged ? state.watches : nil
      state.hasChanged = false
      state.isAsleep = state.jobs.isEmpty
      return (watches, state.isAsleep)
    }
    // Not while the lock is held: what an old handler holds may be freed with it.
    if let watches = next?.watches { polled = Polled(alarm: alarm.reader, watches) }
    return next?.sleeps
  }

  private func handle(_ polled: Polled) {
    for (descriptor, handler) in zip(polled.descriptors, polled.handlers)
    where descriptor.revents != 0 {
      guard let handler else {
        alarm.silence()
        continue
      }
      // An earlier handler may have ended the interest in a later descriptor.
      let isWatched = state.withLock { !$0.hasChanged || $0.watches[descriptor.fd] != nil }
      if isWatched { handler() }
    }
  }
}

/// What the loop waits for: the descriptors that are often ready, then the alarm, which has no
/// handler, and the rare ones.
private struct Polled {
  /// How often in a row only the frequent ones are looked at.
  private static let mostRounds = 16

  var descriptors: [pollfd] = []
  var handlers: [(@Sendable () -> Void)?] = []
  private var frequent = 0
  private var rounds = 0

  init() {}

  init(alarm: CInt, _ watches: [CInt: EventLoop.Watch]) {
    // A pipe without a reader would wake the thread for ever, asked for or not.
    let watches = watches.filter { !$0.value.interest.isEmpty }
    for (descriptor, watch) in watches where !watch.isRare { add(descriptor, watch) }
    frequent = descriptors.count
    descriptors.append(pollfd(fd: alarm, events: Int16(POLLIN), revents: 0))
    handlers.append(nil)
    for (descriptor, watch) in watches where watch.isRare { add(descriptor, watch) }
  }

  private mutating func add(_ descriptor: CInt, _ watch: EventLoop.Watch) {
    descriptors.append(pollfd(fd: descriptor, events: watch.interest.rawValue, revents: 0))
    handlers.append(watch.handler)
  }

  /// Looks what is ready, and waits for something when it is to sleep.
  ///
  /// - Returns: How many descriptors are ready.
  mutating func wait(sleeps: Bool) -> CInt {
    rounds += 1
    if sleeps, frequent > 0, rounds < Self.mostRounds {
      let count = poll(&descriptors, nfds_t(frequent), 0)
      if count > 0 {
        for place in frequent..<descriptors.count { descriptors[place].revents = 0 }
        return count
      }
    }
    rounds = 0
    return poll(&descriptors, nfds_t(descriptors.count), sleeps ? -1 : 0)
  }
}

/// The thread that calls, as a number.
private var currentThread: UInt {
  #if canImport(Darwin)
    UInt(bitPattern: pthread_self())
  #else
    UInt(pthread_self())
  #endif
}

/// A pipe that wakes a thread which waits for descriptors.
private final class Alarm: Sendable {
  let reader: CInt
  private let writer: CInt

  init() throws {
    (reader, writer) = try makePipe()
    setNonBlocking(reader)
    setNonBlocking(writer)
  }

  deinit {
    close(reader)
    close(writer)
  }

  func ring() {
    var byte: UInt8 = 0
    // A full pipe wakes the thread just as well.
    _ = write(writer, &byte, 1)
  }

  func silence() {
    var bytes: (UInt64, UInt64) = (0, 0)
    while read(reader, &bytes, MemoryLayout.size(ofValue: bytes)) > 0 {}
  }
}

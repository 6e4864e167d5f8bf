import Dispatch
import Synchronization

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Tells runs of SIGINT instead of letting it end the process.
///
/// The process is not ended by the first SIGINT while at least one watch is there; a second one
/// ends it, and so does one that comes when the last watch has ended. Where SIGINT is ignored, as
/// in a job of a shell's background, or handled by somebody else, there is nothing to watch.
final class InterruptWatch: Sendable {
  private struct State {
    var watches: [Int: @Sendable () -> Void] = [:]
    var nextNumber = 0
  }

  private static let state = Mutex(State())
  private let number: Int

  /// Begins to watch; a SIGINT that comes after this is not lost.
  init(_ interrupted: @escaping @Sendable () -> Void) {
    number = Self.state.withLock { state in
      defer { state.nextNumber += 1 }
      state.watches[state.nextNumber] = interrupted
      if state.watches.count == 1, InterruptAlarm.shared != nil { Self.install() }
      return state.nextNumber
    }
  }

  /// Watches no more.
  func end() {
    Self.state.withLock { state in
      state.watches[number] = nil
      guard state.watches.isEmpty, Self.isOurs(Self.current) else { return }
      signal(SIGINT, SIG_DFL)
    }
  }

  /// Tells everybody who watches.
  fileprivate static func interrupted() {
    for tell in state.withLock({ Array($0.watches.values) }) { tell() }
  }

  /// Handles SIGINT once; the system itself makes the second one end the process.
  ///
  /// Programs that this one starts do not inherit a handler, as they would inherit ignoring.
  private static func install() {
    var new = current
    guard isDefault(new) else { return }
    new = sigaction()
    #if canImport(Darwin)
      new.__sigaction_u.__sa_handler = ringInterruptAlarm
      new.sa_flags = SA_RESTART | Int32(bitPattern: UInt32(SA_RESETHAND))
    #else
      new.__sigaction_handler.sa_handler = ringInterruptAlarm
      new.sa_flags = SA_RESTART | CInt(bitPattern: UInt32(SA_RESETHAND))
    #endif
    sigaction(SIGINT, &new, nil)
  }

  private static var current: sigaction {
    var action = sigaction()
    sigaction(SIGINT, nil, &action)
    return action
  }

  private static func isDefault(_ action: sigaction) -> Bool { address(action) == 0 }

  private static func isOurs(_ action: sigaction) -> Bool {
    let ours: @convention(c) (CInt) -> Void = ringInterruptAlarm
    return address(action) == unsafeBitCast(ours, to: Int.self)
  }

  /// The handler as a number; SIG_DFL is 0.
  private static func address(_ action: sigaction) -> Int {
    #if canImport(Darwin)
      unsafeBitCast(action.__sigaction_u.__sa_handler, to: Int.self)
    #else
      unsafeBitCast(action.__sigaction_handler.sa_handler, to: Int.self)
    #endif
  }
}

/// Where the handler of the signal writes to; a handler can do little else.
private let alarmWriter = Atomic<CInt>(-1)

private func ringInterruptAlarm(_ signal: CInt) {
  let number = errno
  var byte: UInt8 = 0
  _ = write(alarmWriter.load(ordering: .relaxed), &byte, 1)
  errno = number
}

/// The pipe from the handler to those who watch; stays for the life of the process.
private final class InterruptAlarm: Sendable {
  /// Nil when the process had no descriptors left: SIGINT then ends it, as without a watch.
  static let shared = try? InterruptAlarm()

  private let source: Mutex<any DispatchSourceRead>

  private init() throws {
    let (reader, writer) = try makePipe()
    setNonBlocking(reader)
    setNonBlocking(writer)
    alarmWriter.store(writer, ordering: .relaxed)
    let source = DispatchSource.makeReadSource(fileDescriptor: reader, queue: .global())
    source.setEventHandler {
      var byte: UInt8 = 0
      while read(reader, &byte, 1) > 0 {}
      InterruptWatch.interrupted()
    }
    source.resume()
    self.source = Mutex(source)
  }
}

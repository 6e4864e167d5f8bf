import CProcesses
import Foundation
import Synchronization

/// A thread that waits for the output and the ends of processes.
///
/// It tells only that there is something to do, and never does it. The thread ends when the watcher
/// is gone. Another one than ``EventLoop``: beginning to wait for a descriptor does not wake it.
final class ProcessWatcher: Sendable {
  /// A process that is watched.
  struct Watched: Sendable {
    fileprivate let number: UInt64
    fileprivate let news: ProcessNews

    fileprivate func tag(_ event: Event) -> UInt64 { number << 2 | event.rawValue }
  }

  /// What is waited for.
  enum Event: UInt64 {
    case output = 1
    case errors = 2
    case end = 3
  }

  /// What the thread and the watcher share; the thread must not keep the watcher alive.
  fileprivate final class Shared: Sendable {
    let watch: CInt
    let bell: CInt
    let processes = Mutex<(last: UInt64, news: [UInt64: ProcessNews])>((0, [:]))

    init(watch: CInt, bell: CInt) {
      self.watch = watch
      self.bell = bell
    }

    deinit {
      close(watch)
      close(bell)
    }
  }

  private let shared: Shared
  /// Its end tells the thread that the watcher is gone.
  private let rope: CInt

  /// Starts the thread.
  ///
  /// - Throws: `POSIXError` when the process has no descriptors left.
  init() throws(POSIXError) {
    let watch = try aboveStandard(cprocess_watch_begin())
    do {
      let bell = try makePipe()
      rope = bell.writer
      shared = Shared(watch: watch, bell: bell.reader)
    } catch {
      close(watch)
      throw error
    }
    guard cprocess_watch_add(watch, shared.bell, 0, false) == 0 else {
      let error = POSIXError.latest
      close(rope)
      throw error
    }
    let shared = shared
    Thread.detachNewThread { shared.loop() }
  }

  deinit { close(rope) }

  /// Begins to tell what happens to a process.
  func begin(_ news: ProcessNews) -> Watched {
    let number = shared.processes.withLock { processes in
      processes.last += 1
      processes.news[processes.last] = news
      return processes.last
    }
    return Watched(number: number, news: news)
  }

  /// Waits once for something.
  ///
  /// - Parameter again: Whether it was waited for on this descriptor before.
  /// - Returns: Whether that is possible; otherwise `errno` tells why not.
  func wait(
    for event: Event, of watched: Watched, on descriptor: CInt, again: Bool = false
  ) -> Bool {
    cprocess_watch_add(shared.watch, descriptor, watched.tag(event), again) == 0
  }

  /// Tells nothing more of a process.
  func end(_ watched: Watched) {
    let news = shared.processes.withLock { $0.news.removeValue(forKey: watched.number) }
    withExtendedLifetime(news) {}
  }
}

extension ProcessWatcher.Shared {
  /// Waits and tells, until the watcher is gone.
  fileprivate func loop() {
    var events = [cprocess_event](repeating: cprocess_event(), count: 64)
    while true {
      let count = cprocess_watch_wait(watch, &events, CInt(events.count))
      guard count >= 0 else { return }
      for event in events[..<Int(count)] {
        guard let kind = ProcessWatcher.Event(rawValue: event.tag & 3) else { return }
        let news = processes.withLock { $0.news[event.tag >> 2] }
        switch kind {
        case .end: news?.note { $0.end() }
        // The end of a stream is nothing to read.
        case .output: if event.is_readable { news?.note { $0.hear(.output) } }
        case .errors: if event.is_readable { news?.note { $0.hear(.error) } }
        }
      }
    }
  }
}

import AutoMLTracking
import Dispatch
import Synchronization

/// Entries that a thread of their own makes while the store writes the ones before them.
///
/// Making the text of a combination takes half as long as writing it.
final class EntriesAhead<Entries: Collection<SweepEntry> & Sendable>: Sendable {
  private struct State {
    var chunks: [[SweepEntry]] = []
    var isUnwanted = false
  }

  private static var chunkSize: Int { 1_024 }
  private static var mostChunks: Int { 4 }

  private let entries: Entries
  private let state = Mutex(State())
  private let made = DispatchSemaphore(value: 0)
  // A semaphore must not end below the value that it was made with.
  private let wanted = DispatchSemaphore(value: 0)

  private init(_ entries: Entries) {
    self.entries = entries
    for _ in 0..<Self.mostChunks { wanted.signal() }
  }

  /// Calls a closure with each entry in order, on this thread, which waits meanwhile.
  static func read(_ entries: Entries, _ body: (SweepEntry) throws -> Void) rethrows {
    guard entries.dropFirst(chunkSize).first != nil else { return try entries.forEach(body) }
    let ahead = EntriesAhead(entries)
    DispatchQueue(label: "automl.entries").async { ahead.make() }
    defer { ahead.leave() }
    while let chunk = ahead.next() { try chunk.forEach(body) }
  }

  private func make() {
    var place = entries.startIndex
    while place != entries.endIndex {
      var chunk: [SweepEntry] = []
      chunk.reserveCapacity(Self.chunkSize)
      while place != entries.endIndex, chunk.count < Self.chunkSize {
        chunk.append(entries[place])
        entries.formIndex(after: &place)
      }
      wanted.wait()
      let isUnwanted = state.withLock { state in
        state.chunks.append(chunk)
        return state.isUnwanted
      }
      if isUnwanted { return }
      made.signal()
    }
    // Without a chunk it means the end.
    made.signal()
  }

  private func next() -> [SweepEntry]? {
    made.wait()
    let chunk = state.withLock { $0.chunks.isEmpty ? nil : $0.chunks.removeFirst() }
    wanted.signal()
    return chunk
  }

  private func leave() {
    state.withLock { $0.isUnwanted = true }
    wanted.signal()
  }
}

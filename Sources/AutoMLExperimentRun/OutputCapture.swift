import Dispatch
import Foundation
import Synchronization

/// Keeps in files what the process and its children print, until it is told to end.
///
/// It works on the descriptors of standard output and standard error, so that it holds for whoever
/// writes to them. Files are appended to. A copy is made by a process of its own for each stream,
/// which no signal but SIGKILL ends before everybody who writes to the stream has: what was written
/// is in the file, whatever becomes of this process. Lines that are printed with `print` are written
/// one by one.
///
/// There can be one at a time. It is safe to use from any task.
public final class OutputCapture: Sendable {
  /// How long the end waits for the copies, which children that go on would hold up for ever.
  private static let patience = DispatchTimeInterval.seconds(2)
  private static let isActive = Mutex(false)

  private struct State {
    var streams: [RedirectedStream] = []
    var copiers: [pid_t] = []
  }

  private let state: Mutex<State>

  /// Begins, and lets what was printed before go where it belongs.
  ///
  /// - Parameter directory: The absolute path of a directory that is there.
  /// - Throws: ``RunError``; the streams are as they were then.
  public convenience init(_ plan: CapturePlan, in directory: String) throws(RunError) {
    let names = plan.names
    try self.init(
      copies: plan.copies, output: "\(directory)/\(names.output)",
      errors: "\(directory)/\(names.errors)")
  }

  /// Begins with files of any name: execo's `redirect_outputs` and `copy_outputs`.
  ///
  /// - Parameters:
  ///   - copies: Whether the output goes where it went, too.
  ///   - output: The path of the file for standard output, from the current directory on.
  ///   - errors: That for standard error; the same path merges the streams.
  /// - Throws: ``RunError``; the streams are as they were then.
  public init(copies: Bool, output: String, errors: String) throws(RunError) {
    let isFirst = Self.isActive.withLock { isActive in
      defer { isActive = true }
      return !isActive
    }
    guard isFirst else { throw .outputIsKept }
    StandardStreams.openWhatIsClosed()
    do throws(RunError) {
      state = Mutex(
        try Self.begin(
          copies: copies,
          paths: [output, errors].map { RunSurroundings.current.absolute($0) }))
    } catch {
      Self.isActive.withLock { $0 = false }
      throw error
    }
  }

  /// Gives the streams back, and waits until the copies are whole, or for a moment.
  ///
  /// Copies for children that go on are made until those end. Further calls do nothing.
  public func end() async {
    let taken = state.withLock { state in
      defer { state = State() }
      return state
    }
    guard !taken.streams.isEmpty else { return }
    StandardStreams.flush()
    for stream in taken.streams { stream.restore() }
    await Self.wait(for: taken.copiers)
    Self.isActive.withLock { $0 = false }
  }

  private static func begin(copies: Bool, paths: [String]) throws(RunError) -> State {
    var state = State()
    var targets: [Descriptor] = []
    do throws(RunError) {
      let originals = [
        try Descriptor.copy(of: STDOUT_FILENO), try Descriptor.copy(of: STDERR_FILENO),
      ]
      for (original, path) in zip(originals, paths) {
        let file = try Descriptor.appending(to: path)
        guard copies else {
          targets.append(file)
          continue
        }
        let copier = try Copier.start(path, echo: original, errors: originals[1])
        state.copiers.append(copier.process)
        targets.append(copier.input)
      }
      // Only now, when nothing can fail any more.
      StandardStreams.flush()
      StandardStreams.flushEachLine()
      state.streams = zip([STDOUT_FILENO, STDERR_FILENO], zip(originals, targets)).map {
        RedirectedStream(number: $0, original: $1.0, target: $1.1)
      }
    } catch {
      targets = []
      for copier in state.copiers { Copier.wait(for: copier) }
      throw error
    }
    return state
  }

  /// Waits on threads of its own, so that none of the few that run tasks is held up.
  private static func wait(for copiers: [pid_t]) async {
    guard !copiers.isEmpty else { return }
    let queue = DispatchQueue(label: "automl.copiers", attributes: .concurrent)
    let ends = DispatchGroup()
    for copier in copiers { queue.async(group: ends) { Copier.wait(for: copier) } }
    await withCheckedContinuation { continuation in
      queue.async {
        _ = ends.wait(timeout: .now() + patience)
        continuation.resume()
      }
    }
  }
}

/// A standard stream that leads somewhere else until it is restored.
private struct RedirectedStream: Sendable {
  private let number: Int32
  private let original: Descriptor

  init(number: Int32, original: Descriptor, target: Descriptor) {
    self.number = number
    self.original = original
    dup2(target.number, number)
  }

  func restore() { dup2(original.number, number) }
}

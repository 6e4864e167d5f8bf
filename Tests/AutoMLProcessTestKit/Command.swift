public import Glibc

/// A program that a test starts, by means that do not depend on run loops and descriptors of
/// other tests: only its own three descriptors reach it.
public struct Command: Sendable {
  /// Its process number.
  public let id: pid_t

  /// Starts a program; output goes to the given descriptors.
  public init(_ arguments: [String], input: CInt? = nil, output: CInt? = nil) throws {
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    for (descriptor, target) in [(input, STDIN_FILENO), (output, STDOUT_FILENO)] {
      if let descriptor { posix_spawn_file_actions_adddup2(&actions, descriptor, target) }
    }
    // A pipe of another child that stays open here would never end there.
    for descriptor in (STDERR_FILENO + 1)..<1_024 {
      posix_spawn_file_actions_addclose(&actions, descriptor)
    }
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    // The threads of the test program block signals, which a child would inherit.
    var none = sigset_t()
    sigemptyset(&none)
    posix_spawnattr_setsigmask(&attributes, &none)
    posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK))
    var strings: [UnsafeMutablePointer<CChar>?] = arguments.map { strdup($0) } + [nil]
    defer { for string in strings { free(string) } }
    var id: pid_t = 0
    let result = posix_spawn(&id, arguments[0], &actions, &attributes, &strings, environ)
    guard result == 0 else { throw CommandError.cannotStart(arguments[0], errno: result) }
    self.id = id
  }

  /// Waits, blocking the thread, until it has ended.
  ///
  /// - Returns: Its exit code, or the signal that ended it as a negative number.
  public func wait() -> Int32 {
    var status: Int32 = 0
    while waitpid(id, &status, 0) < 0, errno == EINTR {}
    return status & 0x7F == 0 ? (status >> 8) & 0xFF : -(status & 0x7F)
  }

  /// Runs a program to its end and tells whether it succeeded.
  public static func succeeds(_ arguments: [String]) -> Bool {
    (try? Command(arguments))?.wait() == 0
  }
}

/// Why a test could not start a program.
public enum CommandError: Error {
  /// The system refused.
  case cannotStart(String, errno: Int32)
}

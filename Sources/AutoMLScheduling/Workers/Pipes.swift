import Foundation

/// Makes a pipe whose ends are closed in programs that this one starts.
///
/// - Throws: `POSIXError` when the process has no descriptors left.
func makePipe() throws -> (reader: CInt, writer: CInt) {
  var ends: [CInt] = [0, 0]
  guard pipe(&ends) == 0 else {
    throw POSIXError(POSIXErrorCode(rawValue: errno) ?? .EMFILE)
  }
  for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
  return (ends[0], ends[1])
}

/// Makes reading and writing give up instead of waiting.
func setNonBlocking(_ descriptor: CInt) {
  _ = fcntl(descriptor, F_SETFL, fcntl(descriptor, F_GETFL) | O_NONBLOCK)
}

/// The three pipes between this process and one that it starts.
struct StandardPipes {
  let input: (reader: CInt, writer: CInt)
  let output: (reader: CInt, writer: CInt)
  let errors: (reader: CInt, writer: CInt)

  /// Makes the pipes, or none.
  ///
  /// - Throws: `POSIXError` when the process has no descriptors left.
  init() throws {
    var pipes: [(reader: CInt, writer: CInt)] = []
    do {
      for _ in 0..<3 { pipes.append(try makePipe()) }
    } catch {
      for pipe in pipes {
        close(pipe.reader)
        close(pipe.writer)
      }
      throw error
    }
    (input, output, errors) = (pipes[0], pipes[1], pipes[2])
  }

  /// The ends of the process.
  var ofProcess: ProcessPipes {
    ProcessPipes(input: input.reader, output: output.writer, errors: errors.writer)
  }
}

import CProcesses
import Foundation

/// Makes a pipe whose ends are closed in programs that this one starts.
///
/// Neither end has the number of a standard stream.
/// - Throws: `POSIXError` when the process has no descriptors left.
func makePipe() throws(POSIXError) -> (reader: CInt, writer: CInt) {
  var ends: [CInt] = [0, 0]
  guard cprocess_pipe(&ends) == 0 else { throw .latest }
  let reader: CInt
  do {
    reader = try aboveStandard(ends[0])
  } catch {
    close(ends[1])
    throw error
  }
  do {
    return (reader, try aboveStandard(ends[1]))
  } catch {
    close(reader)
    throw error
  }
}

/// The same file under a number above those of the standard streams, which a process gets its own
/// files under.
///
/// - Throws: `POSIXError` when there is no file, or no number left; the file is closed then.
func aboveStandard(_ descriptor: CInt) throws(POSIXError) -> CInt {
  guard descriptor >= 0 else { throw .latest }
  guard descriptor <= 2 else { return descriptor }
  let copy = fcntl(descriptor, F_DUPFD_CLOEXEC, 3)
  let error = POSIXError.latest
  close(descriptor)
  guard copy >= 0 else { throw error }
  return copy
}

extension POSIXError {
  /// What `errno` tells of the call before.
  static var latest: POSIXError { POSIXError(POSIXErrorCode(rawValue: errno) ?? .EIO) }
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

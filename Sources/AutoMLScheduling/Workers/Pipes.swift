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

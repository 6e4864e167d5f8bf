import Foundation

/// The lines of a descriptor, which is waited for.
struct LineReader {
  let descriptor: CInt
  private var bytes: [UInt8] = []
  /// Where the unread bytes begin.
  private var start = 0
  private var chunk = [UInt8](repeating: 0, count: 65_536)

  init(_ descriptor: CInt) { self.descriptor = descriptor }

  /// The next line without its line break, the last one also without having had one.
  mutating func next() -> [UInt8]? {
    var searched = start
    while true {
      if let end = bytes[searched...].firstIndex(of: UInt8(ascii: "\n")) {
        defer { start = end + 1 }
        return Array(bytes[start..<end])
      }
      bytes.removeFirst(start)
      start = 0
      searched = bytes.count
      let count = chunk.withUnsafeMutableBytes { read(descriptor, $0.baseAddress, $0.count) }
      if count > 0 {
        bytes += chunk[..<count]
      } else if count == 0 || errno != EINTR {
        defer { bytes = [] }
        return bytes.isEmpty ? nil : bytes
      }
    }
  }
}

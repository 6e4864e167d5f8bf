#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Texts as C takes them: one behind the other, each ended by a zero byte.
struct CStrings {
  private var bytes: [CChar] = []
  private var starts: [Int] = []

  init(capacity: Int = 0) { bytes.reserveCapacity(capacity) }

  /// Adds a text that is made of several.
  ///
  /// - Throws: ``LaunchProblem/zeroByte`` when it holds a zero byte, which would cut it.
  mutating func append(_ parts: String...) throws(LaunchProblem) {
    starts.append(bytes.count)
    for var part in parts {
      let isWhole = part.withUTF8 { text in
        bytes.append(contentsOf: text.lazy.map { CChar(bitPattern: $0) })
        return text.baseAddress.map { memchr($0, 0, text.count) == nil } ?? true
      }
      guard isWhole else { throw .zeroByte }
    }
    bytes.append(0)
  }

  /// Calls a closure with the addresses of the texts, ended by nil.
  func withAddresses<Value>(
    _ body: (UnsafePointer<UnsafeMutablePointer<CChar>?>?) -> Value
  ) -> Value {
    bytes.withUnsafeBufferPointer { bytes in
      withUnsafeTemporaryAllocation(
        of: UnsafeMutablePointer<CChar>?.self, capacity: starts.count + 1
      ) { addresses in
        for (place, start) in starts.enumerated() {
          addresses.initializeElement(
            at: place, to: UnsafeMutablePointer(mutating: bytes.baseAddress?.advanced(by: start)))
        }
        addresses.initializeElement(at: starts.count, to: nil)
        return body(UnsafePointer(addresses.baseAddress))
      }
    }
  }
}

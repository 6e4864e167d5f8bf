import CProcesses
import Foundation

/// The process that copies a stream to a file and to where the stream went before.
///
/// It is a `tee` in a process group of its own with every signal blocked: Ctrl-C, a closed terminal,
/// a reader that went away or the death of this process do not end it, only the end of its input.
enum Copier {
  /// Starts a copier.
  ///
  /// - Parameters:
  ///   - path: The absolute path of the file, which is appended to.
  ///   - echo: Where else everything goes.
  ///   - errors: Where its own troubles go.
  /// - Throws: ``RunError/copy(reason:)``.
  static func start(
    _ path: String, echo: Descriptor, errors: Descriptor
  ) throws(RunError) -> (process: pid_t, input: Descriptor) {
    let pipe = try Descriptor.pipe()
    let words = ["tee", "-a", path]
    // With the environment of this process, by which whoever cleans up after it finds the copier.
    let environment = ProcessInfo.processInfo.environment.map { "\($0)=\($1)" }
    var process: pid_t = 0
    let code = program.withCString { program in
      withAddresses(words) { words in
        withAddresses(environment) { environment in
          "/".withCString { folder in
            var start = cprocess_start(
              path: program, words: words, environment: environment, folder: folder,
              input: pipe.output.number, output: echo.number, errors: errors.number,
              blocks_signals: true)
            return cprocess_start(&start, &process)
          }
        }
      }
    }
    guard code == 0 else { throw .copy(reason: "\(program): \(String(cString: strerror(code)))") }
    return (process, pipe.input)
  }

  /// Waits for the end of a copier, on a thread that may wait.
  static func wait(for process: pid_t) { while waitpid(process, nil, 0) == -1, errno == EINTR {} }

  private static var program: String {
    ["/usr/bin/tee", "/bin/tee"].first { access($0, X_OK) == 0 } ?? "/usr/bin/tee"
  }

  /// Texts as an array of C strings that ends with a null pointer.
  private static func withAddresses<Result>(
    _ texts: [String], _ body: (UnsafePointer<UnsafeMutablePointer<CChar>?>?) -> Result
  ) -> Result {
    let copies = texts.map { strdup($0) }
    defer { for copy in copies { free(copy) } }
    return (copies + [nil]).withUnsafeBufferPointer { body($0.baseAddress) }
  }
}

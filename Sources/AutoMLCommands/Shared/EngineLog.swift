import Logging

/// Writes the engine's log to standard error without tearing the progress line.
struct EngineLog: LogHandler {
  let progress: ProgressHandler
  var metadata: Logger.Metadata = [:]
  var logLevel = Logger.Level.notice

  init(progress: ProgressHandler) { self.progress = progress }

  subscript(metadataKey key: String) -> Logger.Metadata.Value? {
    get { metadata[key] }
    set { metadata[key] = newValue }
  }

  func log(event: LogEvent) {
    let all = metadata.merging(event.metadata ?? [:]) { $1 }
    let details = all.sorted { $0.key < $1.key }.map { " \($0.key)=\($0.value)" }.joined()
    progress.interject("\(event.level): \(event.message)\(details)")
  }
}

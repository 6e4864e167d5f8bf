import ArgumentParser

/// What a command that takes long shows meanwhile.
struct ProgressOptions: ParsableArguments {
  @Flag(name: .shortAndLong, help: "Show no progress.")
  var quiet = false

  @Flag(name: .shortAndLong, help: "Log what the engine does: the same as --log-level debug.")
  var verbose = false
}

import Foundation

let usage = """
  usage: scheduling-probe call NAME        computes a function: JSON in on standard input, JSON out
         scheduling-probe serve            computes functions for a pool of workers
         scheduling-probe interrupt KIND   runs two long pieces of work until SIGINT
         scheduling-probe processes        runs many processes, and some without descriptors left
  """

/// Ends the process with a line that tells an error.
func fail(_ line: String) -> Never {
  FileHandle.standardError.write(Data((line + "\n").utf8))
  exit(1)
}

let arguments = Array(CommandLine.arguments.dropFirst())
switch (arguments.first, arguments.count) {
case ("call", 2): await Call.run(arguments[1])
case ("serve", 1): await Serve.run()
case ("interrupt", 2): await Interrupt.run(arguments[1])
case ("processes", 1): await Processes.run()
default: fail(usage)
}

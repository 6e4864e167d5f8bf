import Foundation

let usage = """
  usage: scheduling-probe serve            computes functions for a pool of workers
         scheduling-probe interrupt KIND   runs two long pieces of work until SIGINT
  """

let arguments = Array(CommandLine.arguments.dropFirst())
switch (arguments.first, arguments.count) {
case ("serve", 1): await Serve.run()
case ("interrupt", 2): await Interrupt.run(arguments[1])
default:
  FileHandle.standardError.write(Data((usage + "\n").utf8))
  exit(2)
}

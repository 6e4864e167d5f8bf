import AutoMLCommands

await DatabaseCommand.runProgram()

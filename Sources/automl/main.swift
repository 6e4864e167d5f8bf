import AutoMLCommands

await AutoMLCommand.runProgram()

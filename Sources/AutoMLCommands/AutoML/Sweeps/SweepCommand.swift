import ArgumentParser

struct SweepCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "sweep",
    abstract: "Hand the combinations of a parameter sweep out, to shell scripts and commands.",
    discussion: """
      Any number of scripts and processes of a machine may work a sweep off together.

      Examples:
        automl sweep create lr --factor lr=0.1,0.01,0.001 --factor depth=2,4
        automl sweep run lr -- ./train --lr {lr} --depth {depth}

      In a script of your own:
        while line=$(automl sweep next lr --process $$); do
          id=${line%%[!0-9]*} parameters=${line#*[!0-9]}
          ./train "$parameters" && became=done || became=skip
          automl sweep $became lr $id
        done
      """,
    subcommands: [
      CreateSweepCommand.self, RunSweepCommand.self, NextCombinationCommand.self,
      DoneCombinationsCommand.self, SkipCombinationsCommand.self, CancelCombinationsCommand.self,
      RenewCombinationsCommand.self, SweepStatsCommand.self, ListSweepsCommand.self,
      ResetSweepCommand.self, DeleteSweepCommand.self,
    ])
}

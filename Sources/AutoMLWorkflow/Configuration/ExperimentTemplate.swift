/// The example that `automl init` writes: an experiment file and the script that it runs.
///
/// It needs Python 3 and nothing beyond its standard library, and is done in a second or two.
public enum ExperimentTemplate {
  /// The file names of the example.
  public static let experimentFileName = "experiment.yaml"
  /// The file name of the training script.
  public static let scriptFileName = "train.py"

  /// The text of the experiment file.
  public static let experiment = #"""
    # An experiment for automl. Try it:  automl run experiment.yaml
    # Check it without running it:       automl validate experiment.yaml

    name: example
    goal: maximize                # or minimize: the score that train.py reports

    # The command of one job, run without a shell. {lr} is replaced by the value of lr.
    # The values are also in the environment, as JSON in AUTOML_PARAMETERS.
    command: python3 train.py --lr {lr} --hidden {hidden} --activation {activation}

    # What to search. Types: float, int, choice. Both ends of a range are included.
    parameters:
      lr: {type: float, low: 1e-4, high: 1e-1, log: true}
      hidden: {type: int, low: 8, high: 128}
      activation: {type: choice, values: [relu, tanh]}

    # random needs a number of jobs; the same seed tries the same values again.
    # grid tries every combination:  {name: grid, points: 5}  with 5 points along a float.
    algorithm: {name: random, seed: 7}
    jobs: 12
    parallel: 2                   # jobs at once

    resources: {type: cpu}        # or {type: gpu, count: 1}, see `automl resources`

    # A failed job is tried again; also: {count: 1, backoff: 5s, on: [exit, signal, memory]}
    retries: 1

    # Times: 90, 90s, 15m, 2h, 1d. Also: target_score, and memory: 8GB for each job.
    limits: {job_time: 5m, experiment_time: 1h, failures: 5}

    # Ends jobs that do worse than the others after as many intermediate results. Also: bandit,
    # truncation, successive_halving.
    # early_stop: {policy: median, warmup: 2}

    stop: {grace: 10s}            # from the polite signal to the other one

    labels: [loss]                # further numbers that train.py reports
    results: results              # the folder for logs, beside this file
    """# + "\n"

  /// The text of the training script.
  public static let script = #"""
    """Trains nothing, but behaves like something that learns. Replace it by your own script."""

    import argparse
    import json
    import math

    parser = argparse.ArgumentParser()
    parser.add_argument("--lr", type=float, required=True)
    parser.add_argument("--hidden", type=int, required=True)
    parser.add_argument("--activation", choices=["relu", "tanh"], required=True)
    parameters = parser.parse_args()

    # Best near lr 0.01, hidden 64 and relu.
    quality = math.exp(-((math.log10(parameters.lr) + 2) ** 2))
    quality *= math.exp(-(((parameters.hidden - 64) / 64) ** 2))
    quality *= 1.0 if parameters.activation == "relu" else 0.9

    accuracy = 0.0
    for epoch in range(1, 6):
        accuracy = quality * (1 - 0.5**epoch)
        # A line of progress: the number is recorded while the job runs.
        print("automl:", json.dumps({"intermediate": accuracy}), flush=True)

    # The result: the score, and the further numbers that are named under `labels`.
    print("automl:", json.dumps({"score": accuracy, "loss": 1 - accuracy}), flush=True)
    """# + "\n"
}

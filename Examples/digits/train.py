#!/usr/bin/env python3
"""Trains a small neural network on handwritten digits and reports its accuracy.

Takes its hyperparameters in one of two ways:

    train.py --lr 0.01 --hidden 64 --alpha 0.001 --activation relu
    train.py job.json          (a flat JSON object, as Auptimizer hands it over)

and reports in the same dialect it was asked in: after each epoch the accuracy on digits that
it has not learnt from, and at the end the accuracy and the loss.
"""

import os

# Jobs run side by side: one thread each. This must be set before numpy is loaded.
for variable in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[variable] = "1"

import argparse
import json
import sys

from sklearn.datasets import load_digits
from sklearn.metrics import accuracy_score, log_loss
from sklearn.model_selection import train_test_split
from sklearn.neural_network import MLPClassifier


def parse_arguments(arguments):
    """Returns the hyperparameters and whether the classic dialect is spoken."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--lr", type=float, default=0.003, help="step size of the optimizer")
    parser.add_argument("--hidden", type=int, default=64, help="neurons in the hidden layer")
    parser.add_argument("--alpha", type=float, default=1e-3, help="strength of the L2 penalty")
    parser.add_argument("--activation", choices=["relu", "tanh", "logistic"], default="relu")
    parser.add_argument("--epochs", type=int, default=20)
    parser.add_argument("file", nargs="?", help="a flat JSON object with these names")
    settings = parser.parse_args(arguments)
    if settings.file is None:
        return settings, False
    with open(settings.file, encoding="utf-8") as file:
        known = vars(settings)
        known.update((name, value) for name, value in json.load(file).items() if name in known)
    return settings, True


def train(settings):
    """Yields accuracy and loss on the held-out digits after each epoch."""
    images, digits = load_digits(return_X_y=True)
    images /= 16.0
    seen, unseen, seen_digits, unseen_digits = train_test_split(
        images, digits, test_size=0.25, random_state=0, stratify=digits
    )
    network = MLPClassifier(
        hidden_layer_sizes=(settings.hidden,),
        activation=settings.activation,
        alpha=settings.alpha,
        learning_rate_init=settings.lr,
        batch_size=32,
        random_state=0,
    )
    for _ in range(settings.epochs):
        network.partial_fit(seen, seen_digits, classes=range(10))
        chances = network.predict_proba(unseen)
        yield (
            float(accuracy_score(unseen_digits, chances.argmax(axis=1))),
            float(log_loss(unseen_digits, chances, labels=range(10))),
        )


def main():
    settings, is_classic = parse_arguments(sys.argv[1:])
    accuracy = loss = None
    for accuracy, loss in train(settings):
        if is_classic:
            print(f"\n#Auptimizer:{accuracy},{loss}", flush=True)
        else:
            print("automl:", json.dumps({"intermediate": accuracy}), flush=True)
    if not is_classic:
        print("automl:", json.dumps({"score": accuracy, "loss": loss}), flush=True)


if __name__ == "__main__":
    main()

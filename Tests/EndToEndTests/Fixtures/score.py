#!/usr/bin/env python3
"""Reports x as its score, after as many intermediate results as it is told."""
import json
import os
import sys

parameters = json.loads(os.environ["AUTOML_PARAMETERS"])
with open(os.environ["AUTOML_PARAMETERS_FILE"]) as file:
    assert json.load(file) == parameters
for epoch in range(3):
    print("automl:", json.dumps({"intermediate": epoch * parameters["x"]}))
print("some log", file=sys.stderr)
print("automl:", json.dumps({"score": parameters["x"]}))

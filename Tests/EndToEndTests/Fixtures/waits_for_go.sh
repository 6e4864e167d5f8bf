#!/bin/sh
# Scores as soon as the file `go` is there.
touch "started.$AUTOML_JOB_ID"
while [ ! -e go ]; do sleep 0.01; done
echo 'automl: {"score": 1}'

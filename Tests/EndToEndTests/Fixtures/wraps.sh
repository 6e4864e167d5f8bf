#!/bin/sh
# Runs the real program without `exec`: on SIGTERM this shell is gone before the program has saved.
sh -c '
  trap "sleep 0.3; touch saved.$AUTOML_JOB_ID; echo saved; exit 1" TERM
  touch "started.$AUTOML_JOB_ID"
  while :; do sleep 0.01; done
'
echo 'automl: {"score": 1}'

#!/bin/sh
# Notes the time at which it gets SIGTERM, in nanoseconds since 1970.
trap 'date +%s%N > "signalled.$AUTOML_JOB_ID"; exit 1' TERM
sleep 600 &
touch "started.$AUTOML_JOB_ID"
wait

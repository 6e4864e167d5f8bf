#!/bin/sh
# Reports intermediate results, every few milliseconds one, by the kind that its argument names.
# Those that are not good never end by themselves, and have a child that does not either.
report() { echo "automl: {\"intermediate\": $1}"; sleep 0.005; }

kind=$1
if [ "$kind" = patient ]; then
  touch "started.$AUTOML_JOB_ID"
  while [ ! -e go ]; do sleep 0.01; done
  echo 'automl: {"score": 0.5}'
  exit 0
fi
if [ "$kind" = good ] || [ "$kind" = better ]; then
  [ "$kind" = good ] && value=1 || value=2
  for _ in 1 2 3 4 5 6 7 8; do report "$value"; done
  echo "automl: {\"score\": $value}"
  exit 0
fi
sleep 600 &
if [ "$kind" = spike ]; then
  report 100
  while :; do report -1000; done
fi
while :; do report 0.25; done

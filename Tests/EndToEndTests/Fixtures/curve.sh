#!/bin/sh
# Reports intermediate results, every few milliseconds one, by the kind that its argument names.
# Those that are not good have very much to report, and a child that ends no sooner.
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
  value=-1000
else
  value=0.25
fi
count=0
while [ $count -lt 3000 ]; do
  count=$((count + 1))
  report "$value"
done
echo 'automl: {"score": 0}'

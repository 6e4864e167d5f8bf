#!/bin/sh
# Locks its device for its whole life, and tells when another living process has locked it.
# A few jobs fail the first time, one fails always, and each leaves a child with the lock behind.
x=$1
device="device-$CUDA_VISIBLE_DEVICES"
# What inherits the descriptor has the lock; the kernel frees it when the last of them is gone.
exec 9> "$device"
flock -n 9 || echo "job $AUTOML_JOB_ID.$AUTOML_ATTEMPT: $device is in use" >> violations
sleep 60 > /dev/null 2>&1 &
echo 'automl: {"intermediate": 1}'
sleep "$(printf '0.%03d' $((5 + (x * 37 + AUTOML_EXPERIMENT_ID * 11) % 56)))"
if [ "$x" = 11 ]; then exit 3; fi
memory="failed-$AUTOML_EXPERIMENT_ID-$x"
if [ $((x % 6)) = 2 ] && [ ! -e "$memory" ]; then
  touch "$memory"
  exit 4
fi
echo "automl: {\"score\": $x}"

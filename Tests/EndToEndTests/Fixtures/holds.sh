#!/bin/sh
# Reports its argument as its score if that is below 3 or the file `go` is there; else waits to be
# ended, with a child.
if [ "$1" -lt 3 ] || [ -e go ]; then
  echo "automl: {\"score\": $1}"
  exit 0
fi
sleep 600 &
touch "started.$AUTOML_JOB_ID"
wait

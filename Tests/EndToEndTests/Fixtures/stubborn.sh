#!/bin/sh
# Ignores SIGTERM, as does its child.
trap '' TERM
sh -c 'trap "" TERM; sleep 600' &
touch "started.$AUTOML_JOB_ID"
while :; do sleep 600; done

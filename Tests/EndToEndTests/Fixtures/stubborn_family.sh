#!/bin/sh
# Ignores SIGTERM, as do its child, its grandchild, and a grandchild in a session of its own.
trap '' TERM
sh -c 'sleep 600 & sleep 600' &
setsid sh -c 'sleep 600 & sleep 600' &
touch "started.$AUTOML_JOB_ID"
while :; do sleep 600; done

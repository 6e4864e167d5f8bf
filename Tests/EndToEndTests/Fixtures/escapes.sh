#!/bin/sh
# Leaves a process in a session of its own behind.
setsid sleep 600 > /dev/null 2>&1 &
echo 'automl: {"score": 1}'

#!/bin/sh
# Reports its score once somebody else holds the database's lock.
touch "started.$AUTOML_JOB_ID"
while [ ! -e locked ]; do sleep 0.01; done
echo 'automl: {"intermediate": 1}'
echo 'automl: {"score": 2}'

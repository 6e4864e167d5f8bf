#!/bin/sh
# Takes a twentieth of a second and says which GPUs it was given.
echo "gpus=$CUDA_VISIBLE_DEVICES"
sleep 0.05
echo 'automl: {"score": 1}'

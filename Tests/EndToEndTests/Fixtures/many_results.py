#!/usr/bin/env python3
"""Reports more intermediate results than a small disk can hold."""
for epoch in range(20_000):
    print('automl: {"intermediate": %d, "loss": %d}' % (epoch, -epoch))
print('automl: {"score": 1}')

#!/usr/bin/env python3
"""Uses more and more memory, up to a gigabyte."""
import time

blocks = []
for _ in range(100):
    blocks.append(b"x" * 10_000_000)
    time.sleep(0.005)
print('automl: {"score": 1}')

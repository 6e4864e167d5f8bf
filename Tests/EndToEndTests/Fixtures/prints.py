#!/usr/bin/env python3
"""Prints its first argument and exits with its second."""
import sys

print(sys.argv[1])
sys.exit(int(sys.argv[2]))

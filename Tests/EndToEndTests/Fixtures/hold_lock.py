#!/usr/bin/env python3
"""Holds the database's write lock for longer than a writer waits by itself."""
import os
import sqlite3
import time

while not os.path.exists("started.1"):
    time.sleep(0.01)
database = sqlite3.connect("automl.db", isolation_level=None)
database.execute("BEGIN IMMEDIATE")
open("locked", "w").close()
time.sleep(16)
database.execute("ROLLBACK")

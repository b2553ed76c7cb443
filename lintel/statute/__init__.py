"""
The law and the national standards in plain Python: working days, time limits, code sets, check digits, ages.

Nothing here knows a database or reads a clock. Every number carries its source and the day it took effect: `limits`
says what a limit is, `clocks` lists them all.
"""

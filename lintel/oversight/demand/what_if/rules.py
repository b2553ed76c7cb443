"""What an answer needs before somebody puts their name to it."""

from __future__ import annotations

# The half-width of a chance of 5% is 0.7 points after 4,000 runs, 1.4 after 1,000 and 3 after 200 (ENGINE.md).
RUNS_TO_SIGN = 4_000
RUNS_TO_LOOK_AT = 1_000

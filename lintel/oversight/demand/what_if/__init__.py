"""What if: levers moved on a scenario, the answer in words and weeks, and a signature under it."""

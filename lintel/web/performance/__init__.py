"""The seat of the performance analyst, and the numbers everybody else opens: indicators, charts, lists, changes."""

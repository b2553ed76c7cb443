"""Benchmarks: commands with a table of ratios, never timed assertions."""

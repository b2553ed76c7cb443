"""Closing an episode: what stands open, what stands in the way, and ending all that hangs on it."""

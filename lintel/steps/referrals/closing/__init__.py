"""Ending an episode of need: why, what came of it, what the family was told (hard stops 4 and 9)."""

"""Indicators, control charts, change records: what the service does, whether it is changing, and who is behind it."""

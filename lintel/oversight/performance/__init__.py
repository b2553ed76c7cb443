"""Indicators, control charts, change records: what the service is doing, whether it is changing, and who is behind it."""

"""Ravenshire, an invented council: invented families, invented workers, thirty months of invented work."""

"""Blind moderation: the record read again by somebody who does not know the first grade."""

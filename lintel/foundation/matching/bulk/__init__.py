"""Comparing every record with every other, with Splink, to list pairs that people decide about."""

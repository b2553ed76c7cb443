"""Deciding: what a decision maker chose for each child, frozen with what was known, and the signature under it."""

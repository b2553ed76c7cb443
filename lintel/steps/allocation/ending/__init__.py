"""Letting go of a child whose episode was closed."""

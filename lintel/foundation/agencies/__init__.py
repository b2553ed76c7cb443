"""Agencies we work with (police, health, schools), who signs in for them, and whom to ring when it cannot wait."""

"""Visits to children: whether each child was seen, and seen alone. Local clocks 5 and 16 (DOMAIN.md 1.3)."""

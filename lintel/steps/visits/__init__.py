"""
Visits to children: one event for the family, a record of its own for each child, and what could not be put into the
record at once. Whether each child was seen, and seen alone, is theirs; what they said is in their own words.

Local clocks 5 and 16 (DOMAIN.md 1.3).
"""

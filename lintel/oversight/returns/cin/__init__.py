"""
The CIN census for a year to 31 March: every child referred in the year, or open at any time in it.

The elements and their order are those of the sector's schema for 2026 (DOMAIN.md 2.2); booleans are written 0 and 1,
which both it and the DfE's own take.
"""

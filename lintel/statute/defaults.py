"""What holds where neither law nor guidance says: whose number it is, and since when."""

from __future__ import annotations

from datetime import date

PRODUCT_DEFAULT = "Lintel’s default, to be agreed locally"
# Procedures, defaults and definitions have no day of their own. They judge old records too: they hold from before any.
ALWAYS = date(2000, 1, 1)

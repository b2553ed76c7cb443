"""
Where each record came from, and the three times of every event.

A record either names the file, sheet and row it was read from, or the screen it was typed on; the database refuses one
that names neither. *When it happened, when we got it, when it was written down* are kept apart (PRODUCT.md 8.2): late
entry is never disguised, and a file that does not say when something was written down leaves that empty.
"""

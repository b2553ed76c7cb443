"""
Who saw, who changed, who was refused, when and why. Append-only, and sealed in hash-chained batches.

`note` writes an entry in the same transaction as the act, so neither can exist without the other. The database refuses
UPDATE, DELETE and TRUNCATE on entries. A sealer hashes finished entries onto the last seal; `lintel audit verify` finds
any entry that was changed, removed or slipped in afterwards (SAFETY.md).
"""

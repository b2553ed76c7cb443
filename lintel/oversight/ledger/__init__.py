"""The finding ledger: what was found, when it was said, what is done, and the two keys that close it (K120)."""

"""Supervision on its screens: who is due, whom to speak of, the pack, the talk, the record, both signatures (J9)."""

"""Sending one child's assessment to a manager; sending it back; and authorising it, never by who wrote it (stop 8)."""

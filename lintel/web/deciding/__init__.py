"""Deciding about a contact, signing decisions, and telling whoever told us."""

"""Saying who a child in a contact is."""

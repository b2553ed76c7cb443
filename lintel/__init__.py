"""Lintel: open-source software for the front door of English children's services."""

"""Holding a discussion again that was urgent and not quorate."""

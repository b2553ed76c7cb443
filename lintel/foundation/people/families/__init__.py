"""Keeping a family's picture right: who is related to whom, who lives together, where, and how they are reached."""

"""Telling people what moderation has for them; never a grade, nor why an audit was drawn."""

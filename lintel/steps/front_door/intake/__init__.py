"""Knocks at the door: how a contact comes to be written down, from whichever channel."""

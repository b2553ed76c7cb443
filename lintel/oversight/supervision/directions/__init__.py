"""Directions after the talk: done with evidence, carried to a later day, dropped for a reason, made out of a note."""

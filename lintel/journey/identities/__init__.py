"""Saying who a child in a contact is: the step's line and the person's record moved together."""

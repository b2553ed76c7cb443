"""
The family version: what an assessment or a plan says, or a letter, in plain words to a parent, a carer or a child.

Whose decision: the worker who writes it; a safe-contact rule decides how it may reach them (hard stop 11), and only a
manager passes over such a rule, with a reason. Clock: shared within five working days of the authorisation (K58). Once
finished its words never change: another takes its place, and both say so.
"""

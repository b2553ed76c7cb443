"""
Children and the people around them: names, dates of birth and how sure we are, addresses, relationships, identifiers.

Nothing here is ever merged or chosen silently: where two sources disagree about a child, the disagreement is a record
of its own until somebody settles it.
"""

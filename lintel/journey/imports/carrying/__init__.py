"""
Carrying what the rows of a file say onto the record, step by step, each through that step's own actions.

The order is the order in which records stand on one another: workers and teams, children, contacts, what followed each
contact, episodes of need, the work done in them, and who held it.
"""

"""
Promises: what a worker promised a child or a family, and by when.

Whose it is: the worker's who made it; once another worker holds the child, it is theirs to keep, for the child was told
by the service. A promise is kept, or somebody says why it was not (S12, S36). No law sets its clock: the worker does.
"""

"""
Allocation: which named worker holds a child, from when to when; and, until one does, who checks that waiting is safe.

Whose decision: a team manager; the worker accepts. Clocks: decision to named worker and to child seen (S8), safety
recheck every working day while waiting (S3). "Unallocated" is never stored: it is an open episode without a worker.
"""

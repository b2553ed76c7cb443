"""
The front door: a contact arrives, somebody qualified decides what happens next.

Whose decision: a screening decision maker. Clock: 24 hours elapsed and one working day from receipt (DOMAIN.md 1.3,
clocks 1 and 3). One contact may concern several children; each child has an outcome of their own.
"""

"""
The single assessment of a child: 45 working days from the referral to the manager's authorisation (clock 7).

Whose decision: a team manager, never the author. The clock starts at the referral, not at allocation.
"""

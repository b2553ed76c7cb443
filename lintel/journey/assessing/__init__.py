"""
The single assessment in the journey: begun from referrals, told of the history, read with visits, handed to a manager.

Each child's clock runs from the referral, whoever holds them meanwhile.
"""

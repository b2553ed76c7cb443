"""
Referrals and the episode of need each one opens: from the referral to closure (DOMAIN.md 1.4).

Whose decision: a local authority social worker, within one working day (clock 3). A referral with no further action
opens no episode.
"""

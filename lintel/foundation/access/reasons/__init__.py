"""Reasons to see a child, given and ended by the steps that know of them: an involvement, a referral to a team."""

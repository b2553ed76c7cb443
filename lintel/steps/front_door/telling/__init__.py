"""Telling whoever told us what happens and why; calls that are not referrals."""

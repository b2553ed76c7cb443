"""A child's record as an auditor or a moderator reads it: what happened, and every text in full, to be cited from."""

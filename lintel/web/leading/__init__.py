"""The seat of those who lead: the leader's page, the finding ledger, and the performance meeting."""

"""Children who have a worker on paper only (S6)."""

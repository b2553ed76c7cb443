"""What partner agencies and we read of protection: the same numbers, from the same events, by the same code (S10)."""

"""The workforce: what is funded, filled and at work, who answers for whom, and filling posts."""

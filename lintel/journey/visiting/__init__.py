"""Visits to families across the steps: who is visited together, who answers, and what follows by itself."""

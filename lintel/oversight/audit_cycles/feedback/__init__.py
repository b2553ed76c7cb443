"""Asking the worker, and where they agree the family, what they think of the work on an audited child."""

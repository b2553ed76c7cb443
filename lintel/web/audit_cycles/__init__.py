"""Cycles of audits: planning one, how far it is, what it teaches, its report; and what workers and families say."""

"""Cycles of audits: a theme, a question, a sample drawn by a seed, and what was learned."""

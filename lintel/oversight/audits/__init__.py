"""Audits of practice: one child's record read by somebody else, answered from a tool, graded on cited evidence."""

"""A whole family on one page: who is in and around a child's household, each child's own line, who else is involved."""

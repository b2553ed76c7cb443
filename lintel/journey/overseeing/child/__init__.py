"""A child’s protection on one page: the whole timeline, and what each agency owes."""

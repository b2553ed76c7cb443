"""A discussion that was held and has not decided: a cause may still join it, or turn out to be another child's."""

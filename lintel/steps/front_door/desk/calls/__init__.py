"""Taking a telephone call: when it began, and what it became."""

"""The partner portal: what the authority needs from an agency, and what became of what it told us; and its desk."""

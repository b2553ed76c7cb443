"""The partner portal: what the authority needs from an agency, and what became of what it told us. And its other side."""

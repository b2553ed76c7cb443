"""Which conference can be asked for about a child, what it follows, and by when it would be held."""

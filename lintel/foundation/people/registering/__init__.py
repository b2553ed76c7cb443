"""Writing down one person at a time, as they are told to us."""

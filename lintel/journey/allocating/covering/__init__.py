"""Cover for workers who are away: whoever covers sees the children for exactly that time, and is told."""

"""Where a child is found unsafe during an audit: it stops, and somebody answers at once."""

"""Where whoever moderates an audit finds the child unsafe."""

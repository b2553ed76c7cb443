"""What a chair asks of managers about a child’s plan: in words, by when, answered in time, or told one rung up."""

"""What the workers of a manager's line hold, and whom to see: in words, by name, never ranked."""

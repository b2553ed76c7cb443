"""What is to be done for a child after an audit: done by one person, verified by another."""

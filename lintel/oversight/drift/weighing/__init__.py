"""What the answers to flags say of the rules, and of who sees first."""

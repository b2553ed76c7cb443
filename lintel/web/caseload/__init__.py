"""What workers hold: their own children, what they answer and promise; and for managers teams, moves and cover."""

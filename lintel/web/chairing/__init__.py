"""What follows a conference: a child’s protection, the plans a chair oversees, and what the chair asks of managers."""

"""Rows of the police that were set aside: who is told of them, and which of them came again."""

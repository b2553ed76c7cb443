"""Whose an enquiry is, and whether it ends or goes on to a conference."""

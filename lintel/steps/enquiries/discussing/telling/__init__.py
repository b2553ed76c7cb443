"""Telling whoever signs in for an agency what its discussion needs of them."""

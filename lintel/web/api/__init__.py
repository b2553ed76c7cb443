"""The API: what an agency's machine may hand in and ask, with a key; and giving the keys."""

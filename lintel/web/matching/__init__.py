"""Looking for people, and saying that two records are one person."""

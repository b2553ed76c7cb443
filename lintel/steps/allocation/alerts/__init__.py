"""The formal word that no safe allocation is possible, and the answer to it."""

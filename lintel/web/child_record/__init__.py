"""The record of one child: who they are, where they stand, what has happened."""

"""What an agency that signs in does in a discussion it is asked to, and what it sees: that discussion, no more."""

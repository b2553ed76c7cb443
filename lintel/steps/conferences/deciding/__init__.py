"""What each agency thinks about each child, apart, and what the conference decides."""

"""What the words say while they are written, and how each measure of words works, is validated and fails."""

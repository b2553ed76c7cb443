"""Strategy discussions: who waits for one, finding its time, and what those who are asked say."""

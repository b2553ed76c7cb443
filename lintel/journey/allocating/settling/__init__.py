"""What a file says of children whom somebody here holds, waits with or was asked about, and what follows from it."""

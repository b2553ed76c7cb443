"""What each worker holds and has room for, and who could take which children."""

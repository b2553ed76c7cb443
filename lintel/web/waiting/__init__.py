"""Screens of children who wait for a worker, of giving them to one, and of the numbers agreed for that."""

"""Police notifications: batches, one notice, the partnership's numbers, and the portal of the police."""

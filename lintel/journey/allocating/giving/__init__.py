"""What was given to workers and not answered, what was given above the ceiling, and who may answer for that."""

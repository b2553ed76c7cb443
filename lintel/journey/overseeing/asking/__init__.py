"""What chairs ask of managers, with the clock of the rung that was told last."""

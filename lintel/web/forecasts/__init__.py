"""The seat of those who ask how things will go on: the forecast, what it is fitted to, how well it foretold."""

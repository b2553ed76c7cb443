"""Writing down when a worker is away, and that they are back."""

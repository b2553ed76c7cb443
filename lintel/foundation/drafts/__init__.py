"""Words somebody has typed and not sent yet: kept for them alone, so that an ended session loses nothing."""

"""The steps of a child's journey, one app each. Steps never import each other; they meet in journey.handovers."""

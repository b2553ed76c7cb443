"""The child's path across the steps: handovers between them, imports that carry records across them, the chronology."""

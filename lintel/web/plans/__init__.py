"""A child’s plan: who does what by when, what has changed for the child; and stepping down, closing, moving away."""

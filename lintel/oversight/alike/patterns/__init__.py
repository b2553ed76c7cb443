"""
Patterns over many decisions: between decision makers, over time, and by the clock; each with its validation record.

What is measured of one person is that person's own first, and is shown to others only where they share it.
"""

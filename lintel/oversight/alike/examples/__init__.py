"""
The library of annotated examples: how things like this were decided here, and why. Memory, not prediction.

Nothing in it names anybody, and nothing says what became of a child later. It opens only to those who have written
down their own view first, so that it helps thinking and does not replace it (PRODUCT.md 5, Q9).
"""

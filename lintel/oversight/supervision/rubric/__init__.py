"""
Reading one record in twenty blind: drawn by a seed at signing, two readers on a fifth, six dimensions from 0 to 3.

A means of knowing the service, never a mark for a person: whoever wrote a record is struck out and is told nothing,
and no mean is shown before two readers agree about the same records (PRODUCT.md 5, Q7).
"""

"""Handing children from one step to the next: each handover one named function, and nothing typed twice."""

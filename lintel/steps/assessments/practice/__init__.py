"""
Practice models: what an assessment asks, in which order and in whose words. Data, never code.

Two are shipped as files beside this one. An authority lays down its own, and chooses which new assessments follow.
"""

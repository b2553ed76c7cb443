"""
Drift that is seen first (K80-K83): twelve plain rules look at the record every night; every flag gets a human answer.

A flag is about work, never about a child or a family. Nothing closes one but an answer, and nobody is without an owner.
"""

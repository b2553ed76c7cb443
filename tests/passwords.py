"""Passwords of tests: hashed as in production, without the hundred megabytes that are to keep a thief waiting."""

from django.contrib.auth.hashers import Argon2PasswordHasher


class QuickArgon2(Argon2PasswordHasher):
    time_cost = 1
    memory_cost = 8
    parallelism = 1

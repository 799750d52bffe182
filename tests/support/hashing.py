"""The installation's way of keeping passwords at a small price: tests sign in and fail to by the hundred."""

from django.contrib.auth.hashers import Argon2PasswordHasher

HASHERS = [
    "tests.support.hashing.QuickArgon2",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]


class QuickArgon2(Argon2PasswordHasher):
    """Argon2 as Django asks for it, with one short turn over little memory."""

    time_cost = 1
    memory_cost = 64
    parallelism = 1

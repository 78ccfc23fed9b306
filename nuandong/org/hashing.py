"""Password hashing of demo installations and tests: argon2 with little work, for a demo makes its logins at once."""

from django.contrib.auth.hashers import Argon2PasswordHasher


class DemoArgon2(Argon2PasswordHasher):
    """Never chosen outside demo mode; see settings.PASSWORD_HASHERS."""

    time_cost = 1
    memory_cost = 1024
    parallelism = 1

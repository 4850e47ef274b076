"""Passwords that are read aloud once and then replaced."""

import secrets

# No letters or digits that are mistaken for each other.
SIGNS = "abcdefghjkmnpqrstuvwxyz23456789"
GROUPS = SIGNS_IN_A_GROUP = 4


def temporary_password() -> str:
    """Sixteen signs in four groups."""
    return "-".join(
        "".join(secrets.choice(SIGNS) for _sign in range(SIGNS_IN_A_GROUP))
        for _group in range(GROUPS)
    )

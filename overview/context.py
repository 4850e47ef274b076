"""What the bar of the staff pages shows."""

from typing import Any

from django.http import HttpRequest


def navigation(request: HttpRequest) -> dict[str, Any]:
    """Entries of the bar for the person who is signed in."""
    return {}

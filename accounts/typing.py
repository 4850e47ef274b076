"""Types for views that stand behind the log-in wall."""

from django.http import HttpRequest

from accounts.models import User


class SignedIn(HttpRequest):
    """A request of somebody who has signed in."""

    user: User
    # What the page has counted already, so that the bar need not ask again.
    counted: dict[str, int]

"""Types for views that stand behind the log-in wall."""

from django.http import HttpRequest

from accounts.models import User


class SignedIn(HttpRequest):
    """A request of somebody who has signed in."""

    user: User

"""What the sign-in library may do here: accounts are made by administrators."""

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest
from django.utils.timezone import now

from accounts import actions
from accounts.models import User


class ClosedAccounts(DefaultAccountAdapter):  # type: ignore[misc]
    """Nobody signs up by themselves; a chosen password is an event."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Say no, always."""
        return False

    def set_password(self, user: User, password: str) -> None:
        """Store the password that the person chose."""
        actions.choose_password(user, password=password, by=user, at=now())

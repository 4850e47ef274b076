"""What the sign-in library may do here: accounts are made by administrators."""

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest
from django.utils.timezone import now

from accounts import actions
from accounts.eid import sessions
from accounts.models import User


class ClosedAccounts(DefaultAccountAdapter):  # type: ignore[misc]
    """Nobody signs up by themselves; a chosen password is an event."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Say no, always."""
        return False

    def set_password(self, user: User, password: str) -> None:
        """Store the password that the person chose."""
        actions.choose_password(user, password=password, by=user, at=now())

    def get_logout_redirect_url(self, request: HttpRequest) -> str:
        """End the provider's session too, where an e-ID began ours."""
        ours: str = super().get_logout_redirect_url(request)
        return sessions.way_out(request) or ours

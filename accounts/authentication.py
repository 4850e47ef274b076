"""How a clinic's own system shows who it is: a key that an administrator made."""

from typing import Any

from django.utils.translation import gettext as _
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from rest_framework.authentication import BaseAuthentication, get_authorization_header
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.request import Request

from accounts import api_keys
from accounts.models import ApiKey, User


class ApiKeyAuthentication(BaseAuthentication):
    """`Authorization: Bearer <key>`; the key stands for one user of the clinic."""

    keyword = b"bearer"

    def authenticate(self, request: Request) -> tuple[User, ApiKey] | None:
        """The user and the key; None when no key was sent; 401 for a wrong one."""
        parts = get_authorization_header(request).split()
        if not parts or parts[0].lower() != self.keyword:
            return None
        key = api_keys.find(parts[1].decode(errors="replace")) if parts[1:] else None
        if key is None or len(parts) != 2 or not key.user.is_active:
            raise AuthenticationFailed(
                _("Nyckeln gäller inte. Be en administratör på enheten om en ny.")
            )
        return key.user, key

    def authenticate_header(self, request: Request) -> str:
        """What a 401 asks for."""
        return "Bearer"


class ApiKeyScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]
    """How the API's description says the same."""

    target_class = ApiKeyAuthentication
    name = "apiKey"

    def get_security_definition(self, auto_schema: Any) -> dict[str, Any]:
        """A bearer token."""
        return {"type": "http", "scheme": "bearer"}

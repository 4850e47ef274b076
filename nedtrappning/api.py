"""What the API answers when a rule says no, and the description of all of it."""

from typing import Any

from django.contrib.auth.decorators import login_not_required
from drf_spectacular.views import SpectacularJSONAPIView
from rest_framework.response import Response
from rest_framework.views import exception_handler

from accounts.refusals import Refused


def refusals_as_409(exception: Exception, context: dict[str, Any]) -> Response | None:
    """Turn a refused action into 409 with its sentence."""
    if isinstance(exception, Refused):
        return Response({"detail": str(exception.sentence)}, status=409)
    return exception_handler(exception, context)


# Holds no word about any person: a clinic's supplier may read it without a key.
schema = login_not_required(
    SpectacularJSONAPIView.as_view(authentication_classes=[], permission_classes=[])
)

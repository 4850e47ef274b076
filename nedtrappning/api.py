"""What the API answers when a rule says no."""

from typing import Any

from rest_framework.response import Response
from rest_framework.views import exception_handler

from accounts.refusals import Refused


def refusals_as_409(exception: Exception, context: dict[str, Any]) -> Response | None:
    """Turn a refused action into 409 with its sentence."""
    if isinstance(exception, Refused):
        return Response({"detail": str(exception.sentence)}, status=409)
    return exception_handler(exception, context)

"""The engine over REST: a request in, its answer out, nothing stored."""

from typing import Any

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework.decorators import (
    api_view,
    parser_classes,
    permission_classes,
)
from rest_framework.exceptions import APIException, PermissionDenied
from rest_framework.permissions import BasePermission
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.models import User
from tapering import permissions, queries
from ui.bodies import BoundedJSON


class Refused(APIException):
    """A body that is no request: said as the engine says it."""

    status_code = 400

    def __init__(self, refusal: queries.Unanswerable) -> None:
        super().__init__(detail=_in_place(refusal))


class RequestParser(BoundedJSON):
    """Reads a body as the command line does: nothing twice, no floats for numbers."""

    # A change of a plan of 2,000 steps, with that plan in it, is half as long.
    LONGEST = 2_000_000

    def read(self, raw: bytes) -> Any:
        """Return what the body says, or 400 as the engine says it."""
        try:
            return queries.read_body(raw, longest=self.LONGEST)
        except queries.Unanswerable as refusal:
            raise Refused(refusal) from refusal


class MayPreview(BasePermission):
    """Staff who take part in care."""

    def has_permission(self, request: Request, view: APIView) -> bool:
        """Ask the same rule as the pages."""
        user = request.user
        self.message = (
            permissions.why_not_preview(user) if isinstance(user, User) else ""
        )
        return isinstance(user, User) and not self.message


def _in_place(refusal: queries.Unanswerable) -> dict[str, dict[str, str]]:
    return {"error": {"path": refusal.path, "message": refusal.message}}


def _is_typed(body: object) -> bool:
    return isinstance(body, dict) and "steps" in body


@extend_schema(
    operation_id="preview_taper",
    description="The request and its answer are those of the engine.",
    request=OpenApiTypes.OBJECT,
    responses={200: OpenApiTypes.OBJECT, 400: OpenApiTypes.OBJECT},
)
@api_view(["POST"])
@parser_classes([RequestParser])
@permission_classes([MayPreview])
def preview(request: Request) -> Response:
    """Answer with the plan, or 400 with the place in the request and the reason.

    With the calculator off only steps that somebody typed are judged.
    """
    if not _is_typed(request.data) and (reason := queries.why_not_calculate()):
        raise PermissionDenied(reason)
    try:
        return Response(queries.ask(request.data))
    except queries.Unanswerable as refusal:
        return Response(_in_place(refusal), status=400)

"""The engine over REST: a request in, its answer out, nothing stored."""

from rest_framework.decorators import api_view, permission_classes
from rest_framework.permissions import BasePermission
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.models import User
from tapering import permissions, queries


class MayPreview(BasePermission):
    """Staff who take part in care."""

    def has_permission(self, request: Request, view: APIView) -> bool:
        """Ask the same rule as the pages."""
        user = request.user
        self.message = (
            permissions.why_not_preview(user) if isinstance(user, User) else ""
        )
        return isinstance(user, User) and not self.message


@api_view(["POST"])
@permission_classes([MayPreview])
def preview(request: Request) -> Response:
    """Answer with the plan, or 400 with the place in the request and the reason."""
    try:
        return Response(queries.ask(request.data))
    except queries.Unanswerable as refusal:
        error = {"path": refusal.path, "message": refusal.message}
        return Response({"error": error}, status=400)

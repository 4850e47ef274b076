"""What every call of a clinic's system passes: whose key, how often, which referral."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.utils.translation import gettext as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema
from rest_framework.decorators import (
    api_view,
    authentication_classes,
    parser_classes,
    permission_classes,
)
from rest_framework.exceptions import NotFound, Throttled
from rest_framework.permissions import BasePermission
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import Serializer
from rest_framework.views import APIView

from accounts.authentication import ApiKeyAuthentication
from accounts.models import CareUnit, User
from accounts.refusals import Refused
from audit import actions as audit
from jurisdictions import reference as references
from referrals import limits, permissions
from referrals.api.answers import ReferralAnswer, answer
from referrals.api.reading import StrictJSON
from referrals.models import Referral

_NO = {
    400: "What is wrong, by field, in a sentence.",
    401: "No key, or one that is not in force.",
    403: "The key's user may not refer.",
    404: "Not there, or not yours: the same answer.",
    409: "A rule says no, in a sentence.",
    429: "Too many at once; Retry-After says how long.",
}
REFUSED = {code: OpenApiResponse(description=said) for code, said in _NO.items()}
# What a call that posts nothing, and one that only reads, cannot be refused for.
ONLY_POSTED, NEVER_READ = 400, 409
View = Callable[..., Response]


class MayRefer(BasePermission):
    """People who refer, through their clinic's own system."""

    def has_permission(self, request: Request, view: APIView) -> bool:
        """Ask the same rule as the pages."""
        user = request.user
        if not isinstance(user, User):
            return False
        self.message = permissions.why_not_send(user)
        return not self.message


def door(
    method: str,
    operation: str,
    *,
    fields: type[Serializer[Any]] | None = None,
    made: int | None = None,
    named: Sequence[str] = (),
) -> Callable[[View], View]:
    """One call, described: what it takes, what it answers, who may use it.

    `made` is what the first time answers, `named` what the path holds by its key.
    """
    answers: dict[int, Any] = {200: ReferralAnswer}
    if made:
        before = OpenApiResponse(ReferralAnswer, description="It was done before.")
        answers = {made: ReferralAnswer, 200: before}
    refused = dict(REFUSED)
    if fields is None:
        del refused[ONLY_POSTED]
    if method == "GET":
        del refused[NEVER_READ]
    keys = [
        OpenApiParameter(name, OpenApiTypes.UUID, OpenApiParameter.PATH)
        for name in named
    ]
    dressing: list[Callable[[Any], Any]] = [
        permission_classes([MayRefer]),
        authentication_classes([ApiKeyAuthentication]),
        parser_classes([StrictJSON]),
        api_view([method]),
        login_not_required,
        extend_schema(
            operation_id=operation,
            request=fields,
            responses={**answers, **refused},
            parameters=keys,
        ),
    ]

    def dressed(view: View) -> View:
        for wrap in dressing:
            view = wrap(view)
        return view

    return dressed


def caller(request: Request) -> User:
    """The person whose key it is, unless the clinic asks too often."""
    user: User = request.user  # type: ignore[assignment]
    unit: CareUnit | None = user.unit
    if limits.is_over(limits.API, address=str(unit.pk if unit else user.pk)):
        raise Throttled(limits.API.seconds, _("För många anrop. Vänta en stund."))
    return user


def found(user: User, typed: str) -> Referral:
    """The clinic's own referral; whatever else was typed gets the same answer."""
    rows = Referral.objects.visible_to(user).select_related(
        "patient", "sender_unit", "joined_to"
    )
    try:
        return rows.get(reference=references.parse(typed))
    except (references.NotAReference, Referral.DoesNotExist) as fault:
        raise not_here() from fault


def not_here() -> NotFound:
    """One answer for all that is not there and all that is somebody else's."""
    return NotFound(_("Det finns ingen sådan remiss hos er."))


def forbid(reason: str) -> None:
    """A rule says no, in its own sentence."""
    if reason:
        raise Refused(reason)


def told(
    user: User, referral: Referral, *, at: datetime, status: int = 200
) -> Response:
    """Where the referral stands now; that it was shown is written in the read log."""
    audit.opened(referral, by=user, at=at, patient=referral.patient)
    return Response(answer(referral, at=at), status=status)

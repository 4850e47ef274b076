"""`POST /api/referrals` and `GET /api/referrals/<reference>`."""

import uuid
from datetime import datetime

from django.contrib.auth.decorators import login_not_required
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiResponse, extend_schema
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
from rest_framework.views import APIView

from accounts.authentication import ApiKeyAuthentication
from accounts.models import CareUnit, User
from audit import actions as audit
from jurisdictions import reference as references
from referrals import actions, limits, permissions, queries
from referrals.actions import attach
from referrals.api.answers import ReferralAnswer, answer
from referrals.api.fields import ReferralFields
from referrals.api.reading import StrictJSON
from referrals.models import Referral

# The names of all forms that clinics' systems fill in: same sender and id, same form.
FORMS = uuid.UUID("6b0f5a0e-6d43-4c28-9a1b-0e6f2f6f7c11")
REFUSED = {
    400: OpenApiResponse(description="What is wrong, by field, in a sentence."),
    401: OpenApiResponse(description="No key, or one that is not in force."),
    403: OpenApiResponse(description="The key's user may not refer."),
    429: OpenApiResponse(description="Too many at once; Retry-After says how long."),
}


class MayRefer(BasePermission):
    """People who refer, through their clinic's own system."""

    def has_permission(self, request: Request, view: APIView) -> bool:
        """Ask the same rule as the pages."""
        user = request.user
        if not isinstance(user, User):
            return False
        self.message = permissions.why_not_send(user)
        return not self.message


@extend_schema(
    operation_id="send_referral",
    request=ReferralFields,
    responses={
        201: ReferralAnswer,
        200: OpenApiResponse(ReferralAnswer, description="It was sent before."),
        409: OpenApiResponse(description="A rule says no, in a sentence."),
        **REFUSED,
    },
)
@login_not_required
@api_view(["POST"])
@parser_classes([StrictJSON])
@authentication_classes([ApiKeyAuthentication])
@permission_classes([MayRefer])
def send(request: Request) -> Response:
    """Send a referral. The same `request_id` again answers with the one it made."""
    user, at = _user(request), timezone.now()
    _not_too_often(user)
    fields = ReferralFields(
        data=request.data,
        context={"unit": user.unit, "recipient": actions.receiving_unit()},
    )
    fields.is_valid(raise_exception=True)
    key = uuid.uuid5(FORMS, f"{user.unit_id}:{fields.validated_data['request_id']}")
    earlier = queries.earlier_with(user, key)
    referral = earlier or _sent(fields, key, by=user, at=at)
    return Response(answer(referral, at=at), status=200 if earlier else 201)


@extend_schema(
    operation_id="read_referral",
    responses={
        200: ReferralAnswer,
        404: OpenApiResponse(description="Not there, or not yours: the same answer."),
        **{code: REFUSED[code] for code in (401, 403, 429)},
    },
)
@login_not_required
@api_view(["GET"])
@authentication_classes([ApiKeyAuthentication])
@permission_classes([MayRefer])
def read(request: Request, reference: str) -> Response:
    """Where a referral stands, what the unit asks and answers."""
    user, at = _user(request), timezone.now()
    _not_too_often(user)
    referral = _found(user, reference)
    audit.opened(referral, by=user, at=at, patient=referral.patient)
    return Response(answer(referral, at=at))


@transaction.atomic
def _sent(
    fields: ReferralFields, key: uuid.UUID, *, by: User, at: datetime
) -> Referral:
    """The referral with its files, or neither."""
    for file in fields.validated_data.get("attachments", []):
        attach.attach(
            form_key=key, name=file["name"], content=file["content"], by=by, at=at
        )
    return actions.send(
        form_key=key,
        person=fields.person(),
        request=fields.request(),
        by=by,
        at=at,
    )


def _found(user: User, typed: str) -> Referral:
    """The clinic's own referral; whatever else was typed gets the same answer."""
    rows = Referral.objects.visible_to(user).select_related(
        "patient", "sender_unit", "joined_to"
    )
    try:
        return rows.get(reference=references.parse(typed))
    except (references.NotAReference, Referral.DoesNotExist) as fault:
        raise NotFound(_("Det finns ingen sådan remiss hos er.")) from fault


def _user(request: Request) -> User:
    user: User = request.user  # type: ignore[assignment]
    return user


def _not_too_often(user: User) -> None:
    """So many calls a minute for one clinic."""
    unit: CareUnit | None = user.unit
    if limits.is_over(limits.API, address=str(unit.pk if unit else user.pk)):
        raise Throttled(limits.API.seconds, _("För många anrop. Vänta en stund."))

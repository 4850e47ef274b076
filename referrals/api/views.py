"""`POST /api/referrals` and `GET /api/referrals/<reference>`."""

import uuid
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.models import User
from accounts.refusals import Refused
from referrals import actions, queries
from referrals.actions import attach
from referrals.api import doors
from referrals.api.fields import ReferralFields
from referrals.models import Referral

# The names of all forms that clinics' systems fill in: same sender and id, same form.
FORMS = uuid.UUID("6b0f5a0e-6d43-4c28-9a1b-0e6f2f6f7c11")


@doors.door("POST", "send_referral", fields=ReferralFields, made=201)
def send(request: Request) -> Response:
    """Send a referral. The same `request_id` again answers with the one it made."""
    user, at = doors.caller(request), timezone.now()
    fields = ReferralFields(
        data=request.data,
        context={"unit": user.unit, "recipient": actions.receiving_unit()},
    )
    fields.is_valid(raise_exception=True)
    key = uuid.uuid5(FORMS, f"{user.unit_id}:{fields.validated_data['request_id']}")
    if earlier := queries.earlier_with(user, key):
        _check_same(earlier, fields)
        return doors.told(user, earlier, at=at)
    return doors.told(user, _sent(fields, key, by=user, at=at), at=at, status=201)


def _check_same(earlier: Referral, fields: ReferralFields) -> None:
    """An id that is used again for somebody else would lose a referral silently."""
    patient = earlier.patient
    known = patient.identity_number if patient else None
    is_same_day = earlier.issued_on == fields.validated_data["issued_on"]
    if known != fields.identity.number or not is_same_day:
        raise Refused(
            _("Ett annat meddelande har redan samma request_id. Ge det här ett eget.")
        )


@doors.door("GET", "read_referral")
def read(request: Request, reference: str) -> Response:
    """Where a referral stands, what the unit asks and answers."""
    user = doors.caller(request)
    return doors.told(user, doors.found(user, reference), at=timezone.now())


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

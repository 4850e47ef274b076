"""What several pages load first."""

import uuid
from collections.abc import Callable
from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils import timezone

from accounts.models import User
from accounts.refusals import Refused
from accounts.typing import SignedIn
from audit import actions as audit
from jurisdictions import reference as references
from referrals.models import Referral
from ui.forms import Form


def forbid(reason: str) -> None:
    """Stop with the reason, if there is one."""
    if reason:
        raise PermissionDenied(reason)


def visible(user: User, typed: str) -> Referral:
    """The referral with the reference (or the key that tasks know), if seen at all."""
    rows = Referral.objects.visible_to(user).select_related(
        "patient__municipality",
        "municipality",
        "unit",
        "sender",
        "sender_unit",
        "health_centre",
        "assigned_to",
        "decided_by",
        "case",
    )
    return get_object_or_404(rows, **_key(typed))


def _key(typed: str) -> dict[str, object]:
    try:
        return {"pk": uuid.UUID(typed)}
    except ValueError:
        pass
    try:
        return {"reference": references.parse(typed)}
    except references.NotAReference as fault:
        raise Http404 from fault


def note_read(request: SignedIn, referral: Referral) -> None:
    """Write in the read log that something of it was shown, also after a post."""
    at = timezone.now()
    audit.opened(referral, by=request.user, at=at, patient=referral.patient)


def note_opened(request: SignedIn, referral: Referral, at: datetime) -> None:
    """Write in the read log that the person opened it."""
    if request.method == "GET":
        audit.opened(referral, by=request.user, at=at, patient=referral.patient)


def done(form: Form, act: Callable[[], object]) -> bool:
    """Do it; when a rule says no, the sentence stands on the form."""
    try:
        act()
    except Refused as refusal:
        form.add_error(None, str(refusal.sentence))
        return False
    return True

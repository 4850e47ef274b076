"""What pages behind the log-in begin and end with: load, forbid, note, do."""

import uuid
from collections.abc import Callable, Mapping
from datetime import datetime
from functools import partial
from typing import Any

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from accounts.models import User
from accounts.refusals import Refused
from accounts.typing import SignedIn
from audit import actions as audit
from jurisdictions import reference as references
from referrals import queries
from referrals.models import Letter, Referral, Reply
from ui.forms import Form

GET_OR_POST = require_http_methods(["GET", "POST"])


def visible(user: User, typed: str, *, marked: bool = False) -> Referral:
    """The referral with the reference (or the key that tasks know), if seen at all.

    `marked`: with a mark of what there is around it, for the page that shows it all.
    """
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
    return get_object_or_404(queries.marked(rows) if marked else rows, **_key(typed))


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


def note_letter(request: SignedIn, thing: Letter | Reply, *, reason: str = "") -> None:
    """Write in the read log that the person opened a letter or a reply."""
    if request.method != "GET":
        return
    patient, at = thing.referral.patient, timezone.now()
    audit.opened(thing, by=request.user, at=at, patient=patient, reason=reason)


def done(form: Form, act: Callable[[], object]) -> bool:
    """Do it; when a rule says no, the sentence stands on the form."""
    try:
        act()
    except Refused as refusal:
        form.add_error(None, str(refusal.sentence))
        return False
    return True


def did(
    request: SignedIn,
    form: Form,
    action: Callable[..., object],
    *about: object,
    say: Callable[[], Mapping[str, Any]] | None = None,
) -> bool:
    """Do what a form says that is right, as whoever sent it, now.

    The action is told what the form asked, or what `say` makes of it; when a rule says
    no, the sentence stands on the form.
    """
    if not form.is_valid():
        return False
    said = say() if say else form.cleaned_data
    do = partial(action, *about, **said, by=request.user, at=timezone.now())
    return done(form, do)


def status_of(form: Form) -> int:
    """200, or 409 when a rule said no to what the form asks."""
    return 409 if form.is_bound and form.non_field_errors() else 200

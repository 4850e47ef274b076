"""A clinic adds to what it sent; both sides read what the referral said each time."""

from functools import partial

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.refusals import forbid
from accounts.typing import SignedIn
from referrals import actions, permissions
from referrals.forms.complete import Completion
from referrals.models import Referral
from referrals.pages import clinic as pages
from referrals.pages.versions import history
from referrals.views.loading import GET_OR_POST, done, note_opened, visible

# What the form for a new referral calls the fields that are locked afterwards.
ALSO_LOCKED = {"number": "patient", "given_name": "name", "family_name": "name"}


@GET_OR_POST
def clinic_complete(request: SignedIn, reference: str) -> HttpResponse:
    """Change what may be changed; the version before stays readable."""
    forbid(permissions.why_not_send(request.user))
    referral = visible(request.user, reference)
    today = timezone.localdate()
    if request.method == "GET":
        forbid(permissions.why_not_complete(request.user, referral))
        note_opened(request, referral, timezone.now())
        return _ask(request, Completion.to(referral, None, today=today))
    try:
        actions.refuse_locked(ALSO_LOCKED.get(name, name) for name in request.POST)
    except actions.LockedField as refusal:
        return _locked(request, str(refusal.sentence))
    if request.POST.get("step") == "add":
        return _ask(request, Completion.once_more(referral, request.POST, today=today))
    whole = Completion.to(referral, request.POST, today=today)
    if not (whole.is_valid() and _is_written(request, referral, whole)):
        return _ask(request, whole)
    messages.success(request, _("Remissen är kompletterad. Vi ser vad som är nytt."))
    return redirect(pages.address(referral))


def _is_written(request: SignedIn, referral: Referral, whole: Completion) -> bool:
    return done(
        whole.rest,
        partial(
            actions.complete,
            referral,
            changes=whole.changes(),
            medicines=whole.rows(list(referral.medicines.all())),
            by=request.user,
            at=timezone.now(),
            edition=_edition(request.POST),
        ),
    )


def _edition(posted: QueryDict) -> int:
    """Which edition the page was shown with; a broken one fits none."""
    said = posted.get("edition", "")
    return int(said) if said.isascii() and said.isdigit() and len(said) < 10 else 0


def _locked(request: HttpRequest, sentence: str) -> HttpResponse:
    context = {"sentence": sentence, "posted": []}
    return render(request, "errors/409.html", context, status=400)


def _ask(request: SignedIn, whole: Completion) -> HttpResponse:
    referral = whole.referral
    faulty = [
        part
        for part in (whole.patient, whole.medicines, whole.rest)
        if part.is_bound and not part.is_valid()
    ]
    context = {
        "whole": whole,
        "referral": referral,
        "edition": request.POST.get("edition") or (referral and referral.edition),
        "form": faulty[0] if faulty else None,
    }
    return render(request, "referrals/clinic_complete.html", context)


@require_safe
def clinic_versions(request: SignedIn, reference: str) -> HttpResponse:
    """What the referral said, each time."""
    forbid(permissions.why_not_send(request.user))
    referral = visible(request.user, reference)
    at = timezone.now()
    note_opened(request, referral, at)
    found = history(referral, told_at=at)
    context = {"referral": referral, "versions": found}
    return render(request, "referrals/clinic_versions.html", context)


@require_safe
def versions(request: SignedIn, reference: str) -> HttpResponse:
    """What the referral said, each time, for those who assess or care."""
    forbid(permissions.why_not_read(request.user))
    referral = visible(request.user, reference)
    note_opened(request, referral, timezone.now())
    context = {
        "referral": referral,
        "versions": history(referral, shows_contact=not referral.hides_contact),
    }
    return render(request, "referrals/referral_versions.html", context)

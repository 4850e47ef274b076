"""A referral that is being written: begun, kept by itself, thrown away."""

import uuid

from django.contrib import messages
from django.http import Http404, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import (
    require_POST,
    require_safe,
)

from accounts.refusals import ChangedMeanwhile, Refused, forbid
from accounts.typing import SignedIn
from referrals import actions, permissions, queries
from referrals.forms.whole import WholeReferral
from referrals.models import ClinicDraft
from referrals.pages import clinic as pages
from referrals.pages import clinic_list
from referrals.pages.clinic_known import copied
from referrals.views.loading import GET_OR_POST, note_opened, note_read, visible
from referrals.views.writing import as_posted, ask, keep, known

# Alone they are nothing that somebody would miss.
NOT_WORTH_KEEPING = {
    *("csrfmiddlewaretoken", "step", "seen", "part", "form_key", "number"),
    *("issued_on", "medicines-TOTAL_FORMS", "medicines-INITIAL_FORMS"),
    *("medicines-MIN_NUM_FORMS", "medicines-MAX_NUM_FORMS"),
}


@GET_OR_POST
def clinic_keep(request: SignedIn) -> HttpResponse:
    """What the page asks every ten seconds; a GET gives a token after a new log-in."""
    forbid(permissions.why_not_send(request.user))
    if request.method == "GET":
        return JsonResponse({"token": get_token(request)})
    if not _is_worth_keeping(request):
        return JsonResponse({})
    key = _form_key(request)
    try:
        draft = keep(request, key)
    except Refused as refusal:
        return _refused(request, key, refusal)
    return JsonResponse(
        {
            "says": clinic_list.saved_sentence(draft),
            "seen": draft.edition,
            "url": reverse("referrals_public:clinic_draft", args=[key]),
        }
    )


def _is_worth_keeping(request: SignedIn) -> bool:
    return any(
        value.strip()
        for name, value in request.POST.items()
        if name not in NOT_WORTH_KEEPING and isinstance(value, str)
    )


def _form_key(request: SignedIn) -> uuid.UUID:
    try:
        return uuid.UUID(request.POST.get("form_key", ""))
    except ValueError as fault:
        raise Http404 from fault


def _refused(request: SignedIn, key: uuid.UUID, refusal: Refused) -> JsonResponse:
    """Why it is not kept, and where the other words stand."""
    found = {"says": str(refusal.sentence)}
    if isinstance(refusal, ChangedMeanwhile):
        found["says"] = _(
            "Utkastet har ändrats i en annan flik. Det här är inte sparat."
        )
        found["url"] = reverse("referrals_public:clinic_draft", args=[key])
        found["open"] = _("Öppna det som är sparat")
    elif sent := queries.earlier_with(request.user, key):
        found["url"] = pages.address(sent)
        found["open"] = _("Öppna remissen")
    return JsonResponse(found, status=409)


def _own(request: SignedIn, key: uuid.UUID) -> ClinicDraft:
    draft = queries.own_draft(request.user, key, timezone.now())
    if draft is None:
        raise Http404
    return draft


@require_safe
def clinic_draft(request: SignedIn, key: uuid.UUID) -> HttpResponse:
    """Go on where one stopped; what has been sent shows its receipt."""
    forbid(permissions.why_not_send(request.user))
    if sent := queries.earlier_with(request.user, key):
        return redirect(pages.address(sent, "clinic_receipt"))
    draft = _own(request, key)
    whole = WholeReferral.typed(as_posted(draft), today=timezone.localdate())
    return ask(
        request, whole, draft=draft, kept=draft, kept_at=clinic_list.saved_at(draft)
    )


@GET_OR_POST
def clinic_draft_away(request: SignedIn, key: uuid.UUID) -> HttpResponse:
    """Throw the draft away, after a question."""
    forbid(permissions.why_not_send(request.user))
    draft = queries.own_draft(request.user, key, timezone.now())
    if request.method == "POST":
        if draft:
            actions.throw_away_draft(draft)
            messages.success(request, _("Utkastet är borta."))
        return redirect(reverse("referrals_public:clinic_list") + "?view=drafts")
    [row] = clinic_list.of_drafts([draft or _own(request, key)])
    return render(request, "referrals/clinic_draft_away.html", {"row": row})


@require_POST
def clinic_known(request: SignedIn) -> HttpResponse:
    """Whether the clinic has referred the person with the number before: a fragment."""
    forbid(permissions.why_not_send(request.user))
    found = known(request, request.POST.get("number", ""))
    if found:
        note_read(request, found.latest)
    context = {"known": found, "fills": True}
    return render(request, "referrals/_known.html", context)


@require_safe
def clinic_copy(request: SignedIn, reference: str) -> HttpResponse:
    """A new referral with what an earlier one said and what does not grow old."""
    forbid(permissions.why_not_send(request.user))
    referral = visible(request.user, reference)
    note_opened(request, referral, timezone.now())
    given, lines = copied(referral)
    whole = WholeReferral.begun(given, lines, today=timezone.localdate())
    return ask(request, whole, copied_from=referral)


@require_safe
def clinic_part(request: SignedIn, pk: uuid.UUID) -> HttpResponse:
    """The form for a new referral, about somebody who asked for themselves.

    The clinic reads the name and nothing that the patient wrote.
    """
    forbid(permissions.why_not_send(request.user))
    asked = get_object_or_404(queries.parts_asked(request.user), pk=pk)
    note_opened(request, asked.referral, timezone.now())
    whole = WholeReferral.begun(
        {"name": asked.referral.name}, [], today=timezone.localdate()
    )
    return ask(request, whole, part=asked.pk, asked=asked)

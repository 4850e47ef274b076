"""A clinic writes a referral: one page, a check, a receipt.

Every step carries all that was written, so nothing depends on what the server kept.
The draft is there for whoever is interrupted, and for the Back button.
"""

import uuid

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.refusals import ChangedMeanwhile, forbid
from accounts.typing import SignedIn
from referrals import actions, permissions, queries
from referrals.forms.whole import Although, WholeReferral
from referrals.models import ClinicDraft, PartRequest, Referral, Reply
from referrals.models.clinic_draft import Written
from referrals.pages import attachments as attached
from referrals.pages import clinic as pages
from referrals.pages import clinic_known, clinic_list, content
from referrals.views import attachments
from referrals.views.loading import GET_OR_POST, note_read, visible

NOT_WRITTEN = {"csrfmiddlewaretoken", "step", "seen", attachments.DETACH}


@GET_OR_POST
def clinic_new(request: SignedIn) -> HttpResponse:
    """Write a referral; from the check page, change it or send it."""
    forbid(permissions.why_not_send(request.user))
    if request.method == "GET":
        return ask(request, WholeReferral.of(None, today=timezone.localdate()))
    return _take(request)


def _take(request: SignedIn) -> HttpResponse:
    """What was pressed: a step of writing, saving, checking or sending."""
    whole = WholeReferral.of(request.POST, today=timezone.localdate())
    if sent := queries.earlier_with(request.user, whole.form_key):
        return redirect(pages.address(sent, "clinic_receipt"))
    step = request.POST.get("step")
    if attachments.took(request, whole.form_key):
        return _ask_on(request, looks=False)
    if step in {"add", "change", "look"}:
        return _ask_on(request, looks=step == "look")
    if step == "save":
        return _save(request, whole)
    if not whole.is_valid():
        return ask(request, whole)
    return _go_on(request, whole)


def _ask_on(request: SignedIn, *, looks: bool) -> HttpResponse:
    """The page once more, as it was typed; what is known of the person fills gaps."""
    today, typed = timezone.localdate(), request.POST.copy()
    if looks and (found := known(request, typed.get("number", ""))):
        note_read(request, found.latest)
        for name, value in found.fill.items():
            typed[name] = typed.get(name) or value
    return ask(request, WholeReferral.typed(typed, today=today))


def known(request: SignedIn, number: str) -> clinic_known.Known | None:
    """What the own clinic has sent about the person before."""
    return clinic_known.known(
        request.user, number, at=timezone.now(), today=timezone.localdate()
    )


def _save(request: SignedIn, whole: WholeReferral) -> HttpResponse:
    """Keep it for later, without judging what is there."""
    try:
        draft = keep(request, whole.form_key)
    except ChangedMeanwhile:
        return _ask_which(request, whole.form_key)
    messages.success(request, clinic_list.saved_sentence(draft))
    return redirect("referrals_public:clinic_draft", whole.form_key)


def keep(request: SignedIn, key: uuid.UUID) -> ClinicDraft:
    """Keep what was posted as the person's draft."""
    return actions.keep_draft(
        key,
        written=_written(request, key),
        seen=request.POST.get("seen", ""),
        by=request.user,
        at=timezone.now(),
    )


def _written(request: SignedIn, key: uuid.UUID) -> Written:
    posted = dict(request.POST.lists())
    fields = {name: posted[name] for name in posted if name not in NOT_WRITTEN}
    return {**fields, "form_key": [str(key)]}


def _go_on(request: SignedIn, whole: WholeReferral) -> HttpResponse:
    """Send what has been checked; show everything else once more."""
    step = request.POST.get("step")
    notices = pages.notices(whole, request.user, timezone.localdate())
    if notices and (sent := queries.earlier_with(request.user, whole.form_key)):
        # The same press, a moment ago: the open referral is the one just sent.
        return redirect(pages.address(sent, "clinic_receipt"))
    although = Although(request.POST)
    if step in {"although", "send"} and notices and not although.is_valid():
        return _show(request, request.POST, "although", notices=notices, form=although)
    try:
        draft = keep(request, whole.form_key)
    except ChangedMeanwhile:
        return _ask_which(request, whole.form_key)
    if step != "send":
        return redirect("referrals_public:clinic_check", draft.pk)
    referral = _send(request, whole, request.POST if notices else QueryDict())
    return redirect(pages.address(referral, "clinic_receipt"))


def _send(request: SignedIn, whole: WholeReferral, said: QueryDict) -> Referral:
    return actions.send_asked(
        asked=asked_for(request),
        form_key=whole.form_key,
        person=whole.person(),
        request=whole.request(although=said.get("sent_although", "")),
        by=request.user,
        at=timezone.now(),
    )


def asked_for(request: SignedIn) -> PartRequest | None:
    """The patient's wish that this referral answers, if it does."""
    try:
        key = uuid.UUID(request.POST.get("part", ""))
    except ValueError:
        return None
    return queries.parts_asked(request.user).filter(pk=key).first()


@require_safe
def clinic_check(request: SignedIn, key: uuid.UUID) -> HttpResponse:
    """Everything that was written, before it is sent; afterwards the receipt."""
    forbid(permissions.why_not_send(request.user))
    if sent := queries.earlier_with(request.user, key):
        return redirect(pages.address(sent, "clinic_receipt"))
    draft = queries.own_draft(request.user, key, timezone.now())
    written = as_posted(draft)
    if draft is None or not written:
        messages.warning(
            request, _("Utkastet sparas inte längre. Skriv remissen igen.")
        )
        return redirect("referrals_public:clinic_new")
    whole = WholeReferral.of(written, today=timezone.localdate())
    if not whole.is_valid():
        return ask(request, whole, draft=draft)
    notices = pages.notices(whole, request.user, timezone.localdate())
    although = Although(written)
    written["seen"] = draft.edition
    if notices and not although.is_valid():
        return _show(request, written, "although", notices=notices, form=Although())
    reason = although.cleaned_data["sent_although"] if notices else ""
    rows = [
        *content.of_clinic_form(whole, reason),
        *attached.facts_of_form(request.user, key),
    ]
    return _show(request, written, "check", rows=rows, sent_although=reason)


def as_posted(draft: ClinicDraft | None) -> QueryDict:
    """The draft's fields, as if its page had been posted."""
    written = QueryDict(mutable=True)
    for name, values in draft.written().items() if draft else ():
        written.setlist(name, values)
    return written


def ask(
    request: SignedIn,
    whole: WholeReferral,
    *,
    draft: ClinicDraft | None = None,
    **shown: object,
) -> HttpResponse:
    """The page itself, with what needs to be put right."""
    faulty = [
        part
        for part in (whole.patient, whole.medicines, whole.rest)
        if part.is_bound and not part.is_valid()
    ]
    typed = str(whole.patient["number"].value() or "")
    kept = as_posted(draft) or request.POST
    context = {
        "whole": whole,
        "form_key": whole.patient["form_key"].value() or "",
        "form": faulty[0] if faulty else None,
        "seen": draft.edition if draft else request.POST.get("seen", ""),
        "part": kept.get("part", ""),
        "known": known(request, typed),
        **_promise(),
        **shown,
    }
    return render(request, "referrals/clinic_new.html", context)


def _ask_which(request: SignedIn, key: uuid.UUID) -> HttpResponse:
    """Another tab has saved something else: nothing is written over unasked."""
    draft = queries.own_draft(request.user, key, timezone.now())
    whole = WholeReferral.typed(request.POST, today=timezone.localdate())
    return ask(request, whole, draft=draft, conflict=draft)


def _show(
    request: SignedIn, written: QueryDict, step: str, **shown: object
) -> HttpResponse:
    """A page between writing and sending, with everything that was written."""
    posted = [
        (name, value)
        for name, values in written.lists()
        if name == "seen" or name not in NOT_WRITTEN | {"sent_although"}
        for value in values
    ]
    context = {"posted": posted, **shown}
    return render(request, f"referrals/clinic_{step}.html", context)


@require_safe
def clinic_receipt(request: SignedIn, reference: str) -> HttpResponse:
    """What happens now; the same page however often send was pressed."""
    forbid(permissions.why_not_send(request.user))
    referral = visible(request.user, reference)
    confirmed = referral.replies.filter(confirms=Reply.Confirms.RECEIVED).first()
    context = {"referral": referral, "confirmed": confirmed, **_promise()}
    return render(request, "referrals/clinic_receipt.html", context)


def _promise() -> dict[str, int]:
    """How soon the unit answers, where it has promised that."""
    return {"answer_days": settings.ANSWER_WITHIN_WORKING_DAYS}

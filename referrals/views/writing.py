"""A clinic writes a referral: one page, a check, a receipt.

Every step carries all that was written, so nothing depends on what the server kept.
The draft behind the check page is there so that Back shows a page, not a warning.
"""

import uuid

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.typing import SignedIn
from referrals import actions, permissions, queries
from referrals.actions import self_referral as drafts
from referrals.forms.whole import Although, WholeReferral
from referrals.models import Draft, OpenDraft
from referrals.pages import clinic as pages
from referrals.pages import content
from referrals.views.loading import forbid, visible
from referrals.views.visitor import set_cookie

NOT_WRITTEN = {"csrfmiddlewaretoken", "step"}
ONE_HOUR = 60 * 60


@require_http_methods(["GET", "POST"])
def clinic_new(request: SignedIn) -> HttpResponse:
    """Write a referral; from the check page, change it or send it."""
    forbid(permissions.why_not_send(request.user))
    today = timezone.localdate()
    if request.method == "GET":
        return _ask(request, WholeReferral.of(None, today=today))
    whole = WholeReferral.of(request.POST, today=today)
    if sent := queries.earlier_with(request.user, whole.form_key):
        return redirect(pages.address(sent, "clinic_receipt"))
    if request.POST.get("step") in {"add", "change"}:
        return _ask(request, WholeReferral.typed(request.POST, today=today))
    if not whole.is_valid():
        return _ask(request, whole)
    return _go_on(request, whole)


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
    if step != "send":
        return _keep(request, whole)
    reason = request.POST.get("sent_although", "") if notices else ""
    referral = actions.send(
        form_key=whole.form_key,
        person=whole.person(),
        request=whole.request(although=reason),
        by=request.user,
        at=timezone.now(),
    )
    return _to_receipt(
        request, whole.form_key, pages.address(referral, "clinic_receipt")
    )


def _keep(request: SignedIn, whole: WholeReferral) -> HttpResponse:
    """Put what was written where the check page finds it."""
    key = whole.form_key
    written = dict(request.POST.lists())
    answers = {name: written[name] for name in written if name not in NOT_WRITTEN}
    answers["form_key"] = [str(key)]
    if draft := _draft(request, key):
        drafts.answer(draft, step="clinic", values=answers, at=timezone.now())
    else:
        draft = drafts.begin(answers={"clinic": answers}, at=timezone.now())
    response = redirect("referrals_public:clinic_check", key)
    set_cookie(response, _cookie(key), draft.token, max_age=ONE_HOUR)
    return response


def _to_receipt(request: SignedIn, key: uuid.UUID, url: str) -> HttpResponse:
    """Go to the receipt; the draft has done its work."""
    if draft := _draft(request, key):
        drafts.forget(draft)
    response = redirect(url)
    response.delete_cookie(_cookie(key), samesite="Lax")
    return response


def _draft(request: SignedIn, key: uuid.UUID) -> OpenDraft | None:
    token = request.COOKIES.get(_cookie(key), "")
    return Draft.objects.opened_with(token, at=timezone.now())


def _cookie(key: uuid.UUID) -> str:
    # One for each form, so that two referrals can be written side by side.
    return f"remiss_{key.hex}"


@require_safe
def clinic_check(request: SignedIn, key: uuid.UUID) -> HttpResponse:
    """Everything that was written, before it is sent; afterwards the receipt."""
    forbid(permissions.why_not_send(request.user))
    if sent := queries.earlier_with(request.user, key):
        return redirect(pages.address(sent, "clinic_receipt"))
    draft = _draft(request, key)
    if draft is None:
        messages.warning(
            request, _("Utkastet sparas inte längre. Skriv remissen igen.")
        )
        return redirect("referrals_public:clinic_new")
    written = _as_posted(draft)
    whole = WholeReferral.of(written, today=timezone.localdate())
    if not whole.is_valid():
        return _ask(request, whole)
    notices = pages.notices(whole, request.user, timezone.localdate())
    although = Although(written)
    if notices and not although.is_valid():
        return _show(request, written, "although", notices=notices, form=Although())
    reason = although.cleaned_data["sent_although"] if notices else ""
    rows = content.of_clinic_form(whole, reason)
    return _show(request, written, "check", rows=rows, sent_although=reason)


def _as_posted(draft: OpenDraft) -> QueryDict:
    written = QueryDict(mutable=True)
    for name, values in draft.answered("clinic").items():
        written.setlist(name, values)
    return written


def _ask(request: SignedIn, whole: WholeReferral) -> HttpResponse:
    """The page itself, with what needs to be put right."""
    faulty = [
        part
        for part in (whole.patient, whole.medicines, whole.rest)
        if part.is_bound and not part.is_valid()
    ]
    return render(
        request,
        "referrals/clinic_new.html",
        {"whole": whole, "form": faulty[0] if faulty else None, **_promise()},
    )


def _show(
    request: SignedIn, written: QueryDict, step: str, **shown: object
) -> HttpResponse:
    """A page between writing and sending, with everything that was written."""
    posted = [
        (name, value)
        for name, values in written.lists()
        if name not in NOT_WRITTEN | {"sent_although"}
        for value in values
    ]
    context = {"posted": posted, **shown}
    return render(request, f"referrals/clinic_{step}.html", context)


@require_safe
def clinic_receipt(request: SignedIn, reference: str) -> HttpResponse:
    """What happens now; the same page however often send was pressed."""
    forbid(permissions.why_not_send(request.user))
    referral = visible(request.user, reference)
    context = {"referral": referral, **_promise()}
    return render(request, "referrals/clinic_receipt.html", context)


def _promise() -> dict[str, int]:
    """How soon the unit answers, where it has promised that."""
    return {"answer_days": settings.ANSWER_WITHIN_WORKING_DAYS}

"""The sending clinic's pages: its list, a new referral, what came of it."""

from functools import partial

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from accounts.typing import SignedIn
from referrals import actions, permissions, queries
from referrals.forms.answer import Answer, Withdraw
from referrals.forms.whole import Although, WholeReferral
from referrals.models import Question
from referrals.pages import clinic as pages
from referrals.pages import content
from referrals.views.loading import done, forbid, note_opened, visible

PER_PAGE = 50
POSTED = {"csrfmiddlewaretoken", "step", "sent_although"}


@require_safe
def clinic_list(request: SignedIn) -> HttpResponse:
    """What the person, or the whole clinic, has sent."""
    forbid(permissions.why_not_send(request.user))
    view = request.GET.get("view", "mine")
    view = view if view in queries.CLINIC_VIEWS else "mine"
    at = timezone.now()
    page = Paginator(queries.sent_by_clinic(request.user, view), PER_PAGE).get_page(
        request.GET.get("page")
    )
    rows = [
        pages.Row(
            referral=row,
            tag=pages.tag_of(row, at),
            label=pages.tag_label(row, at),
            has_question=row.has_question,  # type: ignore[attr-defined]
        )
        for row in page
    ]
    return render(
        request,
        "referrals/clinic_list.html",
        {
            "rows": rows,
            "page": page,
            "view": view,
            "tabs": pages.tabs(request.user, view),
            "query": f"view={view}",
        },
    )


@require_http_methods(["GET", "POST"])
def clinic_new(request: SignedIn) -> HttpResponse:
    """Write a referral, check it, send it; each step carries all that was written."""
    forbid(permissions.why_not_send(request.user))
    today = timezone.localdate()
    if request.method == "GET":
        return _ask(request, WholeReferral.of(None, today=today))
    whole = WholeReferral.of(request.POST, today=today)
    whole.patient.is_valid()
    key = whole.patient.cleaned_data["form_key"]
    if sent := queries.earlier_with(request.user, key):
        return redirect(pages.address(sent, "clinic_receipt"))
    if request.POST.get("step") in {"add", "change"}:
        return _ask(request, WholeReferral.typed(request.POST, today=today))
    if not whole.is_valid():
        return _ask(request, whole)
    return _check_or_send(request, whole)


def _check_or_send(request: SignedIn, whole: WholeReferral) -> HttpResponse:
    """What can be sent is shown once more; what is unusual needs a reason first."""
    step = request.POST.get("step")
    notices = pages.notices(whole, request.user, timezone.localdate())
    asked = step in {"although", "send"}
    although = Although(request.POST if asked else None)
    if notices and not (asked and although.is_valid()):
        return _show(request, "although", notices=notices, form=although)
    reason = although.cleaned_data["sent_although"] if notices else ""
    if step != "send":
        rows = content.of_clinic_form(whole, reason)
        return _show(request, "check", rows=rows, sent_although=reason)
    referral = actions.send(
        form_key=whole.patient.cleaned_data["form_key"],
        person=whole.person(),
        request=whole.request(although=reason),
        by=request.user,
        at=timezone.now(),
    )
    return redirect(pages.address(referral, "clinic_receipt"))


def _ask(request: SignedIn, whole: WholeReferral) -> HttpResponse:
    faulty = [
        part
        for part in (whole.patient, whole.medicines, whole.rest)
        if part.is_bound and not part.is_valid()
    ]
    return render(
        request,
        "referrals/clinic_new.html",
        {"whole": whole, "form": faulty[0] if faulty else None},
    )


def _show(request: SignedIn, step: str, **shown: object) -> HttpResponse:
    """A page between writing and sending, with everything that was written."""
    posted = [
        (name, value)
        for name, values in request.POST.lists()
        if name not in POSTED
        for value in values
    ]
    context = {"posted": posted, **shown}
    return render(request, f"referrals/clinic_{step}.html", context)


@require_safe
def clinic_receipt(request: SignedIn, reference: str) -> HttpResponse:
    """What happens now; the same page however often send was pressed."""
    referral = visible(request.user, reference)
    forbid(permissions.why_not_send(request.user))
    return render(request, "referrals/clinic_receipt.html", {"referral": referral})


@require_safe
def clinic_detail(request: SignedIn, reference: str) -> HttpResponse:
    """What has come of a referral, and what is asked about it."""
    referral = visible(request.user, reference)
    forbid(permissions.why_not_send(request.user))
    at = timezone.now()
    note_opened(request, referral, at)
    replies = list(referral.replies.readable(at))
    questions = [
        question
        for question in referral.questions.all()
        if not permissions.why_not_answer(request.user, question)
    ]
    return render(
        request,
        "referrals/clinic_detail.html",
        {
            "referral": referral,
            "tag": pages.tag_of(referral, at),
            "tag_label": pages.tag_label(referral, at),
            "questions": questions,
            "entries": pages.timeline(referral, replies, at),
            "facts": content.of_referral(referral, shows_contact=True),
            "why_not_withdraw": permissions.why_not_withdraw(request.user, referral),
        },
    )


@require_http_methods(["GET", "POST"])
def clinic_answer(request: SignedIn, reference: str, pk: str) -> HttpResponse:
    """Answer one question."""
    referral = visible(request.user, reference)
    question = get_object_or_404(
        Question.objects.filter(referral=referral).select_related("referral"), pk=pk
    )
    form = Answer(request.POST or None)
    if request.method == "GET" or not question.answered_at:
        forbid(permissions.why_not_answer(request.user, question))
    if form.is_valid():
        actions.answer(
            question,
            text=form.cleaned_data["text"],
            by=request.user,
            at=timezone.now(),
        )
        return redirect(pages.address(referral))
    context = {"referral": referral, "question": question, "form": form}
    return render(request, "referrals/clinic_answer.html", context)


@require_http_methods(["GET", "POST"])
def clinic_withdraw(request: SignedIn, reference: str) -> HttpResponse:
    """Take the referral back, with a reason."""
    referral = visible(request.user, reference)
    forbid(permissions.why_not_send(request.user))
    form = Withdraw(request.POST or None)
    if request.method == "GET":
        forbid(permissions.why_not_withdraw(request.user, referral))
    if form.is_valid() and done(
        form,
        partial(
            actions.withdraw,
            referral,
            **form.cleaned_data,
            by=request.user,
            at=timezone.now(),
        ),
    ):
        return redirect(pages.address(referral))
    context = {"referral": referral, "form": form}
    return render(request, "referrals/clinic_withdraw.html", context)

"""The sending clinic's pages: its list, and what came of a referral."""

from functools import partial

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from accounts.typing import SignedIn
from referrals import actions, permissions, queries
from referrals.forms.answer import Answer, Withdraw
from referrals.models import Question
from referrals.pages import clinic as pages
from referrals.pages import content
from referrals.views.loading import done, forbid, note_opened, visible

PER_PAGE = 50


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

"""The sending clinic's pages: its list, and what came of a referral."""

from datetime import datetime

from django.core.paginator import Page, Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.models import User
from accounts.refusals import forbid
from accounts.typing import SignedIn
from referrals import actions, permissions, queries
from referrals.forms.answer import Answer, Withdraw
from referrals.lifecycle import Status
from referrals.models import ClinicDraft, Question, Referral
from referrals.pages import clinic as pages
from referrals.pages import clinic_list as lists
from referrals.pages import clinic_status, content
from referrals.views.loading import GET_OR_POST, did, note_opened, visible
from ui.forms import posted

PER_PAGE = 50


@require_safe
def clinic_list(request: SignedIn) -> HttpResponse:
    """What the person, or the whole clinic, has sent, is asked or is writing."""
    forbid(permissions.why_not_send(request.user))
    view = request.GET.get("view", "mine")
    view = view if view in queries.CLINIC_VIEWS else "mine"
    at = timezone.now()
    page, rows = _rows(request.user, view, at, number=request.GET.get("page"))
    return render(
        request,
        "referrals/clinic_list.html",
        {
            "rows": rows,
            "page": page,
            "view": view,
            "tabs": lists.tabs(request.user, view, at),
            "query": f"view={view}",
            "empty": lists.empty_words(view),
        },
    )


def _rows(
    user: User, view: str, at: datetime, *, number: str | None
) -> tuple["Page[Referral] | Page[ClinicDraft]", list[lists.Row]]:
    """One page of a view; what the clinic is asked about stands before its answers."""
    if view == "drafts":
        drafts = Paginator(ClinicDraft.objects.of(user, at=at), PER_PAGE)
        kept = drafts.get_page(number)
        return kept, lists.of_drafts(kept)
    sent = queries.sent_by_clinic(user, view, at)
    page = Paginator(sent, PER_PAGE).get_page(number)
    if view == "silent":
        return page, lists.of_silent(page, at)
    asked = queries.parts_asked(user) if view == "asked" and page.number == 1 else ()
    return page, lists.of_asked(asked) + lists.of_sent(page, at)


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
            "version": clinic_status.version_told(referral, at),
            "questions": questions,
            "replies": replies,
            "entries": clinic_status.timeline(referral, replies, at),
            "waiting": clinic_status.waiting(referral, questions, at),
            "facts": content.of_referral(referral, shows_contact=True),
            "why_not_withdraw": permissions.why_not_withdraw(request.user, referral),
            "why_not_complete": permissions.why_not_complete(request.user, referral),
        },
    )


@GET_OR_POST
def clinic_answer(request: SignedIn, reference: str, pk: str) -> HttpResponse:
    """Answer one question."""
    referral = visible(request.user, reference)
    question = get_object_or_404(
        Question.objects.filter(referral=referral).select_related(
            "referral__joined_to"
        ),
        pk=pk,
    )
    form = Answer(posted(request))
    # What is posted is kept even if somebody has decided meanwhile.
    forbid(permissions.why_not_the_one_asked(request.user, question))
    if not form.is_valid():
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


@GET_OR_POST
def clinic_withdraw(request: SignedIn, reference: str) -> HttpResponse:
    """Take the referral back, with a reason; a second press shows the receipt."""
    referral = visible(request.user, reference)
    forbid(permissions.why_not_send(request.user))
    if referral.status == Status.WITHDRAWN:
        return redirect(pages.address(referral, "clinic_withdrawn"))
    form = Withdraw(posted(request))
    if request.method == "GET":
        forbid(permissions.why_not_withdraw(request.user, referral))
    if did(request, form, actions.withdraw, referral):
        return redirect(pages.address(referral, "clinic_withdrawn"))
    context = {"referral": referral, "form": form}
    return render(request, "referrals/clinic_withdraw.html", context)


@require_safe
def clinic_withdrawn(request: SignedIn, reference: str) -> HttpResponse:
    """That it is taken back, who knows it and who does not."""
    referral = visible(request.user, reference)
    forbid(permissions.why_not_send(request.user))
    if referral.status != Status.WITHDRAWN:
        return redirect(pages.address(referral))
    return render(request, "referrals/clinic_withdrawn.html", {"referral": referral})

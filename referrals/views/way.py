"""Which page of a self-referral comes next."""

from django.http import HttpRequest
from django.urls import reverse

from referrals.actions import self_referral as writing
from referrals.forms import journey
from referrals.models import OpenDraft

FROM_CHECK = "check"


def after(draft: OpenDraft, key: str, number: int, request: HttpRequest) -> str:
    """The page after an answered question."""
    if key == "fits" and draft.answered("fits")["fits"] in journey.NOT_FOR_ALL:
        return reverse("referrals_public:not_for_all")
    if key in {"dose", "dangers"} and unread_dangers(draft):
        return reverse("referrals_public:safety")
    last = number == len(journey.STEPS)
    if last or request.GET.get("return") == FROM_CHECK:
        return reverse("referrals_public:check")
    return reverse("referrals_public:question", args=[number + 1])


def resume_at(draft: OpenDraft) -> str:
    """The first page that is not done: an answer, advice not read, or the check."""
    number = journey.first_unanswered(draft.answers)
    if number is not None:
        return reverse("referrals_public:question", args=[number])
    if unread_dangers(draft):
        return reverse("referrals_public:safety")
    return reverse("referrals_public:check")


def unread_dangers(draft: OpenDraft) -> set[str]:
    """Dangers whose advice has not been shown; nobody is shown the same twice."""
    read = draft.answered("safety").get("read", [])
    return set(writing.dangers(draft.answers)) - set(read)


def back(request: HttpRequest, number: int) -> str:
    """The page before a question."""
    if request.GET.get("return") == FROM_CHECK:
        return reverse("referrals_public:check")
    if number == 1:
        return reverse("referrals_public:self_referral")
    return reverse("referrals_public:question", args=[number - 1])

"""The open referral beside its list: what every page about it loads and ends with."""

from collections.abc import Callable
from functools import partial

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from accounts.refusals import ChangedMeanwhile, ImpossibleMove, Refused, WhyNot, forbid
from accounts.typing import SignedIn
from referrals import actions, permissions, presence, queries
from referrals.models import Referral
from referrals.pages import attachments, contributions, deciding, same
from referrals.pages import compare as comparisons
from referrals.pages import triage as pages
from referrals.queries import Asker, Wanted
from referrals.views.loading import note_opened, visible
from ui.forms import Form

DECIDING = frozenset({"accept", "ask", "redirect", "reject", "withdraw"})


def asker_of(request: SignedIn) -> Asker:
    """Who asks, on what day, under which country's rules."""
    return Asker(user=request.user, today=timezone.localdate(), regime=actions.regime())


def wanted_of(request: SignedIn) -> Wanted:
    """The list that the address asks for."""
    return queries.read(request.GET.dict())


def view_of(request: SignedIn) -> str:
    """The list that the person came from, as it stands in an address."""
    return wanted_of(request).query


def beside(
    request: SignedIn, referral: Referral | None, *, text: str = ""
) -> dict[str, object]:
    """The list that stands beside the open referral, for those who have one."""
    if permissions.why_not_open_list(request.user):
        return {"listing": None}
    shown = pages.listing(
        asker_of(request),
        wanted_of(request),
        number=request.GET.get("page"),
        at=timezone.now(),
        current=referral,
        text=text,
    )
    request.counted = {"referrals": shown.counts.to_assess}
    return {"listing": shown}


def panel(
    request: SignedIn,
    name: str,
    text: str = "",
    status: int = 200,
    /,
    **more: object,
) -> HttpResponse:
    """Something about the list as a whole, beside the list."""
    context = {**beside(request, None, text=text), "panel": name, **more}
    page = f"referrals/worklist_{name}.html"
    return render(request, page, context, status=status)


def opened(request: SignedIn, reference: str) -> Referral:
    """Load the referral and write that it was opened, or refuse."""
    forbid(permissions.why_not_open_list(request.user))
    return _noted(request, reference)


def read(request: SignedIn, reference: str) -> Referral:
    """The same for those who only read: the team around the patient."""
    forbid(permissions.why_not_read(request.user))
    return _noted(request, reference)


def _noted(request: SignedIn, reference: str) -> Referral:
    # What is posted changes what there is: the page that answers looks again.
    referral = visible(request.user, reference, marked=request.method == "GET")
    if request.user.unit_id == referral.unit_id:
        # Fetched along with the referral, so that the log need not ask for it.
        request.user.unit = referral.unit
    note_opened(request, referral, timezone.now())
    return referral


def page(
    request: SignedIn,
    referral: Referral,
    name: str = "detail",
    *,
    shows: bool = False,
    **more: object,
) -> HttpResponse:
    """The open referral beside the list, with the form of one verb if any."""
    if request.method == "GET":
        presence.note(
            referral.pk,
            user=request.user,
            decides=name in DECIDING,
            at=timezone.now(),
        )
    context = {**beside(request, referral), **_around(request, referral, shows), **more}
    form = more.get("form")
    is_refused = isinstance(form, Form) and form.is_bound and form.non_field_errors()
    status = 409 if is_refused else 200
    return render(request, f"referrals/referral_{name}.html", context, status=status)


def _around(request: SignedIn, referral: Referral, shows: bool) -> dict[str, object]:  # noqa: FBT001 - passed on
    """All that the open referral shows, fetched once."""
    queries.gather(referral)
    user, today = request.user, timezone.localdate()
    return {
        "referral": referral,
        "detail": pages.detail(
            referral,
            user,
            query=view_of(request),
            at=timezone.now(),
            today=today,
            shows=shows,
        ),
        "deciding": deciding.beside(referral, user, today),
        "beside": same.beside(referral, user),
        "attached": attachments.of_case(referral),
        "contributions": contributions.of_case(referral, today=today),
        "may_ask": not permissions.why_not_open_list(user),
    }


def onwards(request: SignedIn, referral: Referral, told: str) -> HttpResponse:
    """Say what was done, and go to what waits next."""
    messages.success(
        request, f"{told}: {referral.shown_name}, {referral.shown_reference}"
    )
    following = queries.next_to_assess(
        asker_of(request), after=referral, wanted=wanted_of(request)
    )
    if following is None:
        return _empty(request)
    url = pages.address(following, query=view_of(request))
    mark = "&" if "?" in url else "?"
    return redirect(f"{url}{mark}done={referral.shown_reference}")


def _empty(request: SignedIn) -> HttpResponse:
    """Nothing more in this list."""
    presence.leave(user=request.user)
    return redirect(pages.list_address(view_of(request)))


def decide(
    request: SignedIn,
    referral: Referral,
    form: Form,
    name: str,
    action: Callable[..., object],
    told: str,
    *,
    given: dict[str, object] | None = None,
    why_not: WhyNot | None = None,
    again: Callable[[], HttpResponse] | None = None,
) -> HttpResponse:
    """Do what the form says and go on, or show the form with the sentence.

    When somebody else was there first, both sides are shown, with `why_not` saying
    whether one's own can still be done. `given` is what the action is told, when that
    is not simply what the form asked; `again` shows the form, when that takes more.
    """
    if form.is_valid():
        said = form.cleaned_data if given is None else given
        act = partial(action, referral, **said, by=request.user, at=timezone.now())
        refused = compare_or_refuse(
            request, referral, form, name, act, why_not, again=again
        )
        return refused or onwards(request, referral, told)
    return again() if again else page(request, referral, name, form=form)


def compare_or_refuse(
    request: SignedIn,
    referral: Referral,
    form: Form,
    name: str,
    act: Callable[[], object],
    why_not: WhyNot | None,
    *,
    again: Callable[[], HttpResponse] | None = None,
) -> HttpResponse | None:
    """Do it; what to show when it could not be done, and nothing when it was."""
    try:
        act()
    except (ChangedMeanwhile, ImpossibleMove) as refusal:
        if why_not:
            return compare(request, referral, form, name, refusal, why_not)
        form.add_error(None, str(refusal.sentence))
    except Refused as refusal:
        form.add_error(None, str(refusal.sentence))
    else:
        return None
    return again() if again else page(request, referral, name, form=form)


def compare(
    request: SignedIn,
    referral: Referral,
    form: Form,
    name: str,
    refusal: Refused,
    why_not: WhyNot,
) -> HttpResponse:
    """What one was about to do beside what a colleague did; nothing typed is lost."""
    now = visible(request.user, str(referral.pk))
    both = comparisons.comparison(
        now,
        form,
        request.POST,
        sentence=refusal.sentence,
        heading=comparisons.HEADINGS[name],
        url=pages.address(now, name, view_of(request)),
        why_not=why_not(request.user, now),
    )
    context = {
        "referral": now,
        "both": both,
        "can_undo": now.can_be_undone(timezone.now()),
    }
    return render(request, "referrals/referral_compare.html", context, status=409)

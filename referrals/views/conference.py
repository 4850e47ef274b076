"""The team's conference: the list, one point at a time, and what came of it."""

from datetime import timedelta

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.models import User
from accounts.refusals import forbid
from accounts.typing import SignedIn
from referrals import actions, permissions, queries
from referrals.forms.conference import Contribute, DecidePoint, TakeUp
from referrals.models import Conference, ConferencePoint, Referral
from referrals.pages import conferring as pages
from referrals.views.loading import GET_OR_POST, did, note_opened, status_of
from referrals.views.opened import opened, page
from referrals.views.ticked import ticked
from ui.forms import Form, posted
from ui.templatetags.dates import day as short_day

DONE_WITHIN = timedelta(days=7)


def _conference(request: SignedIn, pk: str) -> Conference:
    forbid(permissions.why_not_confer(request.user))
    rows = Conference.objects.at_unit_of(request.user).select_related("unit")
    return get_object_or_404(rows, pk=pk)


def _point(request: SignedIn, pk: str) -> ConferencePoint:
    """One point: of those who assess, or of whoever takes part in it."""
    rows = queries.with_people(ConferencePoint.objects.visible_to(request.user))
    return get_object_or_404(rows, pk=pk)


@require_safe
def overview(request: SignedIn) -> HttpResponse:
    """The next conference, those after it, and those that have been."""
    forbid(permissions.why_not_confer(request.user))
    today = timezone.localdate()
    context = {
        "coming": queries.coming_conferences(request.user, today),
        "past": pages.past(request.user, today, request.GET.get("page")),
    }
    return render(request, "referrals/conference_list.html", context)


@require_safe
def show(request: SignedIn, pk: str) -> HttpResponse:
    """The list of one conference, in its order."""
    conference = _conference(request, pk)
    today = timezone.localdate()
    points = pages.points_of(conference, request.user, today)
    first = next((one for one in points if not one.is_decided), None)
    context = {
        "conference": conference,
        "points": points,
        "first": first,
        "is_over": conference.ended_at or conference.held_on < today,
    }
    return render(request, "referrals/conference.html", context)


@require_safe
def printed(request: SignedIn, pk: str) -> HttpResponse:
    """The list on paper: each person on it has been opened by whoever prints."""
    conference = _conference(request, pk)
    at = timezone.now()
    points = pages.points_of(conference, request.user, timezone.localdate())
    for one in points:
        note_opened(request, one.point.referral, at)
    context = {"conference": conference, "points": points, "at": at}
    return render(request, "referrals/conference_print.html", context)


@GET_OR_POST
def take_up(request: SignedIn, reference: str) -> HttpResponse:
    """Put the referral on a list."""
    referral = opened(request, reference)
    today = timezone.localdate()
    known = queries.next_conference(request.user, today)
    day = known.held_on if known else queries.conference_day(today)
    before = referral.conference_points.undecided().order_by("-added_at").first()
    form = TakeUp(
        posted(request),
        today=today,
        initial={"held_on": day, "question": before.question if before else ""},
    )
    if did(request, form, actions.take_up_on, referral):
        told = _("Remissen tas upp %(day)s.") % {
            "day": short_day(form.cleaned_data["held_on"])
        }
        messages.success(request, told)
        return redirect("referrals:detail", referral.shown_reference)
    return page(request, referral, "take_up", form=form)


@require_POST
def take_up_many(request: SignedIn) -> HttpResponse:
    """Put what is ticked in the list on the next conference."""
    forbid(permissions.why_not_confer(request.user))
    rows = Referral.objects.visible_to(request.user).undecided().leading()
    found = list(rows.filter(reference__in=ticked(request)))
    if not found:
        messages.error(request, _("Kryssa i minst en remiss i listan."))
        return redirect("referrals:share")
    at, today = timezone.now(), timezone.localdate()
    known = queries.next_conference(request.user, today)
    conference = known or actions.plan_conference(
        unit=found[0].unit,
        held_on=queries.conference_day(today),
        by=request.user,
        at=at,
    )
    for referral in found:
        actions.take_up(
            referral, conference=conference, question="", by=request.user, at=at
        )
    messages.success(request, _("Remisserna står på listan."))
    return redirect("referrals:conference", conference.pk)


@GET_OR_POST
def point(request: SignedIn, pk: str) -> HttpResponse:
    """Two minutes: the card, the voices, the decision, the next step."""
    found = _point(request, pk)
    note_opened(request, found.referral, timezone.now())
    today = timezone.localdate()
    people = queries.those_who_care(found.conference.unit_id)
    heard = found.voices.values_list("user", flat=True)
    form = DecidePoint(
        posted(request),
        people=people,
        today=today,
        initial={
            "voices": list(heard),
            "owner": request.user,
            "due_on": today + DONE_WITHIN,
        },
    )
    if request.method == "POST":
        forbid(permissions.why_not_confer(request.user))
        if did(request, form, actions.decide_point, found):
            return _next(request, found)
    saying = Contribute(people=people, initial={"voice": request.user})
    return _shown(request, found, form, saying)


def _next(request: SignedIn, found: ConferencePoint) -> HttpResponse:
    """Say what was kept, and open the next point."""
    messages.success(request, _("Beslutet är sparat och nästa steg är utdelat."))
    following = found.conference.points.undecided().order_by("position").first()
    if following:
        return redirect("referrals:point", following.pk)
    return redirect("referrals:conference", found.conference.pk)


def _shown(
    request: SignedIn, found: ConferencePoint, form: Form, saying: Form
) -> HttpResponse:
    may_write = not permissions.why_not_confer(request.user)
    context = {
        "card": pages.card(found, request.user, timezone.localdate()),
        "point": found,
        "conference": found.conference,
        "form": form,
        "saying": saying,
        "may_write": may_write and found.decided_at is None,
        "may_confer": may_write,
    }
    return render(
        request, "referrals/conference_point.html", context, status=status_of(form)
    )


@require_POST
def say(request: SignedIn, pk: str) -> HttpResponse:
    """Write down what a profession says."""
    forbid(permissions.why_not_confer(request.user))
    found = _point(request, pk)
    people = queries.those_who_care(found.conference.unit_id)
    saying = Contribute(request.POST, people=people)
    if not saying.is_valid():
        form = DecidePoint(people=people, today=timezone.localdate())
        return _shown(request, found, form, saying)
    voice: User = saying.cleaned_data["voice"]
    actions.contribute(
        found,
        voice=voice,
        said=saying.cleaned_data["said"],
        by=request.user,
        at=timezone.now(),
    )
    messages.success(request, _("Bidraget är sparat."))
    return redirect("referrals:point", found.pk)


@require_POST
def earlier(request: SignedIn, pk: str) -> HttpResponse:
    """Let the point come before the one above it."""
    forbid(permissions.why_not_confer(request.user))
    found = _point(request, pk)
    actions.put_earlier(found, by=request.user, at=timezone.now())
    return redirect("referrals:conference", found.conference.pk)


@require_POST
def end(request: SignedIn, pk: str) -> HttpResponse:
    """The conference is over."""
    conference = _conference(request, pk)
    actions.end_conference(conference, by=request.user, at=timezone.now())
    messages.success(request, _("Konferensen är avslutad."))
    return redirect("referrals:conference", conference.pk)

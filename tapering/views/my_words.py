"""What the patient decides or tells: a pause, the next step, what was taken."""

import uuid
from datetime import timedelta

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from accounts.refusals import Refused
from accounts.typing import SignedIn
from patients.models import Case
from tapering import actions, forms, pages, queries
from tapering.views.loading import own_open_case
from ui.forms import CreatingForm, posted

BOTH = ["GET", "POST"]


@require_http_methods(BOTH)
def my_pause(request: SignedIn) -> HttpResponse:
    """I want to pause or talk. Where the rule says so, the pause begins at once."""
    case = own_open_case(request)
    form = forms.PauseForm(posted(request))
    if form.is_valid():
        if wanted := request.POST.get("pause"):
            return _pause(request, case, wanted, form)
        actions.ask_for_pause(case, wish=form.text, by=request.user, at=now())
        return redirect("tapering_public:my_pause_sent")
    holds = pages.own_holds(case, request.user, localdate())
    return render(request, "tapering/my_pause.html", {"form": form, "holds": holds})


def _pause(
    request: SignedIn, case: Case, wanted: str, form: forms.PauseForm
) -> HttpResponse:
    """Pause the plan that was pressed, if the rule still lets the patient."""
    holds = pages.own_holds(case, request.user, localdate())
    chosen = [hold for hold in holds if str(hold.running.plan.pk) == wanted]
    for hold in chosen:
        actions.pause_own(
            hold.running.plan,
            words=form.text,
            form_key=form.cleaned_data["form_key"],
            by=request.user,
            at=now(),
        )
    if not chosen and not _is_paused(case, wanted):
        # The rule or the plan has changed since the page was opened: somebody calls.
        actions.ask_for_pause(case, wish=form.text, by=request.user, at=now())
        return redirect("tapering_public:my_pause_sent")
    messages.success(request, _("Pausen gäller från i dag. Stanna på samma dos."))
    return redirect("tapering_public:my_day")


def _is_paused(case: Case, wanted: str) -> bool:
    """Tell whether the same press has been made already."""
    running = pages.own_running(case, localdate())
    return any(now.is_held and str(now.plan.pk) == wanted for now in running)


@require_GET
def my_pause_sent(request: SignedIn) -> HttpResponse:
    """The receipt."""
    own_open_case(request)
    return render(request, "tapering/my_pause_sent.html")


@require_http_methods(BOTH)
def my_step(request: SignedIn, pk: uuid.UUID) -> HttpResponse:
    """I take the next step; only where the rule leaves it to me."""
    case = own_open_case(request)
    mine = pages.own_steps(case, request.user, localdate())
    found = next((each for each in mine if each.step.pk == pk), None)
    if found is None:
        messages.info(request, _("Det finns inget steg att ta just nu."))
        return redirect("tapering_public:my_day")
    if request.method == "POST":
        actions.confirm_step(found.step, by=request.user, at=now())
        messages.success(request, _("Du tar nästa steg från i dag."))
        return redirect("tapering_public:my_day")
    return render(request, "tapering/my_step.html", {"found": found})


@require_http_methods(BOTH)
def my_taken(request: SignedIn) -> HttpResponse:
    """Not as planned: how much, and a few words."""
    case = own_open_case(request)
    running = [
        each
        for each in pages.own_running(case, localdate())
        if pages.takes_tablets(each)
    ]
    if not running:
        raise Refused(_("Du har ingen plan som har börjat."))
    form = forms.MyTakenForm(posted(request), running=running)
    if form.is_valid():
        _write_taken(request, case, form)
        messages.success(request, _("Tack. Vi har sparat det du skrev."))
        return redirect("tapering_public:my_day")
    return render(request, "tapering/my_taken.html", {"form": form})


def _write_taken(request: SignedIn, case: Case, form: forms.MyTakenForm) -> None:
    """Each amount by itself; words alone ask somebody to call."""
    at, words = now(), form.cleaned_data["words"]
    for number, (running, name, amount) in enumerate(form.amounts):
        key: uuid.UUID = form.cleaned_data["form_key"]
        actions.write_taken(
            running.plan,
            substance=name,
            from_on=form.on,
            until_on=form.on,
            amount=amount,
            note=words,
            form_key=uuid.uuid5(key, str(number)),
            by=request.user,
            at=at,
        )
    if not form.amounts:
        actions.ask_for_pause(case, wish=words, by=request.user, at=at)


@require_http_methods(["POST"])
def my_taken_as_planned(request: SignedIn) -> HttpResponse:
    """Yesterday went as planned."""
    case = own_open_case(request)
    form = CreatingForm(request.POST)
    form.is_valid()
    key: uuid.UUID = form.cleaned_data["form_key"]
    before = localdate() - timedelta(days=1)
    for running in pages.own_running(case, before):
        if not pages.takes_tablets(running):
            continue
        for name, amount in queries.totals_of(running.version, running.step).items():
            actions.write_taken(
                running.plan,
                substance=name,
                from_on=before,
                until_on=before,
                amount=amount,
                form_key=uuid.uuid5(key, f"{running.plan.pk} {name}"),
                by=request.user,
                at=now(),
            )
    messages.success(request, _("Tack. Vi har sparat svaret."))
    return redirect("tapering_public:my_day")

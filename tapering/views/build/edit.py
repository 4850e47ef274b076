"""The builder's page: look, change by hand, save, send for decision, sign."""

import uuid
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.models import User
from accounts.refusals import Refused
from accounts.roles import Permission
from accounts.typing import SignedIn
from tapering import actions, forms, pages, queries
from tapering.lifecycle import State
from tapering.models import Plan, PlanVersion
from tapering.views.build.by_hand import is_of_the_grid, pressed
from tapering.views.build.choices import Desk, desk_of
from tapering.views.build.clash import clash
from tapering.views.build.outcome import in_context, outcome_of
from tapering.views.build.work import Work, work_on
from tapering.views.loading import opened, plan_for, prescribers, show

# Buttons that only show something; the table's pages are "rows-60".
LOOKS = {"count", forms.MORE}


@dataclass(frozen=True, kw_only=True)
class Said:
    """What the page says about the last press, and where it puts the reader."""

    refused: str = ""
    focus: str = ""
    undo: str = ""
    is_attempt: bool = False


@require_http_methods(["GET", "POST"])
def edit(request: SignedIn, pk: uuid.UUID) -> HttpResponse:
    """Choose and see; save a draft, send it for decision, or sign it."""
    desk = desk_of(plan_for(request, pk))
    work = work_on(desk, _asked(request))
    if request.method == "POST":
        return _posted(request, work)
    opened(request, desk.plan, desk.plan.case)
    return _page(request, work, Said())


def _asked(request: SignedIn) -> Any:
    """What was sent or stands in the address; None when there is neither."""
    return request.POST if request.method == "POST" else request.GET or None


def _wish(request: SignedIn) -> str:
    """Which button was pressed."""
    return str(request.POST.get("go", ""))


def _posted(request: SignedIn, work: Work) -> HttpResponse:
    wish = _wish(request)
    if is_of_the_grid(wish):
        done = pressed(wish, work)
        work = work.with_written(done.written)
        said = Said(refused=done.why_not, focus=done.focus, undo=done.undo)
        return _page(request, work, said)
    if wish in LOOKS or wish.startswith("rows-"):
        return _page(request, work, Said())
    if not work.is_fine:
        return _page(request, work, Said(is_attempt=True))
    return _kept(request, work)


def _kept(request: SignedIn, work: Work) -> HttpResponse:
    """Save, and go as far as the button says; or say why not, with everything there."""
    try:
        _check_seen(request, work)
        version = _do(request, work)
    except actions.DraftSavedMeanwhile as meanwhile:
        return clash(request, work, meanwhile.theirs)
    except Refused as refusal:
        # What was saved before the refusal is the person's own newest edition.
        fresh = desk_of(work.desk.plan)
        said = Said(refused=str(refusal.sentence), is_attempt=True)
        return _page(request, work_on(fresh, request.POST), said)
    return _after(request, version)


def _check_seen(request: SignedIn, work: Work) -> None:
    """Nobody signs, or sends for signing, what the page has not shown."""
    if _wish(request) not in {"decide", "propose"}:
        return
    asked = queries.request_for(work.desk.substance, work.outline)
    if request.POST.get("seen") == queries.fingerprint(asked):
        return
    if _is_decided(request, work):
        return
    raise Refused(_("Planen är ändrad sedan den visades. Läs igenom den en gång till."))


def _is_decided(request: SignedIn, work: Work) -> bool:
    """Tell whether the same form has been pressed before."""
    key = work.form.cleaned_data["form_key"]
    known = work.desk.plan.versions.filter(form_key=key)
    return known.exclude(state=State.DRAFT).exists()


def _edition(request: SignedIn) -> int | None:
    """The edition that the person worked from."""
    text = request.POST.get("edition", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 7 else None


def _do(request: SignedIn, work: Work) -> PlanVersion:
    """Save the draft and go as far as the button says."""
    at, form = now(), work.form
    if not work.written and not work.desk.calculator_is_on:
        raise Refused(work.desk.why_not_calculate)
    version = actions.make_draft(
        work.desk.plan,
        outline=work.outline,
        reasons=forms.reasons_in(request.POST),
        what_changed=form.cleaned_data["what_changed"],
        patient_agrees=form.cleaned_data["patient_agrees"],
        prescribers=work.prescribing.chosen,
        form_key=form.cleaned_data["form_key"],
        seen=_edition(request),
        on=localdate(at),
        by=request.user,
        at=at,
    )
    if version.state != State.DRAFT:
        return version
    if _wish(request) in {"decide", "propose"}:
        _check_reason(version)
    if _wish(request) == "decide":
        return actions.decide(version, by=request.user, at=at)
    if _wish(request) == "propose":
        to = _prescriber(request, work.desk.plan)
        return actions.propose(version, to=to, by=request.user, at=at)
    return version


def _check_reason(version: PlanVersion) -> None:
    if version.replaces_id and not version.what_changed.strip():
        raise Refused(
            _("Utkastet är sparat. Skriv varför planen ändras, så att alla förstår.")
        )


def _prescriber(request: SignedIn, plan: Plan) -> User:
    """Whom the person asks to decide."""
    form = forms.ProposeForm(request.POST, prescribers=prescribers(plan.case))
    if not form.is_valid():
        raise Refused(_("Utkastet är sparat. Välj vem som ska besluta planen."))
    to: User = form.cleaned_data["to"]
    return to


def _after(request: SignedIn, version: PlanVersion) -> HttpResponse:
    """Say what happened and go to where it can be seen."""
    if version.state == State.DRAFT:
        messages.success(request, _("Utkastet är sparat. Patienten ser det inte."))
        return redirect("tapering:edit", pk=version.plan_id)
    if version.state == State.PROPOSED:
        messages.success(request, _("Förslaget är skickat för beslut."))
    if version.state == State.DECIDED:
        messages.success(request, _("Planen är beslutad. Nu ser patienten den."))
    return redirect("tapering:version", pk=version.pk)


def _page(request: SignedIn, work: Work, said: Said) -> HttpResponse:
    """The whole page, with everything that was typed."""
    desk, form = work.desk, work.form
    outcome = outcome_of(work)
    if form.is_bound:
        form.ask_about(desk.starting.doses)
    grid = pages.grid_page(
        work.written, outcome.request, outcome.preview, focus=said.focus
    )
    return show(
        request,
        "edit",
        desk.plan.case,
        here="plan",
        build=form,
        form=form if said.is_attempt else None,
        prescribing=work.prescribing,
        known=desk.known,
        edition=_shown_edition(request, desk),
        editing=pages.editing(desk.known, desk.plan, request.user, now()),
        meanwhile=pages.meanwhile(desk.known, _shown_edition(request, desk)),
        origin="" if desk.known else desk.starting.origin.label,
        refused=said.refused,
        grid=grid,
        undo=said.undo or request.POST.get("undo", ""),
        calculator_is_on=desk.calculator_is_on,
        can_compare=desk.calculator_is_on and len(desk.policies) > 1,
        may_decide=request.user.may(Permission.DECIDE_PLANS),
        prescribers=prescribers(desk.plan.case),
        chosen_prescriber=request.POST.get("to", ""),
        agrees=form["patient_agrees"].value(),
        **in_context(work, outcome),
    )


def _shown_edition(request: SignedIn, desk: Desk) -> str:
    """The edition that the form goes on from: as posted, until it is saved."""
    own = desk.known and str(desk.known.form_key) == request.POST.get("form_key")
    return str(desk.edition) if own else request.POST.get("edition", str(desk.edition))

"""What those who assess decide about a referral, each on a page of its own."""

from datetime import timedelta

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.refusals import forbid
from accounts.typing import SignedIn
from referrals import actions, permissions, queries, wording
from referrals.forms import triage as forms
from referrals.models import Referral
from referrals.pages import conferring, missing, stale
from referrals.pages import suggestions as rules
from referrals.pages import triage as pages
from referrals.queries import same
from referrals.views.loading import GET_OR_POST
from referrals.views.opened import decide, opened, page, view_of
from referrals.views.same import join_to_case

REPLY_WITHIN = timedelta(days=7)
# Free text that somebody outside will read.
READ = ("text", "reason")


@GET_OR_POST
def accept(request: SignedIn, reference: str) -> HttpResponse:
    """Take the patient on."""
    referral = opened(request, reference)
    if request.method == "GET":
        forbid(permissions.why_not_accept(request.user, referral))
    form = _accept_form(request, referral)
    if not form.is_valid():
        return page(request, referral, "accept", form=form)
    if lead := same.lead_of_case(request.user, referral, form.known(referral)):
        if "join" in request.POST:
            return join_to_case(request, referral, lead)
        return page(request, referral, "accept", form=form, lead=lead)
    given = {
        "owner": form.cleaned_data["owner"],
        "first_contact_on": form.cleaned_data["first_contact_on"],
        "edition": form.cleaned_data["edition"],
        "person": form.person(referral),
    }
    return decide(
        request,
        referral,
        form,
        "accept",
        actions.accept,
        _("Antagen"),
        given=given,
        why_not=permissions.why_not_accept,
    )


def _accept_form(request: SignedIn, referral: Referral) -> forms.Accept:
    """The clinic says who the patient is; a self-referral does not."""
    today = timezone.localdate()
    kind = forms.Accept if referral.patient_id else forms.AcceptStranger
    given, _space, family = referral.name.rpartition(" ")
    return kind(
        request.POST or None,
        owners=queries.those_who_care(referral.unit_id),
        today=today,
        initial={
            "owner": request.user,
            "first_contact_on": queries.first_contact_default(today),
            "given_name": given,
            "family_name": family,
            "edition": referral.edition,
        },
    )


@GET_OR_POST
def ask(request: SignedIn, reference: str) -> HttpResponse:
    """Ask for what is missing: the gaps are ticked beforehand."""
    referral = opened(request, reference)
    if request.method == "GET":
        forbid(permissions.why_not_ask(request.user, referral))
    today = timezone.localdate()
    medicines = list(referral.medicines.all())
    ticked = missing.to_ask(referral, rules.suggestion(referral, medicines, today))
    again = _ready_question(request, referral)
    form = forms.Ask(
        request.POST or None,
        referral=referral,
        today=today,
        missing=ticked,
        known=missing.known(),
        initial={
            "to": "patient" if referral.is_self_referral else "referrer",
            "about": [] if again else ticked,
            "text": again,
            "reply_by": today + REPLY_WITHIN,
            "edition": referral.edition,
        },
    )
    return decide(
        request,
        referral,
        form,
        "ask",
        actions.ask,
        _("Frågan är skickad"),
        given=form.asked if form.is_valid() else None,
        why_not=permissions.why_not_ask,
    )


def _ready_question(request: SignedIn, referral: Referral) -> str:
    """The question once more, or what the conference wanted to know."""
    if "again" in request.GET:
        return stale.asked_before(referral)
    return conferring.asked(request.user, request.GET.get("point", ""))


@require_POST
def words(request: SignedIn, reference: str) -> HttpResponse:
    """Words that may hurt, in what is being written."""
    opened(request, reference)
    texts = [request.POST.get(name, "") for name in READ]
    return render(request, "referrals/_hints.html", {"hints": wording.hints(*texts)})


@GET_OR_POST
def withdraw(request: SignedIn, reference: str) -> HttpResponse:
    """Take it back for whoever sent it."""
    referral = opened(request, reference)
    if request.method == "GET":
        forbid(permissions.why_not_withdraw(request.user, referral))
    form = forms.WithdrawFor(
        request.POST or None, initial={"edition": referral.edition}
    )
    return decide(
        request,
        referral,
        form,
        "withdraw",
        actions.withdraw,
        _("Återtagen"),
        why_not=permissions.why_not_withdraw,
    )


@require_POST
def undo(request: SignedIn, reference: str) -> HttpResponse:
    """Take the decision back."""
    referral = opened(request, reference)
    actions.undo(referral, by=request.user, at=timezone.now())
    messages.success(request, _("Ångrat. Remissen väntar på bedömning igen."))
    return redirect(pages.address(referral, query=view_of(request)))


@require_POST
def wait(request: SignedIn, reference: str) -> HttpResponse:
    """Leave the proposed answer for another week."""
    referral = opened(request, reference)
    forbid(permissions.why_not_ask(request.user, referral))
    task = actions.wait_longer(referral, by=request.user, at=timezone.now())
    told = _("Vi väntar till %(day)s.") % {"day": task.due_on.isoformat()}
    messages.success(request, told)
    return redirect(pages.address(referral))

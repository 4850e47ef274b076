"""The patient's own page for contact, language, consents and leaving."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.refusals import forbid
from accounts.typing import SignedIn
from overview import forms, permissions, queries
from patients import actions
from patients.models import Consent, Patient

# The question of the form, and the purpose that it asks about.
ASKED = {"sms": Consent.Purpose.SMS, "email_consent": Consent.Purpose.EMAIL}


def _own(request: SignedIn) -> Patient:
    """Load the person whose pages these are, or refuse with the reason."""
    forbid(permissions.why_not_use_own_pages(request.user))
    return get_object_or_404(Patient.objects.visible_to(request.user))


@require_http_methods(["GET", "POST"])
def more(request: SignedIn) -> HttpResponse:
    """How we reach the patient, and what the patient has said yes to."""
    patient = _own(request)
    form = forms.MineForm(
        request.POST if request.method == "POST" else None,
        initial=_known(patient),
        is_protected=patient.is_protected,
    )
    if request.method == "POST" and form.is_valid():
        _keep(patient, form, request)
        messages.success(request, _("Sparat."))
        return redirect("overview_public:more")
    context = {"form": form, "patient": patient}
    status = 422 if form.is_bound else 200
    return render(request, "overview/mine/more.html", context, status=status)


def _known(patient: Patient) -> dict[str, Any]:
    """What the form begins with."""
    given = queries.consents_of_patient(patient)
    answers = {
        name: given[purpose].answer
        for name, purpose in ASKED.items()
        if purpose in given
    }
    return {**forms.contact_of(patient), **answers}


def _keep(patient: Patient, form: forms.MineForm, request: SignedIn) -> None:
    """Keep what was changed, each thing by its own action."""
    changed = {name: form.cleaned_data[name] for name in form.changed_data}
    contact = {name: changed[name] for name in forms.CONTACT if name in changed}
    if contact:
        actions.change_contact(patient, by=request.user, at=now(), **contact)
    for name, purpose in ASKED.items():
        if changed.get(name):
            actions.consent(
                patient,
                purpose=purpose,
                answer=changed[name],
                by=request.user,
                at=now(),
            )

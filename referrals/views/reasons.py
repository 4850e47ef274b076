"""The reasons for decisions, kept by an administrator."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.typing import SignedIn
from referrals import actions, permissions, wording
from referrals.forms.reasons import ReasonForm
from referrals.models import DecisionReason
from referrals.views.loading import GET_OR_POST, did, forbid
from ui.forms import posted


@require_safe
def listing(request: SignedIn) -> HttpResponse:
    """Every reason, those switched off too."""
    forbid(permissions.why_not_keep_reasons(request.user))
    reasons = DecisionReason.objects.order_by("kind", "-is_active", "position", "title")
    return render(request, "referrals/reason_list.html", {"reasons": reasons})


@GET_OR_POST
def add(request: SignedIn) -> HttpResponse:
    """One more reason."""
    forbid(permissions.why_not_keep_reasons(request.user))
    form = ReasonForm(posted(request), initial={"position": 50})
    if did(request, form, actions.add_reason):
        return _saved(request, form)
    return render(request, "referrals/reason_edit.html", {"form": form})


@GET_OR_POST
def change(request: SignedIn, pk: str) -> HttpResponse:
    """Other words, from now on."""
    forbid(permissions.why_not_keep_reasons(request.user))
    reason = get_object_or_404(DecisionReason, pk=pk)
    said = {name: getattr(reason, name) for name in ReasonForm.base_fields}
    form = ReasonForm(posted(request), initial=said)
    if did(request, form, actions.change_reason, reason):
        return _saved(request, form)
    context = {"form": form, "reason": reason}
    return render(request, "referrals/reason_edit.html", context)


def _saved(request: SignedIn, form: ReasonForm) -> HttpResponse:
    """Say that it is kept, and which words might hurt."""
    messages.success(request, _("Sparat. Det som redan är skickat ändras inte."))
    texts = (form.cleaned_data["for_referrer"], form.cleaned_data["for_patient"])
    for hint in wording.hints(*texts):
        told = _("”%(found)s”: skriv hellre %(say)s.")
        messages.warning(request, told % {"found": hint.found, "say": hint.say})
    return redirect("referrals:reasons")


@require_POST
def switch(request: SignedIn, pk: str) -> HttpResponse:
    """Use it, or no longer."""
    forbid(permissions.why_not_keep_reasons(request.user))
    reason = get_object_or_404(DecisionReason, pk=pk)
    actions.switch_reason(
        reason,
        is_active=request.POST.get("is_active") == "yes",
        by=request.user,
        at=timezone.now(),
    )
    messages.success(request, _("Sparat."))
    return redirect("referrals:reasons")

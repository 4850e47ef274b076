"""The reasons for decisions, kept by an administrator."""

import uuid
from functools import partial

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.refusals import forbid
from accounts.typing import SignedIn
from referrals import actions, permissions, wording
from referrals.forms.reasons import ReasonForm
from referrals.models import DecisionReason, ReasonText
from referrals.models.reason import FALLBACK
from referrals.shipped_reasons import TEXTS
from referrals.views.loading import GET_OR_POST, did
from ui.forms import posted


def _language(request: SignedIn) -> str:
    """The readers' language that the page is about."""
    asked = request.GET.get("language", "")
    return asked if asked in dict(settings.LANGUAGES) else FALLBACK


def _languages(here: str, current: str) -> list[tuple[str, object, bool]]:
    return [
        (f"{here}?language={code}", name, code == current)
        for code, name in settings.LANGUAGES
    ]


@require_safe
def listing(request: SignedIn) -> HttpResponse:
    """Every reason in one language, those switched off too."""
    forbid(permissions.why_not_keep_reasons(request.user))
    language = _language(request)
    rows = DecisionReason.objects.with_texts().order_by(
        "kind", "-is_active", "position", "pk"
    )
    context = {
        "rows": [
            (row, row.written.get(language), row.text_in(language)) for row in rows
        ],
        "language": language,
        "languages": _languages(reverse("referrals:reasons"), language),
    }
    return render(request, "referrals/reason_list.html", context)


@GET_OR_POST
def add(request: SignedIn) -> HttpResponse:
    """One more reason, in one language to begin with."""
    forbid(permissions.why_not_keep_reasons(request.user))
    language = _language(request)
    form = ReasonForm(posted(request), initial={"position": 50})
    act = partial(actions.add_reason, language=language)
    if did(request, form, act, say=lambda: form.said):
        return _saved(request, form, language)
    languages = _languages(reverse("referrals:reason_new"), language)
    context = {"form": form, "languages": languages}
    return render(request, "referrals/reason_edit.html", context)


@GET_OR_POST
def change(request: SignedIn, pk: uuid.UUID) -> HttpResponse:
    """Other words in one language, from now on."""
    forbid(permissions.why_not_keep_reasons(request.user))
    reason = get_object_or_404(DecisionReason.objects.with_texts(), pk=pk)
    language = _language(request)
    now = reason.written.get(language)
    form = ReasonForm(posted(request), initial=_said(reason, now))

    def say() -> dict[str, object]:
        replaced = reason.texts.filter(pk=form.cleaned_data["replaces"]).first()
        return {**form.said, "language": language, "instead_of": replaced}

    if did(request, form, actions.change_reason, reason, say=say):
        return _saved(request, form, language)
    context = {
        "form": form,
        "reason": reason,
        "title": reason.text_in(language).title,
        # Whoever translates reads what there is.
        "source": None if now else reason.text_in(language),
        "languages": _languages(reverse("referrals:reason", args=[pk]), language),
    }
    return render(request, "referrals/reason_edit.html", context)


def _said(reason: DecisionReason, now: ReasonText | None) -> dict[str, object]:
    said: dict[str, object] = {"kind": reason.kind, "position": reason.position}
    if now:
        said |= {name: getattr(now, name) for name in TEXTS} | {"replaces": now.pk}
    return said


def _saved(request: SignedIn, form: ReasonForm, language: str) -> HttpResponse:
    """Say that it is kept, and which words might hurt."""
    messages.success(request, _("Sparat. Det som redan är skickat ändras inte."))
    texts = (form.cleaned_data["for_referrer"], form.cleaned_data["for_patient"])
    for hint in wording.hints(*texts):
        told = _("”%(found)s”: skriv hellre %(say)s.")
        messages.warning(request, told % {"found": hint.found, "say": hint.say})
    return redirect(f"{reverse('referrals:reasons')}?language={language}")


@require_POST
def switch(request: SignedIn, pk: uuid.UUID) -> HttpResponse:
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

"""Replies to the clinic: written by the unit, read by the clinic."""

import uuid
from datetime import datetime

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import (
    require_POST,
    require_safe,
)

from accounts.refusals import forbid
from accounts.typing import SignedIn
from patients.models import Case
from referrals import actions, letters, permissions, queries
from referrals.forms import letters as forms
from referrals.models import Audience, LetterKind, Referral, Reply
from referrals.pages import letters as pages
from referrals.pages.paper import reply_sheet
from referrals.views.letters import file_of
from referrals.views.loading import GET_OR_POST, done, note_letter, note_opened, visible
from ui.forms import posted


def _form(request: SignedIn, referral: Referral) -> forms.WriteReply:
    """The blocks of a reply, ready to be written on; the last one has its own."""
    kind = request.GET.get("kind", Reply.Kind.PART)
    receiver = queries.receiver_of(referral, Audience.CLINIC)
    known = {"kind": kind, "text": letters.plain(_words(receiver, kind))}
    answers = posted(request)
    if receiver.sender_unit_id:
        return forms.WriteReply(answers, initial=known)
    clinic = queries.clinic_of(receiver)
    known |= {"to_name": clinic.name, "to_address": clinic.address}
    return forms.PostReply(answers, initial=known, known=clinic)


def _words(referral: Referral, kind: str) -> str:
    """What a reply of the kind most often says, with gaps for what is new."""
    language = letters.clinic_language()
    facts = letters.facts_of(referral, audience=Audience.CLINIC, language=language)
    named = LetterKind.FINAL if kind == Reply.Kind.FINAL else LetterKind.REPLY
    return letters.compose(named, Audience.CLINIC, language, facts)


@GET_OR_POST
def reply(request: SignedIn, reference: str) -> HttpResponse:
    """Answer the clinics of the case: in part, for now, or for the last time."""
    referral, at = visible(request.user, reference), timezone.now()
    forbid(permissions.why_not_reply(request.user, referral))
    form = _form(request, referral)
    sends = request.POST.get("do") == "send"
    if sends and form.is_valid() and done(form, lambda: _send(request, form, referral)):
        return _onwards(request, form, referral)
    note_opened(request, referral, at)
    context = {
        "form": form,
        "referral": referral,
        "preview": _preview(request, referral, form, at),
        "clinics": queries.clinics_told(referral),
        "is_last": request.GET.get("kind") == Reply.Kind.FINAL,
        "banner": pages.banner_for(referral, request.user, today=timezone.localdate()),
    }
    return render(request, "referrals/reply_new.html", context)


def _send(request: SignedIn, form: forms.WriteReply, referral: Referral) -> None:
    said = form.cleaned_data
    actions.answer_clinic(
        referral,
        kind=Reply.Kind(said["kind"]),
        text=said["text"],
        to_name=said.get("to_name", ""),
        to_address=said.get("to_address", "").replace("\r\n", "\n"),
        by=request.user,
        at=timezone.now(),
    )
    messages.success(request, _("Svaret skickas om tio minuter. Du kan ångra."))


def _onwards(
    request: SignedIn, form: forms.WriteReply, referral: Referral
) -> HttpResponse:
    """After the last answer the case may be closed; else back to what was written."""
    if form.cleaned_data["kind"] == Reply.Kind.FINAL:
        open_ones = Case.objects.visible_to(request.user).filter(closed_at=None)
        if case := open_ones.filter(referrals=referral).first():
            return redirect("aftercare:close", case.pk)
    return redirect("referrals:referral_letters", referral.shown_reference)


def _preview(
    request: SignedIn, referral: Referral, form: forms.WriteReply, at: datetime
) -> pages.Preview:
    """The reply as it would be, of what stands in the fields."""
    typed = form.data if form.is_bound else form.initial
    kind, text = str(typed.get("kind", "")), str(typed.get("text", ""))
    draft = Reply(
        referral=queries.receiver_of(referral, Audience.CLINIC),
        kind=kind if kind in Reply.Kind.values else Reply.Kind.PART,
        text=text,
        sent_at=at,
        sent_by=request.user,
    )
    where = [str(typed.get(name, "")) for name in ("to_name", "to_address")]
    sheet = reply_sheet(draft, to="\n".join(where).strip())
    return pages.preview(sheet, text, sheet.language)


@require_POST
def preview(request: SignedIn, reference: str) -> HttpResponse:
    """How the reply looks and reads with what stands in the fields now."""
    referral = visible(request.user, reference)
    forbid(permissions.why_not_reply(request.user, referral))
    form = _form(request, referral)
    context = {"preview": _preview(request, referral, form, timezone.now())}
    return render(request, "referrals/_letter_preview.html", context)


def _reply(request: SignedIn, pk: uuid.UUID) -> Reply:
    """A reply about a referral that the person sees."""
    rows = Reply.objects.filter(
        referral__in=Referral.objects.visible_to(request.user).values("pk")
    ).select_related(
        "referral__patient",
        "referral__unit",
        "referral__sender_unit",
        "referral__health_centre",
        "referral__joined_to",
        "sent_by",
    )
    return get_object_or_404(rows, pk=pk)


@require_safe
def detail(request: SignedIn, pk: uuid.UUID) -> HttpResponse:
    """A reply as it was sent; whether the clinic has read it."""
    forbid(permissions.why_not_read(request.user))
    found, at = _reply(request, pk), timezone.now()
    note_letter(request, found)
    read_at = pages.reply_read_at(found)
    context = {
        "reply": found,
        "referral": found.referral,
        "sheet": reply_sheet(found),
        "state": pages.reply_state(found, at=at, read_at=read_at),
        "read_at": read_at,
        "can_undo": at < found.readable_from and not found.withdrawn_at,
        "banner": pages.banner_for(
            found.referral, request.user, today=timezone.localdate()
        ),
    }
    return render(request, "referrals/reply_detail.html", context)


@require_POST
def take_back(request: SignedIn, pk: uuid.UUID) -> HttpResponse:
    """Undo within ten minutes."""
    forbid(permissions.why_not_read(request.user))
    found = _reply(request, pk)
    actions.take_back_reply(found, by=request.user, at=timezone.now())
    messages.success(request, _("Svaret är tillbakataget. Ingen har läst det."))
    return redirect("referrals:reply", found.referral.shown_reference)


@require_safe
def pdf(request: SignedIn, pk: uuid.UUID) -> HttpResponse:
    """The reply as a file, for the unit."""
    forbid(permissions.why_not_read(request.user))
    found = _reply(request, pk)
    note_letter(request, found)
    return file_of(reply_sheet(found), _("svar.pdf"))

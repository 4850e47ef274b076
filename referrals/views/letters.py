"""Letters of the unit: the lists, a new one, the draft, what was sent."""

import uuid
from collections.abc import Callable
from datetime import datetime

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import (
    require_POST,
    require_safe,
)

from accounts.refusals import forbid
from accounts.typing import SignedIn
from referrals import actions, permissions, queries
from referrals.forms import letters as forms
from referrals.models import Letter, Referral
from referrals.pages import letters as pages
from referrals.pages.paper import Sheet, letter_sheet, sheet_pdf
from referrals.views.loading import GET_OR_POST, done, note_letter, note_opened, visible
from ui.forms import posted

PER_PAGE = 50


@require_safe
def letter_list(request: SignedIn) -> HttpResponse:
    """Drafts, what leaves in a moment, what is to be printed, what was sent."""
    forbid(permissions.why_not_read(request.user))
    asked = request.GET.get("view", "print")
    view = asked if asked in pages.VIEWS else "print"
    rows = pages.listed(request.user, view)
    context = {
        "page_obj": Paginator(rows, PER_PAGE).get_page(request.GET.get("page")),
        "tabs": pages.tabs(reverse("referrals:letters"), view),
        "view": view,
        "query": f"view={view}",
    }
    return render(request, "referrals/letter_list.html", context)


@require_safe
def of_referral(request: SignedIn, reference: str) -> HttpResponse:
    """Every letter and reply about one referral."""
    forbid(permissions.why_not_read(request.user))
    referral, at = visible(request.user, reference), timezone.now()
    note_opened(request, referral, at)
    context = {
        "referral": referral,
        "rows": pages.exchanges(referral, at=at),
        "why_not_reply": permissions.why_not_reply(request.user, referral),
        "why_not_write": permissions.why_not_write(request.user, referral),
    }
    return render(request, "referrals/referral_letters.html", context)


@GET_OR_POST
def new(request: SignedIn, reference: str) -> HttpResponse:
    """Choose what to write; the words come from the blocks."""
    referral, at = visible(request.user, reference), timezone.now()
    forbid(permissions.why_not_write(request.user, referral))
    form = forms.NewLetter(posted(request), initial=forms.new_letter_choices(referral))
    if form.is_valid():
        letter = _begun(request, referral, form, at)
        return redirect("referrals:letter", letter.pk)
    note_opened(request, referral, at)
    context = {"form": form, "referral": referral}
    return render(request, "referrals/letter_new.html", context)


def _begun(
    request: SignedIn, referral: Referral, form: forms.NewLetter, at: datetime
) -> Letter:
    """A draft of the blocks and of what is known."""
    said = form.cleaned_data
    audience, language = said["audience"], said["language"]
    receiver = queries.receiver_of(referral, audience)
    return actions.begin_letter(
        receiver,
        form_key=said["form_key"],
        kind=said["kind"],
        audience=audience,
        language=language,
        by=request.user,
        at=at,
    )


def _letter(request: SignedIn, pk: uuid.UUID) -> Letter:
    """A letter that somebody of the unit may see."""
    forbid(permissions.why_not_read(request.user))
    rows = Letter.objects.visible_to(request.user).select_related(
        "referral__patient__user",
        "referral__unit",
        "referral__sender_unit",
        "referral__health_centre",
        "written_by",
        "sent_by",
        "posted_by",
    )
    return get_object_or_404(rows, pk=pk)


@GET_OR_POST
def letter(request: SignedIn, pk: uuid.UUID) -> HttpResponse:
    """The draft with its fields, or what was sent as it was sent."""
    found, at = _letter(request, pk), timezone.now()
    if found.state != Letter.State.DRAFT:
        note_letter(request, found)
        return _sent_page(request, found, at)
    do = request.POST.get("do", "") if request.method == "POST" else ""
    form = _form(request, found, sends=do == "send")
    act = ACTS.get(do)
    if act and form.is_valid() and done(form, lambda: act(request, found, form, at)):
        return redirect("referrals:letter", found.pk)
    note_letter(request, found)
    return _draft_page(request, found, form, at)


def _form(request: SignedIn, found: Letter, *, sends: bool) -> forms.WriteLetter:
    heading, body = forms.parted(found.text)
    known = {
        "edition": found.edition,
        "channel": found.channel,
        "to_name": found.to_name,
        "to_address": found.to_address,
        "heading": heading,
        "body": body,
    }
    return forms.WriteLetter(posted(request), letter=found, sends=sends, initial=known)


def _save(
    request: SignedIn, found: Letter, form: forms.WriteLetter, at: datetime
) -> Letter:
    said = form.cleaned_data
    return actions.change_letter(
        found,
        channel=said["channel"],
        to_name=said["to_name"],
        to_address=said["to_address"].replace("\r\n", "\n"),
        text=form.text,
        edition=said["edition"],
        by=request.user,
        at=at,
    )


def _keep(
    request: SignedIn, found: Letter, form: forms.WriteLetter, at: datetime
) -> None:
    _save(request, found, form, at)
    messages.success(request, _("Utkastet är sparat."))


def _send(
    request: SignedIn, found: Letter, form: forms.WriteLetter, at: datetime
) -> None:
    kept = _save(request, found, form, at)
    actions.send_letter(kept, edition=kept.edition, by=request.user, at=at)
    messages.success(request, _("Brevet skickas om tio minuter. Du kan ångra."))


ACTS: dict[str, Callable[[SignedIn, Letter, forms.WriteLetter, datetime], None]] = {
    "save": _keep,
    "send": _send,
}


def _as_typed(found: Letter, form: forms.WriteLetter) -> Letter:
    """The letter with what stands in the fields, for the preview; never saved."""
    if not form.is_bound:
        return found
    form.is_valid()
    said = form.cleaned_data
    found.text = form.text
    found.to_name = said.get("to_name", "")
    found.channel = said.get("channel", found.channel)
    found.to_address = said.get("to_address", "")
    return found


def _preview(found: Letter, form: forms.WriteLetter) -> pages.Preview:
    shown = _as_typed(found, form)
    sheet = letter_sheet(shown, on=timezone.localdate())
    return pages.preview(sheet, shown.text, shown.language)


def _draft_page(
    request: SignedIn, found: Letter, form: forms.WriteLetter, at: datetime
) -> HttpResponse:
    context = {
        "letter": found,
        "referral": found.referral,
        "form": form,
        "preview": _preview(found, form),
        "banner": _banner(request, found),
    }
    is_refused = form.is_bound and bool(form.non_field_errors())
    status = 409 if is_refused else 200
    return render(request, "referrals/letter_edit.html", context, status=status)


def _banner(request: SignedIn, found: Letter) -> object:
    return pages.banner_for(found.referral, request.user, today=timezone.localdate())


def _sent_page(request: SignedIn, found: Letter, at: datetime) -> HttpResponse:
    context = {
        "letter": found,
        "referral": found.referral,
        "sheet": letter_sheet(found, on=timezone.localdate()),
        "state": pages.letter_state(found, at=at),
        "can_undo": found.can_be_taken_back(at),
        "has_left": found.has_left(at),
        "read_at": pages.letter_read_at(found),
        "banner": _banner(request, found),
    }
    return render(request, "referrals/letter_detail.html", context)


@require_POST
def preview(request: SignedIn, pk: uuid.UUID) -> HttpResponse:
    """How the letter looks and reads with what stands in the fields now."""
    found = _letter(request, pk)
    form = _form(request, found, sends=False)
    context = {"preview": _preview(found, form)}
    return render(request, "referrals/_letter_preview.html", context)


@require_POST
def take_back(request: SignedIn, pk: uuid.UUID) -> HttpResponse:
    """Undo within ten minutes."""
    found = _letter(request, pk)
    actions.take_back_letter(found, by=request.user, at=timezone.now())
    messages.success(request, _("Brevet är ett utkast igen."))
    return redirect("referrals:letter", pk)


@require_POST
def discard(request: SignedIn, pk: uuid.UUID) -> HttpResponse:
    """Throw a draft away."""
    found = _letter(request, pk)
    actions.discard_letter(found, by=request.user, at=timezone.now())
    messages.success(request, _("Utkastet är kastat."))
    return redirect(f"{reverse('referrals:letters')}?view=drafts")


@require_POST
def mark_posted(request: SignedIn, pk: uuid.UUID) -> HttpResponse:
    """It is in the letterbox."""
    found = _letter(request, pk)
    actions.mark_posted(found, by=request.user, at=timezone.now())
    messages.success(request, _("Brevet är markerat som postat."))
    return redirect("referrals:letters")


@require_safe
def pdf(request: SignedIn, pk: uuid.UUID) -> HttpResponse:
    """The letter as a file; a draft too, to look at."""
    found, reason = _letter(request, pk), ""
    if found.channel == Letter.Channel.FORWARDED:
        # The agency finds a protected person by the number, so it is on the paper.
        forbid(permissions.why_not_reveal(request.user))
        reason = _("Brev genom förmedling")
    note_letter(request, found, reason=reason)
    sheet = letter_sheet(found, on=timezone.localdate(), shows_number=True)
    return file_of(sheet, _("brev.pdf"))


def file_of(sheet: Sheet, name: str) -> HttpResponse:
    """The sheet as a download that opens in the browser."""
    response = HttpResponse(sheet_pdf(sheet), content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{name}"'
    return response

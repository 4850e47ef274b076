"""Files beside a referral: added, taken away, fetched. Never shown in the page."""

import uuid
from datetime import datetime

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from accounts.refusals import Refused, forbid
from accounts.typing import SignedIn
from audit import actions as audit
from referrals import permissions
from referrals.actions import attach as actions
from referrals.actions import scanned
from referrals.models import Attachment, AttachmentContent, Referral
from referrals.pages import clinic as pages
from referrals.views.loading import visible
from ui.uploads import whole

FIELD = "attachments"
DETACH = "detach"
# Nothing in a file may run, ask for anything or be drawn as a page of ours.
LOCKED_UP = "sandbox; default-src 'none'"


def took(request: SignedIn, form_key: uuid.UUID) -> bool:
    """Do what a form being written asks of its files; tell whether it is shown again.

    The files come with the form's own fields, so nothing that was typed is lost.
    """
    if typed := request.POST.get(DETACH):
        _detach(request, typed)
        return True
    kept = _keep(request, form_key)
    return not kept or request.POST.get("step") == "attach"


def _detach(request: SignedIn, typed: str, *, referral: Referral | None = None) -> None:
    try:
        key = uuid.UUID(typed)
    except ValueError:
        return
    mine = Attachment.objects.visible_to(request.user).filter(pk=key)
    for attachment in mine.filter(referral=referral):
        actions.detach(attachment, by=request.user, at=timezone.now())


def _keep(request: SignedIn, form_key: uuid.UUID) -> bool:
    """Keep each file or say in words why not; True when none was refused."""
    at, refused, kept = timezone.now(), False, 0
    for upload in request.FILES.getlist(FIELD):
        try:
            _keep_one(request, form_key, upload, at)
            kept += 1
        except Refused as refusal:
            refused = True
            messages.warning(request, str(refusal.sentence))
    if kept:
        words = ngettext("%(n)d fil är bifogad.", "%(n)d filer är bifogade.", kept)
        messages.success(request, words % {"n": kept})
    return not refused


def _keep_one(
    request: SignedIn, form_key: uuid.UUID, upload: "UploadedFile[bytes]", at: datetime
) -> None:
    content = whole(upload)
    name = upload.name or ""
    if content is None:
        beside = list(Attachment.objects.filter(form_key=form_key))
        raise Refused(actions.too_large(name, upload.size or 0, beside))
    actions.attach(
        form_key=form_key, name=name, content=content, by=request.user, at=at
    )


@require_POST
def add(request: SignedIn, reference: str) -> HttpResponse:
    """Add files to a referral that waits, or take away what cannot be read."""
    referral = visible(request.user, reference)
    forbid(permissions.why_not_attach(request.user, referral))
    if typed := request.POST.get(DETACH):
        _take_away(request, typed, referral)
    elif request.FILES.getlist(FIELD):
        _keep(request, referral.form_key)
    else:
        messages.warning(request, _("Välj en fil först."))
    return redirect(pages.address(referral))


def _take_away(request: SignedIn, typed: str, referral: Referral) -> None:
    try:
        _detach(request, typed, referral=referral)
        messages.success(request, _("Filen är borttagen."))
    except Refused as refusal:
        messages.warning(request, str(refusal.sentence))


@require_safe
def fetch(request: SignedIn, pk: uuid.UUID) -> HttpResponse:
    """Hand over a file that has been looked at; that it was fetched is logged."""
    rows = Attachment.objects.visible_to(request.user).readable()
    file = get_object_or_404(rows.select_related("referral__patient"), pk=pk)
    kept = AttachmentContent.objects.filter(attachment=file).first()
    if kept is None:
        raise Http404
    if request.method == "GET":
        patient = file.referral.patient if file.referral else None
        at = timezone.now()
        audit.opened(file, by=request.user, at=at, patient=patient)
    return as_download(bytes(kept.data), file)


def as_download(content: bytes, file: Attachment) -> HttpResponse:
    """The bytes, to be saved and never drawn by the browser as part of our site."""
    kind = file.media_type
    if kind.startswith("text/"):
        kind = "text/plain; charset=utf-8"
    response = HttpResponse(content, content_type=kind)
    name = content_disposition_header(as_attachment=True, filename=file.name)
    response["Content-Disposition"] = name or "attachment"
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = LOCKED_UP
    return response


@require_POST
def settle(request: SignedIn, reference: str) -> HttpResponse:
    """The clinic has been called about a file that cannot be opened."""
    referral = visible(request.user, reference)
    forbid(permissions.why_not_open_list(request.user))
    scanned.settle(referral, by=request.user, at=timezone.now())
    messages.success(request, _("Uppgiften är klar."))
    return redirect("referrals:detail", referral.shown_reference)

"""Pages about messages: those that told nobody, one of them, the patient's own."""

import uuid

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from accounts.refusals import forbid
from accounts.typing import SignedIn
from audit import actions as audit
from messaging import actions, pages, permissions
from messaging.lifecycle import State
from messaging.models import Message

PER_PAGE = 50


@require_GET
def message_list(request: SignedIn) -> HttpResponse:
    """Messages that told nobody, or all of them."""
    forbid(permissions.why_not_list(request.user))
    visible = Message.objects.visible_to(request.user)
    shows_all = request.GET.get("view") == "all"
    wanted = visible if shows_all else visible.nobody_told()
    found = wanted.select_related("patient", "handled_by").newest_first()
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "page_obj": page,
        "rows": [pages.row_of(message) for message in page.object_list],
        "shows_all": shows_all,
        "query": "view=all" if shows_all else "",
        "shows_sent": settings.SHOWS_WHAT_WAS_SENT,
    }
    return render(request, "messaging/message_list.html", context)


def _message(request: SignedIn, pk: uuid.UUID) -> Message:
    """Load a message that the person may see."""
    visible = Message.objects.visible_to(request.user)
    return get_object_or_404(visible.select_related("patient", "handled_by"), pk=pk)


@require_GET
def message_detail(request: SignedIn, pk: uuid.UUID) -> HttpResponse:
    """One message: what it said, what became of it, what can be done."""
    forbid(permissions.why_not_list(request.user))
    message = _message(request, pk)
    audit.opened(message, by=request.user, at=now(), patient=message.patient)
    context = {
        "row": pages.row_of(message),
        "message": message,
        "others": pages.others_about_the_same(message),
        "why_not": permissions.why_not_handle(request.user, message),
    }
    return render(request, "messaging/message_detail.html", context)


@require_POST
def message_send_again(request: SignedIn, pk: uuid.UUID) -> HttpResponse:
    """Queue the same text once more."""
    message = _message(request, pk)
    if reason := permissions.why_not_handle(request.user, message):
        return _already(request, reason)
    copy = actions.send_again(message, by=request.user, at=now())
    messages.success(request, _("Meddelandet skickas igen."))
    return redirect("messaging:detail", copy.pk)


@require_POST
def message_called(request: SignedIn, pk: uuid.UUID) -> HttpResponse:
    """Note that the person was told by phone."""
    message = _message(request, pk)
    if reason := permissions.why_not_handle(request.user, message):
        return _already(request, reason)
    actions.note_called(message, by=request.user, at=now())
    messages.success(request, _("Tack. Nu är det noterat att personen vet."))
    return redirect("messaging:list")


def _already(request: SignedIn, reason: str) -> HttpResponse:
    """Go back to the list; a second press of a button is no fault."""
    forbid(permissions.why_not_list(request.user))
    messages.info(request, reason)
    return redirect("messaging:list")


@require_GET
def sent(request: SignedIn) -> HttpResponse:
    """What the stand-ins got. In the demo only: nothing leaves the machine there."""
    forbid(permissions.why_not_see_sent(request.user))
    got = pages.copies(settings.STATE_DIR / "sent.jsonl")
    return render(request, "messaging/sent.html", {"copies": got})


@require_GET
def my_messages(request: SignedIn) -> HttpResponse:
    """What the patient has been sent."""
    own = Message.objects.visible_to(request.user).filter(
        patient__user=request.user, state__in=[State.SENT, State.DELIVERED]
    )
    page = Paginator(own.newest_first(), PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "messaging/my_messages.html", {"page_obj": page})

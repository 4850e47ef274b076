"""What a page says of the files beside a referral."""

import uuid
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from accounts.models import User
from referrals import permissions
from referrals.actions.attach import in_mb, why_not_detach
from referrals.models import Attachment, Referral
from referrals.models.attachment import room_left
from referrals.pages.content import Fact

State = Attachment.State
SHORT_OF_MB = 100_000


@dataclass(frozen=True, kw_only=True)
class Line:
    """One file: its name, how large, and whether it can be opened."""

    key: uuid.UUID
    name: str
    size: str
    state: str
    url: str = ""
    text: str | Promise = ""
    may_remove: bool = False


@dataclass(frozen=True, kw_only=True)
class Attached:
    """All files beside one thing, and the room that is left."""

    lines: list[Line]
    free: str
    is_full: bool
    is_stopped: bool
    is_unread: bool
    why_not_add: str = ""


def of_form(user: User, form_key: str) -> Attached:
    """Beside a form that nobody has sent yet, one's own."""
    rows = Attachment.objects.visible_to(user)
    key = _key(form_key)
    mine = rows.filter(form_key=key) if key else rows.none()
    return _attached(mine, may_remove=lambda file: True)


def _key(typed: str) -> uuid.UUID | None:
    """The key of a form; nothing when something else stands in its place."""
    try:
        return uuid.UUID(typed)
    except ValueError:
        return None


def facts_of_form(user: User, form_key: uuid.UUID) -> list[Fact]:
    """The names of the files, for the page where everything is checked."""
    found = of_form(user, str(form_key))
    names = [f"{one.name} ({one.size})" for one in found.lines]
    return [Fact(label=_("Bilagor"), value="\n".join(names))] if names else []


def of_sent(user: User, referral: Referral) -> Attached:
    """Beside a referral, for the clinic that sent it."""
    why_not = permissions.why_not_attach(user, referral)
    return _attached(
        referral.attachments.select_related("referral__joined_to"),
        why_not_add=why_not,
        may_remove=lambda file: not why_not_detach(file),
    )


def of_case(referral: Referral) -> Attached:
    """Beside a referral and those that are one case with it."""
    together = (referral.lead, *referral.lead.parts.all())
    files = [file for one in together for file in one.attachments.all()]
    return _attached(sorted(files, key=lambda file: (file.added_at, file.pk)))


def _attached(
    rows: Iterable[Attachment],
    *,
    why_not_add: str = "",
    may_remove: Callable[[Attachment], bool] = lambda file: False,
) -> Attached:
    files = list(rows)
    free = room_left(files) * 3 // 4
    return Attached(
        lines=[_line(one, may_remove=may_remove(one)) for one in files],
        free=in_mb(free),
        is_full=free == 0,
        is_stopped=any(one.state == State.QUARANTINED for one in files),
        is_unread=any(one.is_unread for one in files),
        why_not_add=why_not_add,
    )


def _line(file: Attachment, *, may_remove: bool) -> Line:
    return Line(
        key=file.pk,
        name=file.name,
        size=shown_size(file.size),
        state=file.shown_state,
        url=_url(file),
        text=_text(file),
        may_remove=may_remove,
    )


def _url(file: Attachment) -> str:
    if file.state != State.CLEAN:
        return ""
    return reverse("referrals:attachment", args=[file.pk])


def _text(file: Attachment) -> str:
    if file.is_unread:
        return _("Virussökningen kan inte läsa filen, så ingen kan öppna den.")
    if file.state == State.WAITING:
        return _("Kan öppnas när virussökningen är klar.")
    if file.state == State.QUARANTINED:
        return _("Virussökningen hittade något i filen, så ingen kan öppna den.")
    return ""


def shown_size(size: int) -> str:
    """Kilobytes for what is small, megabytes for the rest."""
    if size < SHORT_OF_MB:
        return _("%(number)d kB") % {"number": max(-(-size // 1000), 1)}
    return _("%(number)s MB") % {"number": in_mb(size, up=True)}

"""The states of a referral and the moves between them."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.refusals import ImpossibleMove


class Status(models.TextChoices):
    """Where a referral stands, from written to answered."""

    DRAFT = "draft", _("Utkast")
    SENT = "sent", _("Skickad")
    RECEIVED = "received", pgettext_lazy("remiss", "Ny")
    WAITING_INFO = "waiting_info", _("Väntar på svar")
    ACCEPTED = "accepted", _("Antagen")
    REDIRECTED = "redirected", _("Hänvisad vidare")
    REJECTED = "rejected", _("Avböjd")
    WITHDRAWN = "withdrawn", _("Återtagen")
    JOINED = "joined", _("Sammanförd")


# From a decision back to received: undo, while nobody has been told. What is joined
# to another referral is decided there; taken apart, it waits for itself again.
MOVES: dict[Status, frozenset[Status]] = {
    Status.DRAFT: frozenset({Status.SENT}),
    Status.SENT: frozenset({Status.RECEIVED, Status.WITHDRAWN}),
    Status.RECEIVED: frozenset(
        {
            Status.WAITING_INFO,
            Status.ACCEPTED,
            Status.REDIRECTED,
            Status.REJECTED,
            Status.WITHDRAWN,
            Status.JOINED,
        }
    ),
    Status.WAITING_INFO: frozenset(
        {
            Status.RECEIVED,
            Status.WAITING_INFO,
            Status.ACCEPTED,
            Status.REDIRECTED,
            Status.REJECTED,
            Status.WITHDRAWN,
            Status.JOINED,
        }
    ),
    Status.ACCEPTED: frozenset({Status.RECEIVED}),
    Status.REDIRECTED: frozenset({Status.RECEIVED}),
    Status.REJECTED: frozenset({Status.RECEIVED}),
    Status.WITHDRAWN: frozenset(),
    Status.JOINED: frozenset({Status.RECEIVED, Status.WITHDRAWN}),
}

UNDECIDED = frozenset({Status.SENT, Status.RECEIVED, Status.WAITING_INFO})
UNDOABLE = frozenset({Status.ACCEPTED, Status.REDIRECTED, Status.REJECTED})
DECIDED = UNDOABLE | {Status.WITHDRAWN}


def can_move(now: str, then: Status) -> bool:
    """Tell whether a referral that is `now` may become `then`."""
    return then in MOVES[Status(now)]


def check_move(now: str, then: Status) -> None:
    """Raise `ImpossibleMove` unless a referral that is `now` may become `then`."""
    if not can_move(now, then):
        raise ImpossibleMove(
            _("Remissen har status %(now)s och kan inte bli %(then)s.")
            % {"now": Status(now).label.lower(), "then": then.label.lower()}
        )

"""The states of a check-in and of an aftercare, and the moves between them."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.refusals import AlreadyDone, ImpossibleMove

# Aftercare usually lasts at least six months (VGR's mission; clinical.md 0.2).
LEAST_DAYS = 183
# A suggestion of five contacts; each can be moved, and more can be added.
SUGGESTED_DAYS = (30, 61, 91, 122, LEAST_DAYS)
# So long after its day a contact that did not happen is called missed.
GRACE_DAYS = 3
# So soon is the next attempt after somebody was not reached.
NEXT_ATTEMPT_DAYS = 3


class State(models.TextChoices):
    """Where a check-in stands."""

    PLANNED = "planned", _("Planerad")
    MISSED = "missed", _("Missad")
    DONE = "done", _("Genomförd")
    CANCELLED = "cancelled", _("Inställd")


MOVES: dict[State, frozenset[State]] = {
    State.PLANNED: frozenset({State.MISSED, State.DONE, State.CANCELLED}),
    State.MISSED: frozenset({State.PLANNED, State.DONE, State.CANCELLED}),
    State.DONE: frozenset(),
    State.CANCELLED: frozenset(),
}
WAITING = frozenset({State.PLANNED, State.MISSED})


class Ending(models.TextChoices):
    """Why an aftercare ended. It never ends by itself."""

    CLOSED = "closed", _("Avslutad")
    RELAPSE = "relapse", _("Tillbaka till nedtrappning")


def check_move(now: str, then: State) -> None:
    """Raise unless a check-in in state `now` may become `then`."""
    if then in MOVES[State(now)]:
        return
    if now == then:
        raise AlreadyDone(_("Kontakten är redan registrerad."))
    raise ImpossibleMove(_("Kontakten är redan avslutad och ändras inte."))

"""The states of a message and the moves between them."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.refusals import ImpossibleMove


class State(models.TextChoices):
    """How far a message has come, as far as anybody can know."""

    QUEUED = "queued", _("Väntar på att skickas")
    SENDING = "sending", _("Skickas nu")
    SENT = "sent", _("Skickat")
    DELIVERED = "delivered", _("Framme i telefonen")
    FAILED = "failed", _("Gick inte att skicka")
    UNKNOWN = "unknown", _("Vi vet inte om det gick fram")
    WITHDRAWN = "withdrawn", _("Stoppat")


# From `unknown` only what the gateway says can help: it is never sent again by itself.
MOVES: dict[State, frozenset[State]] = {
    State.QUEUED: frozenset({State.SENDING, State.FAILED, State.WITHDRAWN}),
    State.SENDING: frozenset({State.SENT, State.QUEUED, State.FAILED, State.UNKNOWN}),
    State.SENT: frozenset({State.DELIVERED, State.FAILED}),
    State.DELIVERED: frozenset(),
    State.FAILED: frozenset(),
    State.UNKNOWN: frozenset({State.SENT, State.DELIVERED, State.FAILED}),
    State.WITHDRAWN: frozenset(),
}

# Nobody was told, or nobody knows whether anybody was: a person must act.
NOBODY_TOLD = frozenset({State.FAILED, State.UNKNOWN})
# Somebody may have been told, or is about to be: too late to take it back.
ON_ITS_WAY = frozenset({State.SENDING, State.SENT, State.DELIVERED, State.UNKNOWN})


class Channel(models.TextChoices):
    """How a message travels."""

    SMS = "sms", _("sms")
    EMAIL = "email", _("e-post")


class Why(models.TextChoices):
    """Why a message was not sent, in words for the person who must act."""

    PROTECTED = "protected", _("Personen har skyddade uppgifter och får inga utskick.")
    NO_CONSENT = "no_consent", _("Personen har inte sagt ja till den här kanalen.")
    NO_ADDRESS = "no_address", _("Nummer eller adress saknas.")
    TOO_LATE = "too_late", _("Tiden hann passera innan det kunde skickas.")
    NOT_TAKEN = "not_taken", _("Mottagaren finns inte, eller tjänsten sa nej.")
    AWAY = "away", _("Tjänsten som skickar svarade inte, trots flera försök.")
    LOST = "lost", _("Det avbröts mitt i. Det kan ha gått fram, eller inte.")


def check_move(now: str, then: State) -> None:
    """Raise `ImpossibleMove` unless a message in state `now` may go to `then`."""
    if then not in MOVES[State(now)]:
        raise ImpossibleMove(
            _("Meddelandet har status %(now)s och kan inte bli %(then)s.")
            % {"now": State(now).label.lower(), "then": then.label.lower()}
        )

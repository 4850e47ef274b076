"""The states of a visit, what a log says, and the moves between the states."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.refusals import ImpossibleMove


class Status(models.TextChoices):
    """How a visit stands."""

    BOOKED = "booked", _("Bokad")
    DONE = "done", _("Genomförd")
    MISSED = "missed", _("Kom inte")
    CANCELLED = "cancelled", _("Avbokad")


# Done and missed change places only when a log is corrected.
MOVES: dict[Status, frozenset[Status]] = {
    Status.BOOKED: frozenset({Status.DONE, Status.MISSED, Status.CANCELLED}),
    Status.DONE: frozenset({Status.MISSED}),
    Status.MISSED: frozenset({Status.DONE}),
    Status.CANCELLED: frozenset(),
}

LOGGED = frozenset({Status.DONE, Status.MISSED})


class Kind(models.TextChoices):
    """How the two meet."""

    IN_PERSON = "in_person", _("På plats")
    VIDEO = "video", _("Video")
    PHONE = "phone", _("Telefon")


class Purpose(models.TextChoices):
    """What the visit is for."""

    FIRST = "first", _("Första samtalet")
    FOLLOW_UP = "follow_up", _("Uppföljning av planen")
    TALK = "talk", _("Stödsamtal")
    BODY = "body", _("Fysioterapi")
    DOCTOR = "doctor", _("Läkarsamtal")
    AFTERCARE = "aftercare", _("Eftervård")
    OTHER = "other", _("Annat")


class Outcome(models.TextChoices):
    """How the visit went."""

    AS_PLANNED = "as_planned", _("Som planerat")
    HARD = "hard", _("Svårt")
    DID_NOT_COME = "did_not_come", _("Kom inte")


class Taken(models.TextChoices):
    """Whether the medicine was taken by the plan."""

    YES = "yes", _("Ja")
    PARTLY = "partly", _("Delvis")
    NO = "no", _("Nej")


class Hardest(models.TextChoices):
    """What weighs most."""

    SLEEP = "sleep", _("Sömn")
    WORRY = "worry", _("Oro")
    PAIN = "pain", _("Smärta")
    DIZZINESS = "dizziness", _("Yrsel")
    RESTLESSNESS = "restlessness", _("Rastlöshet")
    MEMORY = "memory", _("Minne")
    OTHER = "other", _("Annat")


class NextStep(models.TextChoices):
    """What the two agreed on about the plan. The plan itself changes on its page."""

    KEEP = "keep", _("Behåll")
    NEXT = "next", _("Ta nästa steg")
    HOLD = "hold", _("Paus")
    UP = "up", _("Gå upp")


def check_move(now: str, then: Status) -> None:
    """Raise `ImpossibleMove` unless a visit in state `now` may go to `then`."""
    if then not in MOVES[Status(now)]:
        raise ImpossibleMove(
            _("Besöket har status %(now)s och kan inte bli %(then)s.")
            % {"now": Status(now).label.lower(), "then": then.label.lower()}
        )

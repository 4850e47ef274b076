"""The phases of a case and the moves between them."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.refusals import ImpossibleMove


class Phase(models.TextChoices):
    """Where a patient's journey with the unit stands."""

    ASSESSMENT = "assessment", _("Kartläggning")
    PREPARATION = "preparation", _("Förberedelse")
    TAPERING = "tapering", _("Nedtrappning")
    AFTERCARE = "aftercare", _("Eftervård")
    CLOSED = "closed", _("Avslutad")


MOVES: dict[Phase, frozenset[Phase]] = {
    Phase.ASSESSMENT: frozenset({Phase.PREPARATION, Phase.CLOSED}),
    Phase.PREPARATION: frozenset({Phase.TAPERING, Phase.ASSESSMENT, Phase.CLOSED}),
    Phase.TAPERING: frozenset({Phase.AFTERCARE, Phase.CLOSED}),
    Phase.AFTERCARE: frozenset({Phase.TAPERING, Phase.CLOSED}),
    Phase.CLOSED: frozenset({Phase.ASSESSMENT, Phase.TAPERING, Phase.AFTERCARE}),
}

OPEN = frozenset(Phase) - {Phase.CLOSED}


class Closing(models.TextChoices):
    """Why a case was closed. `undone` stands outside all statistics."""

    COMPLETED = "completed", _("Eftervården är klar")
    PATIENT_CHOICE = "patient_choice", _("Patienten vill inte fortsätta nu")
    MOVED = "moved", _("Vården tar vid någon annanstans")
    DECEASED = "deceased", _("Patienten har avlidit")
    UNDONE = "undone", _("Öppnat av misstag")


def check_move(now: str, then: Phase) -> None:
    """Raise `ImpossibleMove` unless a case in phase `now` may go to `then`."""
    if then not in MOVES[Phase(now)]:
        raise ImpossibleMove(
            _("Vårdärendet är i fasen %(now)s och kan inte gå till %(then)s.")
            % {"now": Phase(now).label.lower(), "then": then.label.lower()}
        )

"""Who may do what in aftercare, and why not."""

from datetime import date

from django.utils.translation import gettext as _

from accounts.models import User
from accounts.roles import Permission
from aftercare.lifecycle import WAITING
from aftercare.models import CheckIn
from patients.lifecycle import MOVES, Phase
from patients.models import Case


def why_not_care(user: User) -> str:
    """Return the reason `user` cannot write in the care, or nothing."""
    if not user.may(Permission.CARE):
        return _("Bara de som arbetar i vården skriver här.")
    return ""


def why_not_open(user: User, case: Case, reached_on: date | None) -> str:
    """Return the reason aftercare cannot begin yet, or nothing."""
    if reason := why_not_care(user):
        return reason
    if Phase.AFTERCARE not in MOVES[Phase(case.phase)]:
        return _("Eftervården börjar när nedtrappningen är klar.")
    if reached_on is None and case.phase == Phase.TAPERING:
        return _("Planen har inte nått målet än.")
    return ""


def why_not_log(user: User, check_in: CheckIn) -> str:
    """Return the reason the contact cannot be logged, or nothing."""
    if reason := why_not_care(user):
        return reason
    if check_in.state not in WAITING:
        return _("Kontakten är redan registrerad.")
    return ""

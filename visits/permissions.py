"""Who may book, move, cancel and log, and why not."""

from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.roles import Permission
from patients.lifecycle import Phase
from patients.models import Case
from visits.lifecycle import Status
from visits.models import Visit


def why_not_list(user: User) -> str:
    """Return the reason `user` has no day list, or an empty string."""
    if user.may(Permission.CARE):
        return ""
    return _("Besöken sköts av den som arbetar med patienter.")


def why_not_book(user: User, case: Case) -> str:
    """Return the reason `user` cannot book a visit, or an empty string."""
    if reason := why_not_list(user):
        return reason
    if case.phase == Phase.CLOSED:
        return _("Vårdärendet är avslutat. Öppna det igen först.")
    return ""


def why_not_change(user: User, visit: Visit) -> str:
    """Return the reason `user` cannot move or cancel `visit`, or an empty string."""
    if reason := why_not_list(user):
        return reason
    if visit.status != Status.BOOKED:
        return _("Besöket är %(status)s. Boka en ny tid i stället.") % {
            "status": visit.get_status_display().lower()
        }
    return ""


def why_not_log(user: User, visit: Visit, *, at: datetime) -> str:
    """Return the reason `user` cannot log `visit`, or an empty string."""
    if reason := why_not_list(user):
        return reason
    if visit.status == Status.CANCELLED:
        return _("Besöket är avbokat. Logga en kontakt i stället.")
    # Somebody may come an hour early; nobody comes a day early.
    if timezone.localdate(visit.starts_at) > timezone.localdate(at):
        return _("Besöket är en annan dag. Flytta det om det blev tidigare.")
    return ""


def why_not_ask_for_change(user: User, visit: Visit, *, at: datetime) -> str:
    """Return the reason the patient cannot ask for another time, or nothing."""
    if visit.case.patient.user_id != user.pk:
        return _("Det här är någon annans tid.")
    if visit.status != Status.BOOKED or visit.has_begun(at):
        return _("Tiden går inte att ändra längre. Ring oss i stället.")
    return ""

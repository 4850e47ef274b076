"""Who may open the pages across apps, and why not."""

from django.utils.translation import gettext as _

from accounts.models import User
from accounts.roles import Permission
from overview.links import doing_of
from patients.models import Task


def why_not_care(user: User) -> str:
    """Return the reason `user` has no business among patients, or nothing."""
    if user.may(Permission.CARE):
        return ""
    return _("Patienternas sidor är öppna för den som arbetar i vården av dem.")


def why_not_reveal(user: User) -> str:
    """Return the reason `user` may not see protected details, or nothing."""
    if user.may(Permission.SEE_PROTECTED):
        return ""
    return _(
        "Skyddade uppgifter visas för så få som möjligt. Be samordnaren eller "
        "sjuksköterskan ta kontakten."
    )


def why_not_see_day(user: User) -> str:
    """Return the reason `user` has no day page, or nothing."""
    if user.may(Permission.CARE) or user.may(Permission.SEE_LOAD):
        return ""
    return _("Sidan visar arbetsdagen för den som arbetar på enheten.")


def why_not_review_log(user: User) -> str:
    """Return the reason `user` may not read the whole log, or nothing."""
    if user.may(Permission.REVIEW_LOG):
        return ""
    return _("Hela loggen läses bara av en loggranskare.")


def why_not_use_own_pages(user: User) -> str:
    """Return the reason `user` has no pages of their own, or nothing."""
    if user.may(Permission.USE_OWN_PAGES):
        return ""
    return _("De här sidorna är till för patienter.")


def why_not_give_own_pages(user: User) -> str:
    """Return the reason `user` cannot let a patient in, or nothing.

    Everybody in the care may close a log-in; who opens one has to know whose it is.
    """
    if user.may(Permission.TRIAGE):
        return ""
    return _("Inloggningar öppnas av den som bedömer remisser.")


def why_not_merge(user: User) -> str:
    """Return the reason `user` cannot compare and merge patients, or nothing."""
    if user.may(Permission.CARE) and user.may(Permission.TRIAGE):
        return ""
    return _("Patienter slås ihop av den som bedömer remisser.")


def why_not_tick_off(user: User, task: Task) -> str:
    """Return the reason `user` cannot tick `task` off by hand, or nothing."""
    doing = doing_of(task)
    if doing and doing.only_there:
        return _("Öppna uppgiften och gör den. Då blir den klar av sig själv.")
    return ""

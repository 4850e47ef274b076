"""Who may act on a message that told nobody."""

from django.conf import settings
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.roles import Permission
from messaging.models import Message


def why_not_list(user: User) -> str:
    """Return the reason `user` cannot see the messages, or an empty string."""
    if user.may(Permission.CARE) or user.may(Permission.TRIAGE):
        return ""
    return _("Meddelandena sköts av den som arbetar med patienter eller remisser.")


def why_not_handle(user: User, message: Message) -> str:
    """Return the reason `user` cannot act on `message`, or an empty string."""
    if reason := why_not_list(user):
        return reason
    if not message.waits_for_a_person:
        return _("Det är redan ordnat, eller så gick meddelandet fram.")
    return ""


def why_not_see_sent(user: User) -> str:
    """Return the reason `user` cannot see what the stand-ins got, or nothing."""
    if not settings.SHOWS_WHAT_WAS_SENT:
        return _("Sidan finns bara i demoläget.")
    return "" if user.is_staff_of_unit else _("Sidan är till för dem som arbetar här.")

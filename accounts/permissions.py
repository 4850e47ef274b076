"""Who may look after users and units, and why not."""

from django.utils.translation import gettext as _

from accounts.models import User
from accounts.roles import Permission


def why_not_administer(user: User) -> str:
    """Return the reason `user` cannot manage accounts and units, or nothing."""
    if not user.may(Permission.ADMINISTER):
        return _("Bara en administratör sköter konton och enheter.")
    return ""

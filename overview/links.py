"""Where things have their pages. A page that does not exist yet is no link."""

from typing import Any

from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Words = str | Promise

# The subject of a task, its page, and the verb on the button.
SUBJECTS: dict[str, tuple[str, Words]] = {
    "referrals.referral": ("referrals:detail", _("Läs")),
    "messaging.message": ("messaging:detail", _("Se")),
}
# Things whose task is done by doing it on their own page, not by ticking it off.
DONE_BY_DOING = frozenset(
    {"referrals.referral", "messaging.message", "tapering.planversion"}
)


def page_of(name: str, *args: Any, **kwargs: Any) -> str:
    """The address of a named page, or nothing when there is no such page."""
    try:
        return reverse(name, args=args, kwargs=kwargs)
    except NoReverseMatch:
        return ""


def page_of_subject(label: str, key: str) -> tuple[str, Words]:
    """The page where a task about the thing is done, and the verb that does it."""
    name, verb = SUBJECTS.get(label, ("", ""))
    return (page_of(name, key), verb) if name else ("", "")

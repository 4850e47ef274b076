"""One row of the timeline, whatever app it comes from."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from patients.models import Case
from ui.templatetags.dates import local_day


class Kind(models.TextChoices):
    """What the timeline may be narrowed to."""

    SYMPTOMS = "symptoms", _("Besvär")
    VISITS = "visits", _("Besök")
    PLAN = "plan", _("Plan")
    MESSAGES = "messages", _("Meddelanden")


@dataclass(frozen=True, kw_only=True)
class Entry:
    """Something that happened or is to happen."""

    at: datetime
    heading: str | Promise
    text: str = ""
    icon: str = "document"
    tint: str = ""
    url: str = ""
    is_today_mark: bool = False

    @property
    def on(self) -> date:
        """The local day."""
        return local_day(self.at)


# The newest rows before a moment, or the nearest after it, and so many at most.
Source = Callable[[Case, datetime, int], Iterable[Entry]]


def sentences(*parts: str) -> str:
    """Short sentences after each other, the empty ones left out.

    >>> sentences("Sara Nyberg", "", "Sömn.")
    'Sara Nyberg. Sömn.'
    """
    told = [part.strip() for part in parts if part.strip()]
    return " ".join(part if part[-1] in ".?”" else f"{part}." for part in told)

"""What the referring clinic is told of a referral, and what speaks against one."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from referrals import queries
from referrals.lifecycle import Status
from referrals.models import Referral
from ui.templatetags.dates import longday

if TYPE_CHECKING:
    from referrals.forms.whole import WholeReferral

Words = str | Promise


@dataclass(frozen=True, kw_only=True)
class Notice:
    """Something that speaks against sending, with help and a way on."""

    heading: Words
    text: Words
    url: str = ""
    link: Words = ""


def address(referral: Referral, page: str = "clinic_detail") -> str:
    """The clinic's page about the referral."""
    return reverse(f"referrals_public:{page}", args=[referral.shown_reference])


def tag_of(referral: Referral, at: datetime) -> str:
    """The status as the clinic is told it."""
    told = referral.status_told(at)
    return str(Status.RECEIVED if told == Status.SENT else told)


def tag_label(referral: Referral, at: datetime) -> Words:
    """What is new to us has been received, seen from the clinic."""
    told = referral.status_told(at)
    return _("Mottagen") if told in {Status.SENT, Status.RECEIVED} else ""


def notices(whole: "WholeReferral", user: User, today: date) -> list[Notice]:
    """What a person at the clinic should know before sending."""
    earlier = queries.open_of_clinic(user, whole.identity.number)
    found = [
        UNDER_AGE if whole.is_under_age(today) else None,
        ELSEWHERE if whole.lives_elsewhere else None,
        _already_sent(earlier) if earlier else None,
    ]
    return [notice for notice in found if notice]


UNDER_AGE = Notice(
    heading=gettext_lazy("Patienten är under 18 år"),
    text=gettext_lazy(
        "Vi hjälper vuxna. Barn- och ungdomspsykiatrin eller barn- och "
        "ungdomsmottagningen kan hjälpa. Ring oss gärna om du är osäker."
    ),
)
ELSEWHERE = Notice(
    heading=gettext_lazy("Patienten bor utanför regionen"),
    text=gettext_lazy(
        "Vi hjälper dem som bor i regionen. Patientens egen region kan ha "
        "en liknande mottagning. Ring 1177 i den regionen för att fråga."
    ),
)


def _already_sent(earlier: Referral) -> Notice:
    text = _(
        "Den skickades %(day)s och är inte bedömd än. Ska något "
        "läggas till: öppna den och välj Komplettera."
    )
    return Notice(
        heading=_("Ni har redan en öppen remiss för patienten"),
        text=text % {"day": longday(earlier.sent_at)},
        url=address(earlier),
        link=_("Öppna den remissen"),
    )

"""What somebody reads whom the e-ID did not let in, and where to go instead."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.eid.flow import Purpose
from accounts.eid.refusals import Why

FINE, FORBIDDEN, AWAY = 200, 403, 503

HEADINGS: dict[Why, Promise] = {
    Why.CANCELLED: _("Du loggade inte in"),
    Why.AWAY: _("E-legitimation fungerar inte just nu"),
    Why.UNKNOWN: _("Vi känner inte till dig än"),
    Why.UNDER_AGE: _("Vi hjälper vuxna"),
    Why.CLOSED: _("Din inloggning är stängd"),
}
OTHERWISE = _("Inloggningen gick inte")
STATUSES = {Why.CANCELLED: FINE, Why.AWAY: AWAY}
# Trying again changes nothing for these.
FINAL = {Why.UNKNOWN, Why.UNDER_AGE, Why.CLOSED}


@dataclass(frozen=True, kw_only=True)
class RefusalPage:
    """One refusal: what is said, and the ways on."""

    heading: Promise
    text: str
    status: int
    again_url: str
    is_self_referral: bool
    may_refer: bool


def refusal_page(why: Why, purpose: Purpose) -> RefusalPage:
    """The page for the reason, as met on the way to `purpose`."""
    to_self_referral = purpose == Purpose.SELF_REFERRAL
    start = "eid_self_referral" if to_self_referral else "eid"
    return RefusalPage(
        heading=HEADINGS.get(why, OTHERWISE),
        text=str(why.label),
        status=STATUSES.get(why, FORBIDDEN),
        again_url="" if why in FINAL else reverse(f"overview_public:{start}"),
        is_self_referral=to_self_referral,
        may_refer=why == Why.UNKNOWN,
    )

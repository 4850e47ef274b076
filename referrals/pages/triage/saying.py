"""Words about one referral that the list and the open page share."""

from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from referrals.lifecycle import Status
from referrals.models import Attempt, DoseChange, Referral, Risk
from ui.templatetags.dates import short_day

Words = str | Promise
ADULT = 18


@dataclass(frozen=True, kw_only=True)
class Named:
    """A medicine of a row: what it is called, and how much a day."""

    name: str
    dose: str | None


def address(referral: Referral, page: str = "detail", query: str = "") -> str:
    """A page about the referral, with the list from which it was opened."""
    url = reverse(f"referrals:{page}", args=[referral.shown_reference])
    return f"{url}?{query}" if query else url


def list_address(query: str = "") -> str:
    """The list, narrowed as it was."""
    here = reverse("referrals:list")
    return f"{here}?{query}" if query else here


def tag_of(referral: Referral) -> str:
    """Risk before new: it is what the eye looks for."""
    waits = referral.status in {Status.SENT, Status.RECEIVED}
    if waits:
        return "risk" if referral.is_risk else "received"
    return str(referral.status)


def age_of(referral: Referral, today: date) -> int | None:
    """Whole years, or about so many when only the year is known."""
    if referral.patient and (age := referral.patient.age_on(today)) is not None:
        return age
    return today.year - referral.birth_year if referral.birth_year else None


def place_of(referral: Referral) -> str:
    """The municipality, unless the person must not be found."""
    if referral.hides_contact:
        return _("Skyddad")
    if referral.lives_elsewhere:
        return _("Utanför regionen")
    patient = referral.patient
    place = referral.municipality or (patient.municipality if patient else None)
    return place.name if place else ""


def notes(referral: Referral, today: date) -> list[Words]:
    """What to look out for, the most pressing first; a row shows two."""
    return [*_waits(referral), *dangers(referral), *_gaps(referral, today)]


def _waits(referral: Referral) -> list[Words]:
    found: list[Words] = []
    if referral.reply_by:
        found.append(_("Svar senast %(day)s") % {"day": short_day(referral.reply_by)})
    if referral.wants_call_today and referral.is_undecided:
        found.append(_("Ring i dag"))
    return found


CHANGED: dict[str, Words] = {
    DoseChange.STOPPED: gettext_lazy("Slutat tvärt"),
    DoseChange.REDUCED: gettext_lazy("Har minskat"),
}
SILENT = frozenset({Risk.NONE_KNOWN, Risk.NOT_ANSWERED})


def dangers(referral: Referral) -> list[Words]:
    changed = CHANGED.get(referral.dose_change)
    found = [] if changed is None else [changed]
    return found + [Risk(risk).label for risk in referral.risks if risk not in SILENT]


def _gaps(referral: Referral, today: date) -> list[Words]:
    """In words only what is there: a list has many rows and few gaps."""
    age = age_of(referral, today)
    is_untried = not referral.is_self_referral and referral.attempt in UNTRIED
    marks: list[tuple[bool, Words]] = [
        (age is not None and age < ADULT, UNDERAGE),
        (is_untried, NO_ATTEMPT),
        (bool(referral.incomplete_reason), INCOMPLETE),
        (bool(referral.interpreter), _interpreter(referral)),
        (len(medicines(referral)) > 1, SEVERAL),
    ]
    return [words for holds, words in marks if holds]


UNTRIED = frozenset({Attempt.NO, Attempt.NOT_ASKED})
UNDERAGE = gettext_lazy("Under 18 år")
NO_ATTEMPT = gettext_lazy("Försök saknas")
INCOMPLETE = gettext_lazy("Ofullständig")
SEVERAL = gettext_lazy("Flera läkemedel")


def _interpreter(referral: Referral) -> Words:
    if not referral.interpreter:
        return ""
    return _("Tolk, %(language)s") % {"language": referral.interpreter}


def medicines(referral: Referral) -> list[Named]:
    """The medicines as the list has fetched them."""
    written: list[dict[str, str | None]] = referral.written  # type: ignore[attr-defined]
    return [Named(name=one["name"] or "", dose=one["dose"]) for one in written]

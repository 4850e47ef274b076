"""A referral in words: the same rows for the clinic's check page and for triage."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import SYSTEM_USER_ID
from jurisdictions import phones
from jurisdictions.identity import shown
from referrals.models import Attempt, Medicine, Referral, Risk
from ui.identity import cautions
from ui.templatetags.dates import longday_with_year
from ui.templatetags.numbers import mg

if TYPE_CHECKING:
    from referrals.forms.whole import WholeReferral

Words = str | Promise


@dataclass(frozen=True, kw_only=True)
class Fact:
    """A label and what is known about it."""

    label: Words
    value: str


def medicine_words(name: str, dose: object, year: int | None) -> str:
    """One medicine on one line: name, dose, since when."""
    parts = [
        name,
        _("%(dose)s/dygn") % {"dose": mg(dose)} if dose else "",  # type: ignore[arg-type]
        _("sedan %(year)s") % {"year": year} if year else "",
    ]
    return " · ".join(part for part in parts if part)


def medicine_line(medicine: Medicine) -> str:
    """A stored medicine on one line."""
    return medicine_words(
        medicine.whole_name, medicine.dose_per_day, medicine.since_year
    )


def attempt_words(attempt: str, year: int | None, outcome: str, absence: str) -> str:
    """What has been tried, or why not."""
    label = str(Attempt(attempt).label) if attempt else _("Inte besvarat")
    said = outcome if attempt != Attempt.NO else absence
    parts = [label, str(year) if year else "", said]
    return " · ".join(part for part in parts if part)


def care_words(remains: bool | None) -> str:  # noqa: FBT001 - an answer, not a switch
    """Who goes on prescribing; empty when nobody has said."""
    if remains is None:
        return ""
    return (
        _("Vårdcentralen fortsätter förskriva")
        if remains
        else _("Vårdcentralen vill att enheten tar över förskrivningen")
    )


def risk_words(risks: list[str]) -> str:
    """What to look out for, in words."""
    return listed([Risk(risk).label for risk in risks])


def _kept(*rows: tuple[Words, str]) -> list[Fact]:
    """Only the rows that say something."""
    return [Fact(label=label, value=value) for label, value in rows if value]


def of_clinic_form(whole: "WholeReferral", although: str) -> list[Fact]:
    """What is about to be sent, to be checked."""
    person, rest = whole.person(), whole.rest.cleaned_data
    return _kept(
        (_("Patient"), f"{person.name}, {shown(whole.identity.number)}"),
        # The name was written in one box: here its writer sees how it was read.
        (_("Efternamn"), person.family_name),
        (
            _("Om numret"),
            "\n".join(cautions(whole.identity, is_protected=person.is_protected)),
        ),
        (_("Skyddade uppgifter"), _("Ja") if person.is_protected else ""),
        (_("Telefon"), phones.shown(person.phone)),
        (_("Tolk"), person.interpreter),
        (_("Kommun"), _place(whole)),
        (
            _("Läkemedel"),
            "\n".join(
                medicine_words(line["name"], line["dose_per_day"], line["since_year"])
                for line in whole.lines
            ),
        ),
        (
            _("Har ni försökt trappa ned?"),
            attempt_words(
                rest["attempt"],
                rest["attempt_year"],
                rest["attempt_outcome"],
                rest["attempt_absence"],
            ),
        ),
        (_("Frågeställning och mål"), rest["goal"]),
        (_("Att se upp med"), risk_words(rest["risks"])),
        (_("Vem fortsätter förskriva?"), care_words(rest["care_remains"])),
        (
            _("Patienten vet om remissen och vill komma"),
            _("Ja") if rest["told_and_willing"] else _("Nej"),
        ),
        (
            _("Patienten vill få koden som sms"),
            _("Ja") if rest["agrees_to_sms"] else _("Nej"),
        ),
        (_("Remissens datum"), longday_with_year(rest["issued_on"])),
        (_("Varför uppgifter saknas"), rest["incomplete_reason"]),
        (_("Varför den skickas ändå"), although),
    )


def _place(whole: "WholeReferral") -> str:
    if whole.lives_elsewhere:
        return _("Bor utanför regionen")
    municipality = whole.person().municipality
    return municipality.name if municipality else ""


def of_referral(referral: Referral, *, shows_contact: bool) -> list[Fact]:
    """What the clinic sent, or the person wrote, as a list."""
    return _kept(
        (_("Läkemedel"), "\n".join(map(medicine_line, referral.medicines.all()))),
        (_("Hur länge"), referral.get_how_long_display() if referral.how_long else ""),
        (
            _("Dosen senaste två veckorna"),
            referral.get_dose_change_display() if referral.dose_change else "",
        ),
        (_("Försök att trappa ned"), _attempt(referral)),
        (_("Att se upp med"), risk_words(referral.risks)),
        *(_contact(referral) if shows_contact else []),
        (_("Tolk"), referral.interpreter),
        (_("Särskilt att uppmärksamma"), referral.attention),
        # Where the health centre lies says where the person is.
        (_("Vårdcentral"), _health_centre(referral) if shows_contact else ""),
        (_("Vem fortsätter förskriva?"), care_words(referral.care_remains)),
        (_("Patienten vet om remissen"), _told(referral)),
        (_("Varför uppgifter saknas"), referral.incomplete_reason),
        (_("Skickad ändå, därför att"), referral.sent_although),
    )


def _attempt(referral: Referral) -> str:
    if not _was_asked(referral) and referral.attempt == Attempt.NOT_ASKED:
        return ""
    return attempt_words(
        referral.attempt,
        referral.attempt_year,
        referral.attempt_outcome,
        referral.attempt_absence,
    )


def _was_asked(referral: Referral) -> bool:
    """Tell whether somebody at a clinic filled in our page: not so with a list."""
    return not referral.is_self_referral and referral.sender_id != SYSTEM_USER_ID


def _told(referral: Referral) -> str:
    if not _was_asked(referral):
        return ""
    return _("Ja, och vill komma") if referral.told_and_willing else _("Nej")


def _contact(referral: Referral) -> list[tuple[Words, str]]:
    voicemail = (
        _("röstmeddelande går bra")
        if referral.may_leave_voicemail
        else _("inget röstmeddelande")
    )
    parts = [
        phones.shown(referral.phone),
        referral.email,
        referral.best_time,
        voicemail if referral.is_self_referral else "",
    ]
    return [(_("Kontakt"), " · ".join(part for part in parts if part))]


def _health_centre(referral: Referral) -> str:
    centre = referral.health_centre
    name = centre.name if centre else referral.health_centre_text
    consent = referral.get_clinic_consent_display() if referral.clinic_consent else ""
    return " · ".join(part for part in (name, consent) if part)


def days_words(days: int) -> str:
    """So many days, in words."""
    return ngettext("%(days)d dag", "%(days)d dagar", days) % {"days": days}


def listed(words: Sequence[Words]) -> str:
    """Several short notes on one line, a capital letter only first."""
    texts = [str(word) for word in words]
    return ", ".join(
        text if place == 0 else text[:1].lower() + text[1:]
        for place, text in enumerate(texts)
    )

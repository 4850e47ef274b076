"""Two who may be one person, side by side; what is protected stays hidden."""

import uuid
from dataclasses import dataclass, field
from datetime import date

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.roles import Permission
from jurisdictions import identity, phones
from patients.models import Patient
from patients.queries import Likely, Sign
from referrals.models import NotSame, Referral
from referrals.pages import content
from referrals.queries import same as queries
from referrals.queries.same import Candidate
from ui.comparing import Compared, compared
from ui.templatetags.dates import day_with_year

Words = str | Promise
SIGNS = list(Sign)


@dataclass(frozen=True, kw_only=True)
class Hint:
    """One candidate as a line with a link."""

    likely: str
    tag: str
    name: str
    what: str
    shared: str
    url: str


@dataclass(frozen=True, kw_only=True)
class Apart:
    """Two that somebody told apart."""

    pk: int
    name: str
    said: NotSame


@dataclass(frozen=True, kw_only=True)
class Beside:
    """What stands at the open referral about who else it may be."""

    hints: list[Hint] = field(default_factory=list)
    parts: list[Referral] = field(default_factory=list)
    apart: list[Apart] = field(default_factory=list)
    can_separate: bool = False
    can_unsettle: bool = False


@dataclass(frozen=True, kw_only=True)
class Comparison:
    """Both, field by field, and what can be said of them."""

    mine: str
    theirs: str
    name: str
    likely: str
    shared: str
    rows: list[Compared]
    is_hidden: bool
    merge_url: str
    joins: bool
    other_url: str


def beside(referral: Referral, user: User) -> Beside:
    """Nothing for those who only read."""
    if not user.may(Permission.TRIAGE):
        return Beside()
    may_still = referral.is_undecided or referral.status in {"accepted", "joined"}
    apart = queries.told_apart(referral)
    found = queries.candidates(user, referral, apart) if may_still else []
    return Beside(
        hints=[_hint(referral, one) for one in found],
        parts=list(referral.parts.all()),
        apart=[
            Apart(pk=said.pk, name=_other_name(referral, said), said=said)
            for said in apart
        ],
        can_separate=referral.joined_to_id is not None,
        can_unsettle=referral.is_self_referral
        and referral.is_undecided
        and referral.patient_id is not None,
    )


def _hint(referral: Referral, one: Candidate) -> Hint:
    return Hint(
        likely=str(one.likely.label),
        tag="perhaps" if one.likely == Likely.PERHAPS else "likely",
        name=name_of(one),
        what=_what(one),
        shared=shared_words(one),
        url=reverse("referrals:same", args=[referral.shown_reference, one.key]),
    )


def name_of(one: Candidate) -> str:
    """As lists show it."""
    return one.referral.shown_name if one.referral else str(one.patient)


def _what(one: Candidate) -> str:
    row = one.referral
    if row is None:
        return _("Patient hos oss")
    return " · ".join(
        [
            str(row.get_source_display()),
            day_with_year(row.sent_at),
            str(row.get_status_display()).lower(),
        ]
    )


def shared_words(one: Candidate) -> str:
    """What is the same; of the protected only what stands on the page anyway."""
    words = [sign.label for sign in SIGNS if sign in one.shared]
    return content.listed(words) or _("Uppgifterna liknar varandra")


def _other_name(referral: Referral, said: NotSame) -> str:
    if said.patient:
        return str(said.patient)
    other = said.other if said.referral_id == referral.pk else said.referral
    return other.shown_name if other else ""


# --------------------------------------------------------------------- side by side


def comparison(referral: Referral, one: Candidate, *, today: date) -> Comparison:
    """Both in two columns."""
    mine = _facts_of_referral(referral)
    theirs = (
        _facts_of_referral(one.referral)
        if one.referral
        else _facts_of_patient(one.patient)
    )
    return Comparison(
        mine=_("Den här: %(reference)s") % {"reference": referral.shown_reference},
        theirs=_("Den andra: %(what)s")
        % {"what": one.referral.shown_reference if one.referral else _("patienten")},
        name=name_of(one),
        likely=str(one.likely.label),
        shared=shared_words(one),
        rows=compared(mine, theirs, besides=_circumstances() | _half(mine, theirs)),
        is_hidden=referral.hides_contact or one.is_protected,
        merge_url=_merge_url(referral, one),
        joins=one.referral is not None,
        other_url=reverse("referrals:detail", args=[one.referral.shown_reference])
        if one.referral
        else "",
    )


def _merge_url(referral: Referral, one: Candidate) -> str:
    """Two patients are made one before their referrals are."""
    other = one.patient.pk if one.patient else None
    return merge_address(referral.patient_id, other)


def merge_address(mine: uuid.UUID | None, other: uuid.UUID | None) -> str:
    """Where two patients are compared; nothing when there are not two."""
    if mine is None or other is None or mine == other:
        return ""
    return reverse("overview:merge", args=[mine, other])


def _circumstances() -> frozenset[Words]:
    """What differs between two referrals of the same person too."""
    return frozenset({_("Kom som"), _("Skickad"), _("Läkemedel"), _("Mål"), _("Läge")})


def _half(mine: dict[Words, str], theirs: dict[Words, str]) -> frozenset[Words]:
    """A year of birth and a day in that year are not two different birthdays."""
    born = _("Född")
    one, other = mine.get(born, ""), theirs.get(born, "")
    is_half = one != other and (one.startswith(other) or other.startswith(one))
    return frozenset({born} if is_half else ())


def _facts_of_referral(row: Referral) -> dict[Words, str]:
    patient, hidden = row.patient, row.hides_contact
    number = patient.identity_number if patient else None
    return {
        _("Namn"): row.name or (patient.name if patient else ""),
        _("Nummer"): identity.shown(number or ""),
        _("Född"): _born(row, patient),
        _("Telefon"): _or_hidden(phones.shown(row.phone), hidden),
        _("E-post"): _or_hidden(row.email, hidden),
        _("Kommun"): _or_hidden(
            row.municipality.name if row.municipality else "", hidden
        ),
        _("Vårdcentral"): _or_hidden(_centre(row), hidden),
        _("Kom som"): str(row.get_source_display()),
        _("Skickad"): day_with_year(row.sent_at),
        _("Läkemedel"): "\n".join(map(content.medicine_line, row.medicines.all())),
        _("Mål"): row.goal,
        _("Läge"): str(row.get_status_display()),
    }


def _born(row: Referral, patient: Patient | None) -> str:
    if patient and patient.birth_date:
        return patient.birth_date.isoformat()
    return str(row.birth_year or "")


def _centre(row: Referral) -> str:
    unit = row.health_centre or row.sender_unit
    return unit.name if unit else row.health_centre_text


def _facts_of_patient(patient: Patient | None) -> dict[Words, str]:
    assert patient is not None  # noqa: S101 - a candidate is one or the other
    hidden = patient.is_protected
    centre, place = patient.health_centre, patient.municipality
    return {
        _("Namn"): patient.name,
        _("Nummer"): patient.shown_number,
        _("Född"): patient.birth_date.isoformat() if patient.birth_date else "",
        _("Telefon"): _or_hidden(phones.shown(patient.phone), hidden),
        _("E-post"): _or_hidden(patient.email, hidden),
        _("Kommun"): _or_hidden(place.name if place else "", hidden),
        _("Vårdcentral"): _or_hidden(centre.name if centre else "", hidden),
    }


def _or_hidden(value: str, hidden: bool) -> str:  # noqa: FBT001 - reads as one word
    return _("Skyddad uppgift") if hidden and value else value

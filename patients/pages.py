"""The banner that says whose page this is, the same in every app."""

import uuid
from dataclasses import dataclass, field
from datetime import date

from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from jurisdictions import identity, phones
from patients.models import Case, Patient

Words = str | Promise


@dataclass(frozen=True, kw_only=True)
class Fact:
    """A label and what is known; nothing known is said in words."""

    label: Words
    value: str


@dataclass(frozen=True, kw_only=True)
class Link:
    """A button in the banner, or a tab under it."""

    label: Words
    url: str
    is_primary: bool = False
    is_current: bool = False
    count: int | None = None


@dataclass(frozen=True, kw_only=True)
class Banner:
    """Everything that the banner shows."""

    name: str
    status: str
    is_protected: bool
    is_revealed: bool
    facts: list[Fact]
    warnings: list[Words] = field(default_factory=list)
    actions: list[Link] = field(default_factory=list)
    tabs: list[Link] = field(default_factory=list)


def shown_name(patient: Patient) -> str:
    """Family name first and in capitals, as people look for it."""
    return f"{patient.family_name.upper()}, {patient.given_name}"


def banner_of(
    case: Case,
    *,
    today: date,
    here: str,
    revealed: bool = False,
    doses: list[Fact] | None = None,
    actions: list[Link] | None = None,
) -> Banner:
    """Build the banner; what is protected stays out until it is asked for."""
    patient = case.patient
    return Banner(
        name=shown_name(patient),
        status=case.phase,
        is_protected=patient.is_protected,
        is_revealed=revealed,
        facts=[
            Fact(label=_("Född"), value=_born(patient, today)),
            *_personal(patient, hidden=patient.is_protected and not revealed),
            *(doses or []),
        ],
        warnings=_warnings(patient),
        actions=actions or [],
        tabs=_tabs(case, here),
    )


def _born(patient: Patient, today: date) -> str:
    age = patient.age_on(today)
    if patient.birth_date is None or age is None:
        return ""
    years = ngettext("%(age)d år", "%(age)d år", age) % {"age": age}
    return f"{patient.birth_date:%Y-%m-%d} ({years})"


def _personal(patient: Patient, *, hidden: bool) -> list[Fact]:
    """Number and contact, unless they are protected and nobody has asked yet."""
    if hidden:
        return []
    found = [
        Fact(label=_number_label(patient), value=patient.shown_number),
        Fact(label=_("Kontakt"), value=phones.shown(patient.phone)),
    ]
    if patient.is_protected:
        found.append(Fact(label=_("Adress"), value=patient.address))
    return found


def _number_label(patient: Patient) -> Words:
    """A number that stands in for another is not called a personnummer."""
    kind = patient.identity_kind
    if kind in ("", identity.Kind.PERSONNUMMER):
        return _("Personnr")
    return _(identity.kind_named(kind))


def _warnings(patient: Patient) -> list[Words]:
    if not patient.interpreter:
        return []
    return [_("Tolk: %(language)s") % {"language": patient.interpreter}]


TABS = (
    ("overview", "overview:case"),
    ("assessment", "tapering:assessment"),
    ("plan", "tapering:plan"),
    ("visits", "visits:of_case"),
    ("aftercare", "aftercare:case"),
    ("access", "overview:access"),
)


def _tabs(case: Case, here: str) -> list[Link]:
    labels = {
        "overview": _("Översikt"),
        "assessment": _("Kartläggning"),
        "plan": _("Plan"),
        "visits": _("Besök"),
        "aftercare": _("Eftervård"),
        "access": _("Åtkomst"),
    }
    found = [(key, _address(page, case.pk)) for key, page in TABS]
    return [
        Link(label=labels[key], url=url, is_current=key == here)
        for key, url in found
        if url
    ]


def _address(page: str, key: uuid.UUID) -> str:
    """The page of a later app, or nothing while there is no such page."""
    try:
        return reverse(page, args=[key])
    except NoReverseMatch:
        return ""

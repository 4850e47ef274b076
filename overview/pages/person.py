"""Who a patient is: numbers, who else it may be, and what was merged."""

from dataclasses import dataclass, field
from datetime import date, datetime

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.roles import Permission
from jurisdictions import identity, phones
from overview.pages.banner import shown_name
from overview.queries.person import Alike
from patients import actions
from patients.models import Case, Patient, PatientMerge
from patients.queries import Sign
from ui.comparing import Compared, compared
from ui.templatetags.dates import day_with_year

Words = str | Promise
SIGNS = list(Sign)


@dataclass(frozen=True, kw_only=True)
class Person:
    """What the page of a case says of the number, and what can be done."""

    number: str
    kind: str
    is_hidden: bool = False
    earlier: list[str] = field(default_factory=list)
    cautions: list[str] = field(default_factory=list)
    can_link: bool = False
    can_merge: bool = False
    has_merges: bool = False


@dataclass(frozen=True, kw_only=True)
class Other:
    """Somebody who may be the same."""

    name: str
    likely: str
    shared: str
    url: str


@dataclass(frozen=True, kw_only=True)
class Moved:
    """How many rows of a kind became the kept one's."""

    what: str
    count: int


@dataclass(frozen=True, kw_only=True)
class Merge:
    """One merge, as it can be read back."""

    merge: PatientMerge
    kept: str
    gone: str
    moved: list[Moved]
    said: list[Compared]
    undo_url: str = ""
    why_not_undo: str = ""


def person_of(case: Case, user: User, *, today: date) -> Person:
    """The part about the person; a protected number stays in the banner."""
    patient = case.patient
    hidden = patient.is_protected
    earlier = list(patient.numbers.all())
    return Person(
        number="" if hidden else patient.shown_number,
        is_hidden=hidden and bool(patient.identity_number),
        kind=_(identity.kind_named(patient.identity_kind))
        if patient.identity_kind
        else _("Inget nummer"),
        earlier=[]
        if hidden
        else [
            identity.shown(one.number)
            for one in earlier
            if one.number != patient.identity_number
        ],
        cautions=cautions_of(patient, today=today),
        can_link=actions.is_stand_in(patient) or _may_change(patient),
        can_merge=user.may(Permission.TRIAGE),
        has_merges=patient.merges.exists(),
    )


def _may_change(patient: Patient) -> bool:
    """A samordningsnummer is followed by a personnummer when somebody stays."""
    return patient.identity_kind == identity.Kind.SAMORDNINGSNUMMER


def cautions_of(patient: Patient, *, today: date) -> list[str]:
    """What to know about the number."""
    said = []
    granted = patient.number_granted_year
    if granted and identity.is_dormant(granted, on=today):
        said.append(
            _("Samordningsnumret är från %(year)s och kan vara vilande.")
            % {"year": granted}
        )
    if patient.identity_level == identity.Level.UNCERTAIN:
        said.append(_("Identiteten bakom numret är osäker."))
    if patient.is_protected and patient.identity_kind == identity.Kind.RESERVE:
        said.append(
            _("Den som har skyddade personuppgifter ska normalt inte ha reservnummer.")
        )
    return said


def others(patient: Patient, found: list[Alike]) -> list[Other]:
    """Candidates as lines with a link each."""
    return [
        Other(
            name=shown_name(other),
            likely=str(likely.label),
            shared=", ".join(str(sign.label) for sign in SIGNS if sign in shared)
            or _("uppgifterna liknar varandra"),
            url=reverse("overview:merge", args=[patient.pk, other.pk]),
        )
        for other, likely, shared in found
    ]


def side_by_side(one: Patient, other: Patient) -> list[Compared]:
    """Both patients, field by field."""
    besides: frozenset[Words] = frozenset({_("Registrerad"), _("Slag av nummer")})
    return compared(_facts(one), _facts(other), besides=besides)


def _facts(patient: Patient) -> dict[Words, str]:
    born, hidden = patient.birth_date, patient.is_protected
    kind = patient.identity_kind
    facts: dict[Words, str] = {
        _("Namn"): patient.name,
        _("Nummer"): patient.shown_number,
        _("Slag av nummer"): _(identity.kind_named(kind)) if kind else "",
        _("Född"): born.isoformat() if born else "",
        **{
            label: _("Skyddad uppgift") if hidden and value else value
            for label, value in _contact(patient).items()
        },
        _("Tolk"): patient.interpreter,
        _("Skydd"): str(patient.get_protection_display()) if hidden else "",
        _("Egen inloggning"): _("Ja") if patient.user_id else "",
        _("Registrerad"): day_with_year(patient.created_at),
    }
    return facts


def _contact(patient: Patient) -> dict[Words, str]:
    place, centre = patient.municipality, patient.health_centre
    return {
        _("Telefon"): phones.shown(patient.phone),
        _("E-post"): patient.email,
        _("Adress"): patient.address,
        _("Kommun"): place.name if place else "",
        _("Vårdcentral"): centre.name if centre else "",
    }


def choices(one: Patient, other: Patient) -> list[tuple[str, str]]:
    """Both, told apart by number."""
    return [
        (str(row.pk), " · ".join(filter(None, [shown_name(row), _tell_by(row)])))
        for row in (one, other)
    ]


def _tell_by(patient: Patient) -> str:
    return patient.shown_number or _("registrerad %(day)s") % {
        "day": day_with_year(patient.created_at)
    }


# ----------------------------------------------------------------- what was merged


def _named(key: str) -> str:
    """What kind of row; a new kind is shown by its own name."""
    names = {
        "referrals.referral.patient": _("Remisser"),
        "messaging.message.patient": _("Meddelanden"),
        "patients.carerelation.patient": _("Vårdrelationer"),
        "patients.block.patient": _("Spärrar"),
        "patients.consent.patient": _("Samtycken"),
        "patients.case.patient": _("Vårdärenden"),
        "patients.patientnumber.patient": _("Tidigare nummer"),
        "patients.patient.merged_into": _("Tidigare hopslagna"),
    }
    return names.get(key, key)


def merge_rows(merges: list[PatientMerge], *, at: datetime) -> list[Merge]:
    """Each merge with what was moved and what both said then."""
    return [_merge_row(merge, at=at) for merge in merges]


def _merge_row(merge: PatientMerge, *, at: datetime) -> Merge:
    why_not = actions.why_not_undo_merge(merge, at=at)
    hidden = merge.kept.is_protected
    return Merge(
        merge=merge,
        kept=_said_name(merge.said["kept"]),
        gone=_said_name(merge.said["gone"]),
        moved=[
            Moved(what=_named(key), count=len(keys))
            for key, keys in sorted(merge.moved.items())
        ],
        said=compared(
            _said(merge.said["gone"], hidden=hidden),
            _said(merge.said["kept"], hidden=hidden),
        ),
        undo_url=""
        if why_not
        else reverse("overview:merge_undo", args=[merge.kept_id, merge.pk]),
        why_not_undo=why_not,
    )


def _said_name(said: dict[str, str | None]) -> str:
    return f"{(said['family_name'] or '').upper()}, {said['given_name']}"


def _said(said: dict[str, str | None], *, hidden: bool) -> dict[Words, str]:
    kind = said["identity_kind"]
    phone = said["phone"] or ""
    shown: dict[Words, str] = {
        _("Namn"): f"{said['given_name']} {said['family_name']}",
        _("Nummer"): identity.shown(said["identity_number"] or ""),
        _("Slag av nummer"): _(identity.kind_named(kind)) if kind else "",
        _("Född"): said["birth_date"] or "",
    }
    if hidden:
        return shown
    return {
        **shown,
        _("Telefon"): phones.shown(phone),
        _("E-post"): said["email"] or "",
        _("Adress"): said["address"] or "",
    }

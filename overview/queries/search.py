"""Find a patient or a referral by number, name or reference."""

import re
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Q
from django.utils.translation import gettext

from accounts.models import User
from accounts.roles import Permission
from jurisdictions import identity, reference
from patients.models import Case, Patient, PatientQuerySet
from referrals.models import Referral
from ui.identity import parsed

MOST = 20
SHORTEST = 2
LONGEST = 100
NUMBER = re.compile(r"[0-9][0-9\s+-]{4,}[0-9]")


@dataclass(frozen=True, kw_only=True)
class Hit:
    """A patient found; `case` is there when the person takes part in the care."""

    patient: Patient
    case: Case | None


@dataclass(frozen=True, kw_only=True)
class Found:
    """The answer to a search."""

    by: str
    hits: list[Hit] = field(default_factory=list)
    referrals: list[Referral] = field(default_factory=list)
    is_blocked: bool = False
    is_cut: bool = False
    fault: str = ""

    @property
    def number(self) -> int:
        """How many things were found."""
        return len(self.hits) + len(self.referrals)


def holds_a_number(text: str) -> bool:
    """Tell whether the text may hold an identity number, so must not be in an address.

    A reference with few letters may look like one too: then it is posted as well.
    """
    return bool(NUMBER.search(text)) and not _reference(text)


def search(text: str, *, user: User, today: date) -> Found:
    """Find what `user` may know of: all else is as if it did not exist."""
    text = " ".join(text.split())[:LONGEST]
    if len(text) < SHORTEST:
        return Found(by="nothing")
    if wanted := _reference(text):
        return Found(by="reference", referrals=_with_reference(wanted, user))
    if any(sign.isdigit() for sign in text):
        return _by_number(text, user, today)
    return _by_name(text, user)


def _reference(text: str) -> str:
    try:
        return reference.parse(text)
    except reference.NotAReference:
        return ""


def _with_reference(wanted: str, user: User) -> list[Referral]:
    found = Referral.objects.visible_to(user).filter(reference=wanted)
    return list(found.select_related("sender_unit"))


def _by_number(text: str, user: User, today: date) -> Found:
    try:
        number = parsed(text, today=today).number
    except identity.NotAnIdentity as fault:
        return Found(by="number", fault=fault.translated(gettext))
    wanted = Patient.objects.with_number(number)
    hits = _hits(wanted.filter(pk__in=Patient.objects.findable_by(user)), user)
    return Found(
        by="number",
        hits=hits,
        is_blocked=not hits and _is_blocked(wanted, user),
    )


def _is_blocked(wanted: PatientQuerySet, user: User) -> bool:
    """Tell whether there is data that a block keeps away (rules PDL-14: may be shown).

    Nothing is said of a protected person: not even that the number is known here.
    """
    cases = Case.objects.filter(patient__in=wanted.filter(protection="none"))
    return cases.exists() and not cases.unblocked_for(user).exists()


def _by_name(text: str, user: User) -> Found:
    wanted = Patient.objects.findable_by(user)
    for word in text.replace(",", " ").split():
        wanted = wanted.filter(_begins_with(word))
    hits = _hits(wanted[: MOST + 1], user)
    referrals = _referrals_by_name(text, user) if len(hits) <= MOST else []
    return Found(
        by="name",
        hits=hits[:MOST],
        referrals=referrals,
        is_cut=len(hits) > MOST,
    )


def _begins_with(word: str) -> Q:
    """A name that begins with the word; the database folds only a to z itself."""
    either = Q()
    for spelt in {word, word.capitalize(), word.title(), word.lower()}:
        for name in ("family_name", "given_name"):
            either |= Q(**{f"{name}__istartswith": spelt})
        either |= Q(given_name__contains=f" {spelt}")
        either |= Q(family_name__contains=f" {spelt}")
    return either


def _hits(wanted: PatientQuerySet, user: User) -> list[Hit]:
    """Pair each patient with the newest case that the person may open."""
    patients = list(wanted)
    cases = Case.objects.visible_to(user).filter(patient__in=patients)
    newest = {case.patient_id: case for case in cases.order_by("opened_at")}
    return [Hit(patient=one, case=newest.get(one.pk)) for one in patients]


def _referrals_by_name(text: str, user: User) -> list[Referral]:
    """Undecided referrals, whose people are not yet patients with a case."""
    if not user.may(Permission.TRIAGE):
        return []
    wanted = Referral.objects.visible_to(user).filter(
        # What an undone import had made is looked up by its reference only.
        Q(patient=None) | Q(patient__undone_at=None),
        case=None,
    )
    for word in text.replace(",", " ").split():
        either = Q()
        for spelt in {word, word.capitalize(), word.title()}:
            either |= Q(name__istartswith=spelt) | Q(name__contains=f" {spelt}")
        wanted = wanted.filter(either)
    return list(wanted.select_related("sender_unit")[:MOST])

"""Who assesses, who cares, and who else a referral may be about."""

import uuid
from datetime import date

from django.db.models import Q, QuerySet

from accounts.models import User
from accounts.roles import GRANTS, Permission
from jurisdictions import clocks
from patients.models import Patient
from referrals.models import Referral

FIRST_CONTACT_WITHIN = 3


def those_who_assess(unit_id: uuid.UUID | None) -> QuerySet[User]:
    """People of the unit who assess referrals."""
    roles = [role for role, grants in GRANTS.items() if Permission.TRIAGE in grants]
    return User.objects.filter(unit=unit_id, role__in=roles, is_active=True)


def those_who_care(unit_id: uuid.UUID | None) -> QuerySet[User]:
    """People of the unit who can own a case."""
    roles = [role for role, grants in GRANTS.items() if Permission.CARE in grants]
    return User.objects.filter(unit=unit_id, role__in=roles, is_active=True)


def related(user: User, referral: Referral) -> list[Referral]:
    """Other referrals that may be about the same person, newest first."""
    same = Q(patient=referral.patient_id) if referral.patient_id else Q(pk=None)
    if referral.phone:
        same |= Q(phone=referral.phone)
    # What is one case with it stands on its page already.
    others = (
        Referral.objects.visible_to(user)
        .filter(same)
        .exclude(Q(pk=referral.pk) | Q(joined_to=referral.pk, joined_to__isnull=False))
    )
    return list(others.order_by("-sent_at")[:5])


def open_of_clinic(user: User, identity_number: str) -> Referral | None:
    """An undecided referral of the same person that the user's clinic sent before."""
    return (
        Referral.objects.visible_to(user)
        .undecided()
        .filter(patient__in=Patient.objects.with_number(identity_number))
        .order_by("-sent_at")
        .first()
    )


def same_person(user: User, identity_number: str) -> Patient | None:
    """The patient with the number, if the user may find them."""
    return Patient.objects.findable_by(user).with_number(identity_number).first()


def first_contact_default(today: date) -> date:
    """Three working days from today."""
    return clocks.working_days_after(today, FIRST_CONTACT_WITHIN)

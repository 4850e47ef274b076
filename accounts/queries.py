"""Whom the administrator's list of accounts shows."""

from django.db.models import Q, QuerySet

from accounts.models import User
from accounts.roles import Role


def accounts_like(wanted: str) -> QuerySet[User]:
    """Accounts by part of a name; a patient's only by the whole username.

    An account of one's own pages carries the patient's name, and that somebody is a
    patient is nothing that whoever keeps the accounts needs to know.
    """
    people = User.objects.exclude(role=Role.SYSTEM).select_related("unit")
    others = ~Q(role=Role.PATIENT)
    if not wanted:
        return people.filter(others)
    named = Q(name__icontains=wanted) | Q(username__icontains=wanted)
    return people.filter((named & others) | Q(username__iexact=wanted))

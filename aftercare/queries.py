"""Reads of aftercare whose answer is more than one model's rows."""

from django.db.models import Min, Q, QuerySet

from accounts.models import User
from aftercare.lifecycle import WAITING
from aftercare.models import Aftercare


def rows(user: User) -> QuerySet[Aftercare]:
    """Aftercares going on, each with the day of its next contact, earliest first."""
    return (
        Aftercare.objects.visible_to(user)
        .going_on()
        .select_related("case__patient", "case__owner")
        .annotate(
            next_on=Min("check_ins__due_on", filter=Q(check_ins__state__in=WAITING))
        )
        .order_by("next_on", "pk")
    )

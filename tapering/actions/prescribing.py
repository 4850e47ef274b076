"""Who prescribes a version: written with the draft, signed with it, then kept."""

from collections.abc import Sequence

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from accounts.refusals import Refused
from tapering import queries
from tapering.models import PlanVersion, Prescribing


def write_prescribers(
    version: PlanVersion, rows: Sequence[queries.Prescriber] | None
) -> None:
    """Keep who prescribes a draft; None keeps what is known, or takes the usual.

    One of them a day: days that overlap are refused.
    """
    if rows is None:
        if version.prescribing.exists():
            return
        rows = queries.usual_prescribers(version.plan)
    try:
        with transaction.atomic():
            version.prescribing.all().delete()
            Prescribing.objects.bulk_create(
                Prescribing(
                    version=version,
                    name=row.name,
                    care_unit=row.care_unit,
                    from_on=row.from_on or version.counts_from,
                    until_on=row.until_on,
                )
                for row in rows
            )
    except IntegrityError as clash:
        raise Refused(
            _("Två förskrivare har samma dagar. Låt en ta över efter den andra.")
        ) from clash


def carry_prescribers(version: PlanVersion, before: PlanVersion | None) -> None:
    """A version that a pause or the like makes is prescribed as the one before."""
    if before is None or version.prescribing.exists():
        return
    write_prescribers(version, queries.prescribers_of(before))

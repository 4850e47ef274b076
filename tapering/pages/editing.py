"""Who else works on the same draft, in words."""

from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from accounts.models import User
from audit.models import Event
from tapering.lifecycle import State
from tapering.models import Plan, PlanVersion
from ui.templatetags.dates import clock, day
from ui.templatetags.numbers import listed

LATELY = timedelta(minutes=30)


def _saved(known: PlanVersion | None) -> str:
    if known is None or known.edited_by is None:
        return ""
    words = {
        "name": known.edited_by.name,
        "day": day(known.edited_at),
        "clock": clock(known.edited_at),
    }
    return _("Senast sparat av %(name)s %(day)s %(clock)s.") % words


def editing(
    known: PlanVersion | None, plan: Plan, user: User, at: datetime
) -> list[str]:
    """Who saved the draft last, and who else has had it open lately."""
    looked = (
        Event.objects.filter(
            subject_label=plan._meta.label_lower,
            subject_id=str(plan.pk),
            kind="plan.opened",
            at__gt=at - LATELY,
        )
        .exclude(actor_id=user.pk)
        .order_by("actor_name")
        .values_list("actor_name", flat=True)
        .distinct()
    )
    lines = [_saved(known)]
    if names := list(dict.fromkeys(looked)):
        sentence = _("%(names)s har haft sidan öppen den senaste halvtimmen.")
        lines.append(sentence % {"names": listed(names)})
    return [line for line in lines if line]


def meanwhile(known: PlanVersion | None, edition: str) -> str:
    """That somebody has saved the draft since this page was opened."""
    if known is None or known.state != State.DRAFT or known.edited_by is None:
        return ""
    if not edition or edition == str(known.edition):
        return ""
    words = {"name": known.edited_by.name, "clock": clock(known.edited_at)}
    return (
        _("%(name)s sparade utkastet %(clock)s. Du får jämföra innan du sparar.")
        % words
    )

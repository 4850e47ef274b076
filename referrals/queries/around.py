"""What stands around one open referral: asked for once, and only where there is any.

Most referrals have no files, pauses, parts or questions. One look says which of them
there are, along with the row itself; the rest of the page finds them in memory.
"""

from typing import Any

from django.db.models import (
    CharField,
    Exists,
    OuterRef,
    Prefetch,
    QuerySet,
    prefetch_related_objects,
)
from django.db.models.functions import Cast

from patients.models import Task
from referrals.models import (
    Attachment,
    ClockPause,
    ConferencePoint,
    Medicine,
    NotSame,
    OwnPart,
    PartRequest,
    Question,
    Referral,
    ReferralQuerySet,
)

STALE = "referral.stale"
# The mark is called after what it tells of.
MARK = "has_"


def _rows() -> dict[str, QuerySet[Any, Any]]:
    """By relation: the rows of a referral, with what is shown of each."""
    points = ConferencePoint.objects.select_related("conference", "owner")
    return {
        "medicines": Medicine.objects.all(),
        "questions": Question.objects.all(),
        "pauses": ClockPause.objects.all(),
        "part_requests": PartRequest.objects.select_related("clinic"),
        "own_parts": OwnPart.objects.all(),
        "attachments": Attachment.objects.all(),
        "conference_points": points.order_by("-conference__held_on"),
    }


def _parts() -> ReferralQuerySet:
    people = ("patient", "sender", "sender_unit", "health_centre")
    return marked(Referral.objects.select_related(*people).order_by("sent_at"))


def marked(rows: ReferralQuerySet) -> ReferralQuerySet:
    """Each with marks of what stands around it."""
    here = OuterRef("pk")
    marks: dict[str, QuerySet[Any, Any]] = {
        **{name: found.filter(referral=here) for name, found in _rows().items()},
        "parts": Referral.objects.filter(joined_to=here),
        "stale": stale_tasks().filter(subject_id=Cast(here, CharField())),
    }
    said = NotSame.objects.in_force()
    return rows.annotate(
        **{MARK + name: Exists(found) for name, found in marks.items()},
        has_apart=Exists(said.filter(referral=here)) | Exists(said.filter(other=here)),
    )


def stale_tasks() -> QuerySet[Task]:
    """Questions whether to go on waiting that nobody has answered."""
    label = Referral._meta.label_lower
    return Task.objects.undone().filter(kind=STALE, subject_label=label)


def there_may_be(referral: Referral, name: str) -> bool:
    """Whether there is any; without the mark it has to be looked for."""
    return bool(getattr(referral, MARK + name, True))


def gather(referral: Referral) -> None:
    """Fetch all that the open referral shows, of the whole case, into the rows."""
    if not hasattr(referral, MARK + "parts"):
        found = marked(Referral.objects.filter(pk=referral.pk)).get()
        for name in filter(lambda name: name.startswith(MARK), vars(found)):
            setattr(referral, name, getattr(found, name))
    lead = referral
    if referral.joined_to_id:
        leads = marked(Referral.objects.select_related("patient", "sender_unit"))
        lead = referral.joined_to = leads.get(pk=referral.joined_to_id)
    together = list({id(one): one for one in (lead, referral)}.values())
    _fetch(together, "parts", _parts())
    together += lead.parts.all()
    for name, rows in _rows().items():
        _fetch(together, name, rows)


def _fetch(referrals: list[Referral], name: str, rows: QuerySet[Any, Any]) -> None:
    """Into those that have any; the others know that they have none."""
    having = [one for one in referrals if there_may_be(one, name)]
    without = [one for one in referrals if not there_may_be(one, name)]
    prefetch_related_objects(having, Prefetch(name, rows))
    prefetch_related_objects(without, Prefetch(name, rows.none()))

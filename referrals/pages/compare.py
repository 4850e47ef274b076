"""Two decide at once: what one was about to do, beside what the other did."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Model
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.roles import Role
from audit.models import Event
from referrals.models import Referral
from ui.forms import Form
from ui.templatetags.dates import day_with_year

Words = str | Promise

# What a colleague may have done meanwhile, as a sentence about somebody.
DID: dict[str, Words] = {
    "referral.accepted": _("antog remissen"),
    "referral.redirected": _("hänvisade remissen vidare"),
    "referral.rejected": _("avböjde remissen"),
    "referral.withdrawn": _("tog tillbaka remissen"),
    "referral.question_asked": _("ställde en fråga om remissen"),
    "referral.question_answered": _("svarade på en fråga om remissen"),
    "referral.assigned": _("tilldelade remissen"),
    "referral.assignment_undone": _("ångrade en tilldelning av remissen"),
    "referral.joined": _("förde samman två remisser"),
    "referral.separated": _("tog isär två remisser"),
    "referral.part_separated": _("tog ut en remiss ur ärendet"),
    "referral.part_withdrawn": _("tog tillbaka en remiss i ärendet"),
    "referral.clock_paused": _("pausade väntetiden"),
    "referral.clock_resumed": _("avslutade en paus i väntetiden"),
    "referral.clock_pause_undone": _("tog tillbaka en paus i väntetiden"),
    "referral.prioritised": _("ändrade prioriteten"),
    "referral.undone": _("ångrade ett beslut om remissen"),
    "referral.completed": _("kompletterade remissen"),
    "referral.changed": _("ändrade remissen"),
}
# What the one who referred themselves can do without signing in.
BY_THE_PERSON = frozenset(
    {
        "referral.withdrawn",
        "referral.part_withdrawn",
        "referral.question_answered",
    }
)
SOMETHING = _("ändrade remissen")
# What one was about to do, as it is called on its page.
HEADINGS: dict[str, Words] = {
    "accept": _("Anta remissen"),
    "ask": _("Fråga om det som saknas"),
    "redirect": _("Hänvisa vidare"),
    "reject": _("Avböj remissen"),
    "withdraw": _("Återta åt avsändaren"),
    "priority": _("Ändra prioritet"),
    "assign": _("Tilldela"),
    "take": _("Ta till mig"),
}
MOST = 5
# What travels with every form and is nobody's answer.
NOT_TYPED = {"csrfmiddlewaretoken", "edition", "confirmed"}


@dataclass(frozen=True, kw_only=True)
class Line:
    """One answer that had been typed."""

    label: Words
    value: str


@dataclass(frozen=True, kw_only=True)
class Deed:
    """What somebody did, and when."""

    who: Words
    did: Words
    at: datetime
    reason: str


@dataclass(frozen=True, kw_only=True)
class Comparison:
    """Both sides, and how to go on."""

    sentence: Words
    heading: Words
    mine: list[Line]
    posted: list[tuple[str, str]]
    theirs: list[Deed]
    edition: int
    url: str
    why_not: str


def comparison(
    referral: Referral,
    form: Form,
    posted: Mapping[str, Any],
    *,
    sentence: Words,
    heading: Words,
    url: str,
    why_not: str,
) -> Comparison:
    """Everything typed is kept; `why_not` says why it cannot be done any more."""
    return Comparison(
        sentence=sentence,
        heading=heading,
        mine=list(_lines(form)),
        posted=_kept(posted),
        theirs=_deeds(referral, form.cleaned_data.get("edition")),
        edition=referral.edition,
        url=url,
        why_not=why_not,
    )


def _kept(posted: Mapping[str, Any]) -> list[tuple[str, str]]:
    pairs: list[tuple[str, str]] = []
    for name in posted:
        values = posted.getlist(name) if hasattr(posted, "getlist") else [posted[name]]
        if name not in NOT_TYPED:
            pairs += [(name, value) for value in values]
    return pairs


def _lines(form: Form) -> Iterator[Line]:
    for name, field in form.fields.items():
        if field.widget.is_hidden:
            continue
        if shown := _shown(form.cleaned_data.get(name), field):
            yield Line(label=field.label or name, value=shown)


def _shown(value: Any, field: Any) -> str:
    """As the person chose it: the name of a choice, a day in words."""
    if value in (None, "", False):
        return ""
    if isinstance(value, list):
        return "\n".join(_shown(one, field) for one in value)
    if hasattr(value, "isoformat"):
        return day_with_year(value)
    choices = {} if isinstance(value, Model) else dict(getattr(field, "choices", ()))
    return str(choices.get(value, value))


def _deeds(referral: Referral, edition: int | None) -> list[Deed]:
    """What has been done since the edition that the page showed, the latest first."""
    since = max(referral.edition - edition, 1) if edition else 1
    keys = [str(row.pk) for row in (referral, *referral.parts.all())]
    events = Event.objects.filter(
        subject_label="referrals.referral", subject_id__in=keys, kind__in=DID
    ).order_by("-at", "-id")[: min(since, MOST)]
    return [
        Deed(
            who=_who(event),
            did=DID.get(event.kind, SOMETHING),
            at=event.at,
            reason=event.reason,
        )
        for event in events
    ]


def _who(event: Event) -> Words:
    """A person without a log-in writes through the system."""
    if event.role == Role.SYSTEM and event.kind in BY_THE_PERSON:
        return _("Den som skickade egenremissen")
    return event.actor_name

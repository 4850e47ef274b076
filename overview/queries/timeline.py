"""What has happened in one case, and what is booked: rows of all apps, by time.

Each app is one source. A source gives its newest rows before a moment, so that a
page of the timeline costs the same however long the case is.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from audit.models import Event
from overview.links import page_of
from patients.lifecycle import Closing, Phase
from patients.models import Case, Consent
from referrals.models import Referral
from ui.templatetags.dates import local_day

PAGE = 30
SOON = 5


class Kind(models.TextChoices):
    """What the timeline may be narrowed to."""

    SYMPTOMS = "symptoms", gettext_lazy("Besvär")
    VISITS = "visits", gettext_lazy("Besök")
    PLAN = "plan", gettext_lazy("Plan")
    MESSAGES = "messages", gettext_lazy("Meddelanden")


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One row of the timeline."""

    at: datetime
    heading: str | Promise
    text: str = ""
    icon: str = "document"
    tint: str = ""
    url: str = ""
    is_today_mark: bool = False

    @property
    def on(self) -> date:
        """The local day."""
        return local_day(self.at)


Source = Callable[[Case, datetime, int], Iterable[Entry]]


def phases(case: Case, before: datetime, limit: int) -> Iterable[Entry]:
    """Moves between phases, as the log has them."""
    moves = Event.objects.about_patient(case.patient_id).filter(
        subject_label="patients.case",
        subject_id=str(case.pk),
        kind__in=["case.opened_up", "case.moved", "case.closed"],
        at__lt=before,
    )
    for event in moves[:limit]:
        yield Entry(
            at=event.at,
            heading=_phase_heading(event),
            text=_by(event.actor_name, event.reason),
            icon="forward",
            tint="ljung" if event.details.get("to") == Phase.AFTERCARE else "gran",
        )


def _phase_heading(event: Event) -> str:
    if event.kind == "case.opened_up":
        return _("Vårdärendet öppnades")
    if event.kind == "case.closed":
        why = Closing(event.details.get("closing", Closing.COMPLETED)).label
        return _("Avslutad: %(why)s") % {"why": why}
    return _("Ny fas: %(phase)s") % {"phase": Phase(event.details["to"]).label}


def _by(name: str, text: str = "") -> str:
    return f"{name}. {text}" if text else name


def referrals(case: Case, before: datetime, limit: int) -> Iterable[Entry]:
    """The referral that opened the case, when it came and when it was accepted."""
    for referral in Referral.objects.filter(case=case).select_related(
        "sender_unit", "decided_by"
    )[:limit]:
        url = page_of("referrals:detail", referral.pk)
        moments = [
            (referral.received_at or referral.sent_at, _("%(kind)s kom"), "mail"),
            (referral.decided_at, _("%(kind)s antagen"), "check"),
        ]
        for at, heading, icon in moments:
            if at and at < before:
                yield Entry(
                    at=at,
                    heading=heading % {"kind": referral.get_source_display()},
                    text=_sender(referral) if icon == "mail" else _decider(referral),
                    icon=icon,
                    tint="fjord" if icon == "mail" else "bra",
                    url=url,
                )


def _sender(referral: Referral) -> str:
    return referral.sender_unit.name if referral.sender_unit else _("Från patienten")


def _decider(referral: Referral) -> str:
    name = referral.decided_by.name if referral.decided_by else ""
    return _by(name, referral.decision_reason)


def consents(case: Case, before: datetime, limit: int) -> Iterable[Entry]:
    """What the patient has said yes or no to."""
    given = Consent.objects.filter(
        patient=case.patient_id, given_at__lt=before
    ).select_related("recorded_by")
    for consent in given[:limit]:
        yield Entry(
            at=consent.given_at,
            heading=_("Samtycke till %(purpose)s: %(answer)s")
            % {
                "purpose": consent.get_purpose_display(),
                "answer": consent.get_answer_display(),
            },
            text=consent.recorded_by.name,
            icon="pen",
        )


PAST: tuple[tuple[str, Source], ...] = (
    ("", phases),
    ("", referrals),
    ("", consents),
)
AHEAD: tuple[tuple[str, Source], ...] = ()


def past_of(
    case: Case, *, before: datetime, kind: str = "", limit: int = PAGE
) -> tuple[list[Entry], datetime | None]:
    """The newest entries before a moment, and where the next page begins."""
    found = [
        entry
        for name, source in PAST
        if not kind or name == kind
        for entry in source(case, before, limit + 1)
    ]
    found.sort(key=lambda entry: entry.at, reverse=True)
    shown = found[:limit]
    return shown, shown[-1].at if len(found) > limit else None


def ahead_of(case: Case, *, after: datetime, kind: str = "") -> list[Entry]:
    """What comes next, the furthest away on top."""
    found = [
        entry
        for name, source in AHEAD
        if not kind or name == kind
        for entry in source(case, after, SOON)
    ]
    return sorted(found, key=lambda entry: entry.at)[:SOON][::-1]

"""The journey itself: phases, the referral, and what the patient agreed to."""

from collections.abc import Iterable
from datetime import datetime

from django.utils.translation import gettext as _

from audit.models import Event
from overview.links import page_of
from overview.queries.timeline.entry import Entry, sentences
from patients.lifecycle import Closing, Phase
from patients.models import Case, Consent
from patients.queries import known_as
from referrals.models import Referral


def phases(case: Case, before: datetime, limit: int) -> Iterable[Entry]:
    """Moves between phases, as the log has them."""
    moves = Event.objects.filter(patient_id__in=known_as(case.patient_id)).filter(
        subject_label="patients.case",
        subject_id=str(case.pk),
        kind__in=["case.opened_up", "case.moved", "case.closed"],
        at__lt=before,
    )
    for event in moves[:limit]:
        yield Entry(
            at=event.at,
            heading=_phase_heading(event),
            text=sentences(event.actor_name, event.reason),
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
    return sentences(name, referral.decision_reason)


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

"""The answer that is prepared when nobody has answered, or nobody has acted."""

from dataclasses import dataclass
from datetime import date

from referrals import actions, queries
from referrals.letters import language_of
from referrals.lifecycle import Status
from referrals.models import Audience, DecisionReason, Referral
from referrals.pages import turning
from referrals.shipped_reasons import NO_ANSWER, shipped


@dataclass(frozen=True, kw_only=True)
class Proposal:
    """What a person may send, with one press less to write. Never sent by itself."""

    why: str
    is_unanswered: bool
    reason: str
    for_patient: str
    destination: str


def proposal(referral: Referral, today: date) -> Proposal | None:
    """The proposal, from the day on which the question was raised or put off to."""
    if not (referral.is_undecided and queries.there_may_be(referral, "stale")):
        return None
    task = actions.stale_task(referral)
    if task is None or task.due_on > today:
        return None
    ready = prepared(referral)
    return Proposal(
        why=task.why,
        is_unanswered=referral.status == Status.WAITING_INFO,
        reason=ready["reason"],
        for_patient=ready["for_patient"],
        destination=ready["destination"],
    )


def prepared(referral: Referral) -> dict[str, str]:
    """The texts of the reason, in the administrator's words while it is in use."""
    usable = DecisionReason.objects.filter(shipped_as=NO_ANSWER, is_active=True)
    kept = usable.with_texts().first()
    if kept is None:
        return _as_shipped(referral)
    words = turning.ready(kept, referral)
    return {
        "chosen": words.key,
        "reason": words.reason,
        "for_patient": words.for_patient,
        "destination": words.destination,
    }


def _as_shipped(referral: Referral) -> dict[str, str]:
    """Nobody has chosen other words, or the reason is no longer in use."""
    words = shipped()[NO_ANSWER].words
    to_patient = words[language_of(referral, Audience.PATIENT)]
    return {
        "chosen": "",
        "reason": words[language_of(referral, Audience.CLINIC)].for_referrer,
        "for_patient": to_patient.for_patient,
        "destination": to_patient.destination,
    }


def asked_before(referral: Referral) -> str:
    """The question that nobody answered, to be asked once more."""
    last = referral.questions.filter(answered_at=None).order_by("asked_at").last()
    return last.text if last else ""

"""What is known about a referral, as words of a letter in its reader's language."""

from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from jurisdictions.regimes import REGIMES
from referrals.lifecycle import Status
from referrals.models import Audience, Question, Referral
from ui.templatetags.dates import longday, longday_with_year


@dataclass(frozen=True, kw_only=True)
class Appointment:
    """A visit in words: whoever books it says them, in the reader's language."""

    day: str = ""
    time: str = ""
    length: str = ""
    place: str = ""
    who: str = ""
    bring: str = ""

    @property
    def facts(self) -> dict[str, str]:
        """By the names that stand in braces."""
        return {name: getattr(self, name) for name in self.__dataclass_fields__}


def facts_of(
    referral: Referral,
    *,
    audience: str,
    language: str,
    appointment: Appointment | None = None,
) -> dict[str, str]:
    """Everything that is known; what is not stays in braces for a person to write."""
    with override(language):
        found = {
            **_about_us(referral),
            **_about_the_referral(referral),
            **_asked(referral, audience),
            **_decided(referral, audience),
            **(appointment.facts if appointment else {}),
        }
    return {name: said for name, said in found.items() if said}


def _about_us(referral: Referral) -> dict[str, str]:
    regime = REGIMES[settings.JURISDICTION]
    talk = regime.someone_to_talk_to[0]
    hours = settings.UNIT_PHONE_HOURS
    host = urlsplit(settings.SITE_URL).netloc
    return {
        "unit": referral.unit.name,
        "phone": settings.UNIT_PHONE,
        "hours": _("vardagar %(hours)s") % {"hours": hours} if hours else _("vardagar"),
        "site": f"{host}{reverse('referrals_public:follow')}".rstrip("/"),
        "emergency": regime.emergency.number,
        "advice": regime.advice.number,
        "talk": " ".join([_(talk.name), talk.number]),
    }


def _about_the_referral(referral: Referral) -> dict[str, str]:
    patient, clinic = referral.patient, referral.sender_unit or referral.health_centre
    return {
        "name": patient.name if patient else referral.name,
        "reference": referral.shown_reference,
        "received": longday(referral.received_at or referral.sent_at),
        "clinic": clinic.name if clinic else referral.health_centre_text,
    }


def _asked(referral: Referral, audience: str) -> dict[str, str]:
    """The question that waits for the reader's answer, if there is one."""
    to = Question.To.PATIENT if audience == Audience.PATIENT else Question.To.REFERRER
    waiting = referral.questions.filter(to=to, answered_at=None).last()
    if waiting is None:
        return {}
    return {
        "question": waiting.text,
        "reply_by": longday_with_year(waiting.reply_by),
    }


def _decided(referral: Referral, audience: str) -> dict[str, str]:
    reason = ""
    if audience == Audience.PATIENT:
        reason = referral.decision_for_patient
    said = DECISIONS.get(Status(referral.status))
    return {
        "reason": reason or referral.decision_reason,
        "destination": referral.redirected_to,
        "decision": said(audience) if said else "",
    }


def _accepted(audience: str) -> str:
    if audience == Audience.PATIENT:
        return _("Vi tar emot dig.")
    return _("Vi tar emot patienten.")


DECISIONS: dict[Status, Callable[[str], str]] = {Status.ACCEPTED: _accepted}

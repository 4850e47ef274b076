"""What is known about a referral, as words of a letter in its reader's language."""

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from jurisdictions.regimes import REGIMES
from referrals.models import Audience, Question, Referral
from referrals.queries.followed import first_contact_of
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


def clinic_language() -> str:
    """What is written to clinics is in the language of the country."""
    return REGIMES[settings.JURISDICTION].language


def language_of(referral: Referral, audience: str) -> str:
    """The language of whoever reads, as far as we write in it."""
    if audience == Audience.CLINIC:
        return clinic_language()
    spoken = referral.language
    if referral.patient and not referral.is_self_referral:
        spoken = referral.patient.language
    return spoken if spoken in dict(settings.LANGUAGES) else clinic_language()


def facts_of(
    referral: Referral,
    *,
    audience: str,
    language: str,
    also: Mapping[str, str] | None = None,
) -> dict[str, str]:
    """Everything that is known; what is not stays in braces for a person to write.

    `also` says what is not on the referral: a visit, a decision about to be made.
    """
    with override(language):
        found = {
            **_about_us(referral),
            **_about_the_referral(referral),
            **_asked(referral, audience),
            **_decided(referral.lead, audience),
            **(also or {}),
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
    """What was decided, for both of a case: its lead."""
    reason = referral.decision_for_patient if audience == Audience.PATIENT else ""
    turned = turned_away(reason or referral.decision_reason, referral.redirected_to)
    return turned | (_accepted(referral, audience) if referral.case_id else {})


def turned_away(reason: str, destination: str) -> dict[str, str]:
    """Why, and where to turn; the sentence around it ends by itself."""
    return {"reason": reason, "destination": destination.strip().rstrip(".")}


def _accepted(referral: Referral, audience: str) -> dict[str, str]:
    task = first_contact_of(referral.case_id) if referral.case_id else None
    is_person = audience == Audience.PATIENT
    said = _("Vi tar emot dig.") if is_person else _("Vi tar emot patienten.")
    return {"decision": said, "contact_by": longday(task.due_on) if task else ""}

"""One case, two contributions: who has written, who is asked, who waits for whom."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import CareUnit
from referrals.lifecycle import Status
from referrals.models import (
    ClinicConsent,
    OwnPart,
    PartRequest,
    Referral,
)
from ui.templatetags.dates import day_with_year as _day

Words = str | Promise


@dataclass(frozen=True, kw_only=True)
class Half:
    """What one of the two has given, or is asked for."""

    whose: Words
    # The state in one word for the tag: given, asked or missing.
    state: str
    label: Words
    said: Words
    url: str = ""
    link: Words = ""
    own: OwnPart | None = None
    # What may be done about it: an address and its words.
    ask_url: str = ""
    ask: Words = ""
    take_back_url: str = ""


@dataclass(frozen=True, kw_only=True)
class Contributions:
    """Both halves, and who waits."""

    clinic: Half
    patient: Half
    waiting: list[Words] = field(default_factory=list)

    @property
    def halves(self) -> tuple[Half, Half]:
        """The two, the clinic first."""
        return self.clinic, self.patient


def of_case(referral: Referral, *, today: date) -> Contributions:
    """Both halves of the case that the referral belongs to, for those who assess."""
    lead = referral.lead
    together = [lead, *lead.parts.all()]
    requests = [row for one in together for row in one.part_requests.all()]
    asked = {
        row.to: row
        for row in sorted(requests, key=lambda row: row.asked_at)
        if _is_alive(row, today)
    }
    given = [own for one in together for own in one.own_parts.all()]
    own = max(given, key=lambda own: own.sent_at, default=None)
    return Contributions(
        clinic=_clinic_half(lead, together, asked.get(PartRequest.To.CLINIC)),
        patient=_patient_half(lead, together, own, asked.get(PartRequest.To.PATIENT)),
        waiting=_waiting(together, asked),
    )


def _is_alive(row: PartRequest, today: date) -> bool:
    """Nobody has answered; a code that has run out can be given anew."""
    if row.given_at or row.taken_back_at:
        return False
    return row.expires_at is None or timezone.localdate(row.expires_at) >= today


# What has come of asking, as the tag says it.
LABELS = {
    "given": gettext_lazy("Har skrivit"),
    "asked": gettext_lazy("Frågad"),
    "missing": gettext_lazy("Inte frågad"),
}


def _half(whose: Words, state: str, said: Words, **more: Any) -> Half:
    return Half(whose=whose, state=state, label=LABELS[state], said=said, **more)


def _linked(row: Referral) -> dict[str, str]:
    """The way to what was written."""
    url = reverse("referrals:detail", args=[row.shown_reference])
    return {"url": url, "link": row.shown_reference}


def _clinic_half(
    lead: Referral, together: Sequence[Referral], asked: PartRequest | None
) -> Half:
    whose = _("Vårdcentralen")
    if first := next((row for row in together if row.sender_unit), None):
        who, day = _centre(lead, first.sender_unit), _day(first.sent_at)
        said = _("%(who)s, %(day)s") % {"who": who, "day": day}
        return _half(whose, "given", said, **_linked(first))
    if asked:
        who, day = _centre(lead, asked.clinic), _day(asked.asked_at)
        said = _("%(who)s, frågad %(day)s") % {"who": who, "day": day}
        request = [lead.shown_reference, asked.pk]
        undo = reverse("referrals:take_back_part", args=request)
        return _half(whose, "asked", said, take_back_url=undo)
    ask, url = _("Fråga vårdcentralen"), _ask_clinic_url(lead)
    return _half(whose, "missing", _consent_words(lead), ask_url=url, ask=ask)


def _centre(lead: Referral, unit: CareUnit | None) -> Words:
    """Its name, unless where it lies says where a protected person is."""
    return _("Vårdcentralen") if lead.hides_contact or not unit else unit.name


def _consent_words(lead: Referral) -> Words:
    return {
        ClinicConsent.YES: _("Patienten har sagt ja till att vi frågar."),
        ClinicConsent.ASK_FIRST: _("Patienten vill bli tillfrågad först."),
        ClinicConsent.NO: _("Patienten vill inte att vi frågar."),
    }.get(ClinicConsent(lead.clinic_consent or "no"), "")


def _ask_clinic_url(lead: Referral) -> str:
    if not lead.is_self_referral or lead.clinic_consent == ClinicConsent.NO:
        return ""
    return reverse("referrals:ask_clinic", args=[lead.shown_reference])


def _patient_half(
    lead: Referral,
    together: Sequence[Referral],
    own: OwnPart | None,
    asked: PartRequest | None,
) -> Half:
    whose = _("Patienten")
    if own:
        said = _("Egna mål, %(day)s") % {"day": _day(own.sent_at)}
        return _half(whose, "given", said, own=own)
    if first := next((row for row in together if row.is_self_referral), None):
        said = _("Egenremiss, %(day)s") % {"day": _day(first.sent_at)}
        return _half(whose, "given", said, **_linked(first))
    url = _ask_patient_url(lead)
    if asked:
        said = _("Har fått en kod %(day)s") % {"day": _day(asked.asked_at)}
        return _half(whose, "asked", said, ask_url=url, ask=_("Ny kod"))
    said = _("Ingen har bett om egna mål än.")
    return _half(whose, "missing", said, ask_url=url, ask=_("Be om egna mål"))


def _ask_patient_url(lead: Referral) -> str:
    """Nobody is asked about what is over."""
    if lead.is_undecided or lead.status == Status.ACCEPTED:
        return reverse("referrals:ask_patient", args=[lead.shown_reference])
    return ""


def _waiting(
    together: Sequence[Referral], asked: dict[str, PartRequest]
) -> list[Words]:
    """Who waits for whom, in words; the unit itself when nobody else does."""
    found: list[Words] = []
    questions = [one for row in together for one in row.questions.all()]
    for question in sorted(questions, key=lambda one: one.asked_at):
        if question.answered_at:
            continue
        found.append(
            _("Vi väntar på svar från %(who)s, senast %(day)s.")
            % {
                "who": str(question.get_to_display()).lower(),
                "day": _day(question.reply_by),
            }
        )
    if PartRequest.To.CLINIC in asked:
        found.append(_("Vi väntar på vårdcentralens del."))
    lead = together[0]
    if not found and lead.is_undecided:
        found.append(_("Patient och vårdcentral väntar på oss."))
    if PartRequest.To.PATIENT in asked:
        # Nobody has to: what the patient adds is read whenever it comes.
        found.append(_("Patienten kan berätta mer, men behöver inte."))
    return found

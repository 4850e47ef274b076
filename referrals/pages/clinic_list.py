"""The clinic's list: what it sent, what it is asked, what nobody has answered."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from accounts.models import User
from referrals import queries
from referrals.lifecycle import UNDECIDED
from referrals.models import ClinicDraft, PartRequest, Referral
from referrals.pages.clinic import address, tag_label, tag_of
from referrals.pages.content import days_words
from referrals.pages.tabs import Tab
from ui.templatetags.dates import day

Words = str | Promise


@dataclass(frozen=True, kw_only=True)
class Row:
    """One referral in the clinic's list: its state, its name, what is to be done."""

    tag: str
    label: Words
    name: Words
    url: str
    reference: str = ""
    when: Words = ""
    note: Words = ""
    is_asked: bool = False


def tabs(user: User, view: str, at: datetime) -> list[Tab]:
    """The views of the list, with their numbers."""
    counts, parts = queries.clinic_counts(user, at), queries.parts_asked(user)
    here = reverse("referrals_public:clinic_list")
    found = {
        "mine": (_("Mina"), counts.mine),
        "unit": (_("Enhetens"), counts.unit),
        "asked": (_("Att svara på"), counts.to_answer + parts.count()),
        "silent": (_("Utan svar"), counts.silent),
        "drafts": (_("Utkast"), ClinicDraft.objects.of(user, at=at).count()),
    }
    return [
        Tab(
            label=label,
            url=here if key == "mine" else f"{here}?view={key}",
            is_current=key == view,
            count=count,
        )
        for key, (label, count) in found.items()
    ]


def empty_words(view: str) -> Words:
    """What an empty view says."""
    return {
        "asked": _("Inget väntar på ert svar."),
        "silent": _("Alla era remisser har fått svar."),
        "drafts": _("Du har inga utkast. Det du skriver sparas här av sig självt."),
    }.get(view, _("Ni har inga remisser här."))


def of_sent(rows: Iterable[Referral], at: datetime) -> list[Row]:
    """What was sent, as rows."""
    return [
        replace(
            _row(row, at),
            when=_("skickad %(day)s") % {"day": day(row.sent_at)},
            note=_note(row),
            is_asked=row.has_question,  # type: ignore[attr-defined]
        )
        for row in rows
    ]


def _row(row: Referral, at: datetime) -> Row:
    return Row(
        tag=tag_of(row, at),
        label=tag_label(row, at),
        name=row.name,
        url=address(row),
        reference=row.shown_reference,
    )


def _note(row: Referral) -> Words:
    if row.has_question:  # type: ignore[attr-defined]
        return _("Svara på vår fråga")
    return row.sender.name if row.sender else ""


def of_silent(rows: Iterable[Referral], at: datetime) -> list[Row]:
    """What has got no answer, with its age."""
    today = timezone.localdate(at)
    return [
        replace(
            _row(row, at),
            when=days_words((today - timezone.localdate(row.sent_at)).days),
            note=_silent_note(row, at),
        )
        for row in rows
    ]


def _silent_note(row: Referral, at: datetime) -> Words:
    if row.is_confirmed:  # type: ignore[attr-defined]
        return _("Bekräftad, inget svar än")
    told = row.status_told(at)
    return _("Inte bedömd än") if told in UNDECIDED else _("Bedömd, inget svar än")


def of_asked(rows: Iterable[PartRequest]) -> list[Row]:
    """Patients about whom the clinic is asked: the name, and nothing they wrote."""
    return [
        Row(
            tag="waiting_info",
            label=_("Skriv er del"),
            name=row.referral.name,
            url=reverse("referrals_public:clinic_part", args=[row.pk]),
            when=_("frågat %(day)s") % {"day": day(row.asked_at)},
            note=_("Patienten har sökt själv och sagt ja till att vi frågar er"),
            is_asked=True,
        )
        for row in rows
    ]


def of_drafts(rows: Iterable[ClinicDraft]) -> list[Row]:
    """What the person has begun to write."""
    return [
        Row(
            tag="draft",
            label=_("Utkast"),
            name=row.written().get("name", [""])[0] or _("Utan namn"),
            url=reverse("referrals_public:clinic_draft", args=[row.pk]),
            when=_("sparat %(when)s") % {"when": saved_words(row)},
            note=_("Sparas till %(day)s") % {"day": day(row.ends_at)},
        )
        for row in rows
    ]


def saved_words(draft: ClinicDraft) -> str:
    """Day and time of the last saving."""
    return f"{day(draft.touched_at)} {saved_at(draft)}"


def saved_sentence(draft: ClinicDraft) -> str:
    """What the page says when it has kept what was typed."""
    return _("Utkastet sparades %(when)s.") % {"when": saved_at(draft)}


def saved_at(draft: ClinicDraft) -> str:
    """The time of the last saving."""
    return f"{timezone.localtime(draft.touched_at):%H.%M}"

"""Where things have their pages. A page that does not exist yet is no link."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from patients.models import Task

Words = str | Promise


def page_of(name: str, *args: Any) -> str:
    """The address of a named page, or nothing when there is no such page."""
    try:
        return reverse(name, args=args)
    except NoReverseMatch:
        return ""


@dataclass(frozen=True)
class Doing:
    """Where a task is done: the page, what its address names, and the verb."""

    page: str
    named: str
    verb: Words
    # Such a task is done by doing it there, and never ticked off by hand.
    only_there: bool = False


# By the kind of task, or what the kind begins with.
DOINGS: Mapping[str, Doing] = {
    "referral.call": Doing("referrals:detail", "referral", _("Läs")),
    "referral.reassess": Doing(
        "referrals:priority", "referral", _("Bedöm"), only_there=True
    ),
    "conference.next_step": Doing("referrals:point", "subject", _("Läs")),
    "referral.attachment_stopped": Doing("referrals:detail", "referral", _("Läs")),
    "referral.answered_late": Doing("referrals:detail", "referral", _("Läs")),
    "referral.attachment_unread": Doing("referrals:detail", "referral", _("Läs")),
    "referral.completed": Doing("referrals:detail", "referral", _("Läs")),
    "referral.compare": Doing("referrals:detail", "referral", _("Jämför")),
    "referral.": Doing("referrals:detail", "referral", _("Läs"), only_there=True),
    "letter.send": Doing("referrals:letter", "subject", _("Läs"), only_there=True),
    "letter.post": Doing("referrals:letter", "subject", _("Skriv ut"), only_there=True),
    "message.": Doing("messaging:detail", "subject", _("Se"), only_there=True),
    "plan.decide": Doing("tapering:version", "subject", _("Granska"), only_there=True),
    "plan.returned": Doing("tapering:version", "subject", _("Öppna")),
    "plan.letter": Doing("tapering:letter", "subject", _("Skicka"), only_there=True),
    "plan.review": Doing("visits:log_contact", "case", _("Logga samtal")),
    "plan.switch_review": Doing("visits:log_contact", "case", _("Logga samtal")),
    "plan.first_contact": Doing("visits:log_contact", "case", _("Logga samtal")),
    "plan.taken_more": Doing("visits:log_contact", "case", _("Logga samtal")),
    "plan.no_contact": Doing("visits:log_contact", "case", _("Logga samtal")),
    "plan.draft": Doing("tapering:version", "subject", _("Öppna"), only_there=True),
    "plan.decide_late": Doing(
        "tapering:version", "subject", _("Öppna"), only_there=True
    ),
    "plan.": Doing("tapering:plan", "case", _("Öppna")),
    "step.confirm": Doing(
        "tapering:confirm_step", "subject", _("Bekräfta"), only_there=True
    ),
    "taper.new_plan": Doing("tapering:plan", "case", _("Gör plan")),
    "pause.taken": Doing("visits:log_contact", "case", _("Logga samtal")),
    "pause.asked": Doing("visits:log_contact", "case", _("Logga samtal")),
    "symptom.high": Doing("visits:log_contact", "case", _("Logga samtal")),
    "patient.protection_check": Doing(
        "overview:protection", "case", _("Kontrollera"), only_there=True
    ),
    "referral.follow_call": Doing("referrals:detail", "referral", _("Läs")),
    "referral.part_withdrawn": Doing("referrals:detail", "referral", _("Läs")),
    "referral.new_contact": Doing("referrals:detail", "referral", _("Läs")),
    "case.part_given": Doing("referrals:detail", "subject", _("Läs")),
    "case.first_contact": Doing("visits:book", "case", _("Boka")),
    "case.reopened": Doing("visits:book", "case", _("Boka")),
    "visit.book.": Doing("visits:book", "case", _("Boka")),
    "visit.missed": Doing("visits:log_contact", "case", _("Logga samtal")),
    "visit.log": Doing("visits:log", "subject", _("Skriv")),
    "visit.": Doing("visits:detail", "subject", _("Se")),
    "aftercare.contact": Doing("aftercare:log", "subject", _("Logga kontakt")),
    "aftercare.no_contact": Doing("aftercare:log", "subject", _("Logga kontakt")),
    "aftercare.": Doing("aftercare:case", "case", _("Öppna")),
}


def doing_of(task: Task) -> Doing | None:
    """How a task of its kind is done, if there is a page for it."""
    kind = task.kind
    exact = DOINGS.get(kind)
    if exact:
        return exact
    for start, doing in DOINGS.items():
        if start.endswith(".") and kind.startswith(start):
            return doing
    return None


def page_of_task(task: Task, references: Mapping[str, str]) -> str:
    """The page where the task is done; `references` has those of its referrals."""
    doing = doing_of(task)
    if doing is None:
        return ""
    named = {
        "case": task.case_id,
        "subject": task.subject_id,
        "referral": references.get(task.subject_id),
    }[doing.named]
    return page_of(doing.page, named) if named else ""

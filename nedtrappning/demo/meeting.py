"""Visits and calls: booked, reminded of, logged, missed."""

from datetime import datetime, timedelta

from django.utils import timezone

from accounts.models import CareUnit, system_user
from nedtrappning.demo import settling
from nedtrappning.demo.people import Story
from nedtrappning.demo.teller import SLOT, Narrator
from patients.models import Case
from visits import actions as visits
from visits.actions.booking import Details
from visits.actions.logging import Report
from visits.models import Visit

NOTES = [
    "Sover lite bättre. Vi gick igenom kvällsrutinen.",
    "Orolig inför nästa steg. Stannar på samma dos tills det känns lugnt.",
    "Går ut varje förmiddag. Vill gärna fortsätta som planerat.",
    "Huvudvärk några dagar efter steget, nu över.",
    "Pratade om vad som hjälper när natten blir svår.",
]


class Meeting(Narrator):
    """Contacts of every kind."""

    def _report(self, at: datetime) -> Report:
        return Report(
            outcome=self.chance.choice(["as_planned", "as_planned", "hard"]),
            happened_at=at,
            taken=self.chance.choice(["yes", "yes", "partly"]),
            discomfort=self.chance.randint(2, 6),
            hardest=("sleep",),
            note=self.chance.choice(NOTES),
            next_step="keep",
        )

    def called(self, case: Case, story: Story, days: int) -> None:
        """A call that nobody had booked."""
        owner = self.person(story.owner)
        day = timezone.localdate(self.now) - timedelta(days=days)
        at = self.diary.slot(owner, day)
        if at + SLOT >= self.now:
            return
        visits.log_contact(
            case,
            self._report(at),
            kind="phone",
            purpose="talk",
            minutes=30,
            form_key=self.key(),
            by=owner,
            at=at + SLOT,
        )

    def _details(self, story: Story, at: datetime, centre: CareUnit) -> Details:
        kind = "in_person" if self.chance.random() < 0.6 else "phone"
        room = next(p for p in self.region.places if p.care_unit_id == centre.pk)
        return Details(
            kind=kind,
            starts_at=at,
            minutes=45,
            staff=(self.person(story.owner),),
            place=room if kind == "in_person" else None,
        )

    def meeting(
        self, case: Case, story: Story, days: float, centre: CareUnit, *, purpose: str
    ) -> None:
        """A booked visit that took place."""
        owner = self.person(story.owner)
        day = timezone.localdate(self.now) - timedelta(days=int(days))
        starts = self.diary.slot(owner, day)
        if starts + SLOT >= self.now:
            return
        visit = visits.book(
            case,
            purpose=purpose,
            details=self._details(story, starts, centre),
            form_key=self.key(),
            by=owner,
            at=starts - timedelta(days=3),
        )
        self._reminded(visit, starts)
        visits.log_visit(
            visit,
            self._report(starts),
            form_key=self.key(),
            by=owner,
            at=starts + SLOT,
        )

    def missed(self, case: Case, story: Story, days: int, centre: CareUnit) -> None:
        """A booked visit to which the patient did not come."""
        owner = self.person(story.owner)
        day = timezone.localdate(self.now) - timedelta(days=days)
        starts = self.diary.slot(owner, day)
        if starts + SLOT >= self.now:
            return
        visit = visits.book(
            case,
            purpose="follow_up",
            details=self._details(story, starts, centre),
            form_key=self.key(),
            by=owner,
            at=starts - timedelta(days=5),
        )
        self._reminded(visit, starts)
        visits.mark_missed(
            visit, form_key=self.key(), by=owner, at=starts + timedelta(hours=1)
        )

    def booked_ahead(
        self, case: Case, story: Story, days: int, centre: CareUnit
    ) -> None:
        """The next visit, still to come."""
        owner = self.person(story.owner)
        day = timezone.localdate(self.now) + timedelta(days=days)
        visits.book(
            case,
            purpose="follow_up",
            details=self._details(story, self.diary.slot(owner, day), centre),
            form_key=self.key(),
            by=owner,
            at=self.now - timedelta(hours=2),
        )

    def _reminded(self, visit: Visit, starts: datetime) -> None:
        """The patient was told and reminded, before the visit."""
        visits.remind(visit, by=system_user(), at=starts - timedelta(days=2))
        settling.send_the_past(before=starts - timedelta(days=1))

"""How a story ends: leaving early, aftercare, a way back, the close."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

from django.utils import timezone

from accounts.models import User
from aftercare import actions as aftercare
from aftercare.models import CheckIn
from nedtrappning.demo.people import Story
from nedtrappning.demo.teller import Narrator
from patients.lifecycle import Closing
from patients.models import Case
from tapering.models import Step


class Ending(Narrator):
    """From the goal, or before it, to the end."""

    def left(self, case: Case, story: Story) -> None:
        """The patient does not want to go on now; the door stays open."""
        by, at = self.person(story.owner), self.moment(story.days - 20, 14)
        self._close(case, Closing.PATIENT_CHOICE, by, at)

    def _close(self, case: Case, closing: Closing, by: User, at: datetime) -> None:
        case.refresh_from_db()
        if not case.no_referrer:
            text = "Patienten klarar sig nu utan läkemedlet. Ring oss vid behov."
            aftercare.answer_referrer(case, text=text, by=by, at=at)
        reason = "Enligt överenskommelse med patienten."
        aftercare.close(case, closing=closing, reason=reason, by=by, at=at)

    def followed(self, case: Case, story: Story) -> None:
        """Aftercare: contacts done, missed, a way back, or the end."""
        by = self.person(story.owner)
        reached = self._goal_day(case)
        at = datetime.combine(reached, time(15), timezone.get_current_timezone())
        began = aftercare.open_aftercare(case, goal_reached_on=reached, by=by, at=at)
        for check_in in self._past(began.check_ins.all()):
            if story.has("missed") and check_in.due_on > timezone.localdate(
                self.now
            ) - timedelta(days=45):
                break
            self._checked_in(check_in, by)
        if story.stage == "relapse":
            aftercare.relapse(
                began,
                reason="Har börjat ta läkemedlet varje dag igen.",
                by=by,
                at=self.moment(20, 14),
            )
        elif story.stage == "closed":
            end = max(began.least_until, reached) + timedelta(days=5)
            at = datetime.combine(end, time(14), timezone.get_current_timezone())
            self._close(case, Closing.COMPLETED, by, min(at, self.now))

    def _goal_day(self, case: Case) -> date:
        last = Step.objects.filter(
            version__plan__case=case, version__state="decided", days=None
        )
        return max(step.from_on for step in last)

    def _past(self, check_ins: object) -> Iterator[CheckIn]:
        today = timezone.localdate(self.now)
        for check_in in check_ins:  # type: ignore[attr-defined]
            if check_in.due_on < today:
                yield check_in

    def _checked_in(self, check_in: CheckIn, by: User) -> None:
        day = check_in.due_on
        at = datetime.combine(day, time(10, 20), timezone.get_current_timezone())
        aftercare.log_check_in(
            check_in,
            happened_on=day,
            how="phone",
            going=self.chance.choice(["well", "mixed"]),
            taking="goal",
            trouble=self.chance.randint(0, 4),
            note="Mår bra för det mesta.",
            by=by,
            at=at,
        )

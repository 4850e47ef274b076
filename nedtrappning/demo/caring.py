"""Assessment, plan, and life with the plan."""

from datetime import date, datetime, timedelta

from django.utils import timezone

from accounts.models import CareUnit, User
from nedtrappning.demo.arriving import GOALS
from nedtrappning.demo.meeting import Meeting
from nedtrappning.demo.people import DIAZEPAM, Medicine, Story
from nedtrappning.demo.switching import Switching
from patients.models import Case
from tapering import actions as tapering
from tapering import queries
from tapering.lifecycle import Gate
from tapering.models import Plan, PlanVersion, Step

CONTACTS_IN_THREE_YEARS = 300


def _contact_days(first: int, story: Story) -> set[int]:
    """On which days before today there was a contact."""
    if story.has("three_years"):
        count = CONTACTS_IN_THREE_YEARS
        return {first - number * first // count for number in range(count)}
    return set(range(first, 0, -14))


def _hold_days(first: int, story: Story) -> set[int]:
    """On which days before today a pause began."""
    if story.has("three_years"):
        return set(range(first - 30, 120, -120))
    return {first // 2} if story.has("hold") else set()


class Caring(Meeting, Switching):
    """From assessment to the last step."""

    def assessed(self, case: Case, story: Story) -> None:
        """What is taken, when and why; each gate answered once; even-out."""
        by, days = self.person(story.owner), story.days - 8
        at = self.moment(days, 13)
        tapering.write_mapping(
            case,
            lines=[
                tapering.Line(
                    substance=item.substance,
                    doses=item.doses,
                    product=item.product,
                    strength_mg=item.strength,
                    why="Sömn" if item.policy == "sleep" else "Oro",
                    since=str(at.year - 6),
                )
                for item in story.medicines
            ],
            by=by,
            at=at,
        )
        tapering.answer_assessment(
            case,
            gates={
                gate: ("yes" if gate == Gate.EARLIER_ATTEMPT else "no", "")
                for gate in Gate.values
            },
            goal=self.chance.choice(GOALS),
            driving="fit",
            driving_informed_on=at.date(),
            children=self.chance.choice(["yes", "no"]),
            children_born=[],
            by=by,
            at=at,
        )
        tapering.begin_preparation(case, by=by, at=at)
        tapering.set_even_out(
            case,
            from_on=at.date(),
            to_on=at.date() + timedelta(days=10),
            by=by,
            at=at,
        )

    def planned(self, case: Case, story: Story, item: Medicine) -> Plan | None:
        """A nurse proposes, a prescriber decides."""
        nurse, doctor = self.person(story.owner), self.person("eva")
        later = item is not story.medicines[0]
        if later and story.stage != "proposal":
            return None  # two medicines never move at the same time
        waits = story.stage == "proposal"
        at = self.moment(1 if waits else story.days - 14, 14)
        start = timezone.localdate(at) + timedelta(days=7)
        switches = story.has("switch")
        plan = tapering.open_plan(case, substance=item.substance, by=nurse, at=at)
        outline = queries.Outline(
            start=start,
            doses=item.doses,
            products=[p for p in self.products if p.substance == item.substance],
            policy=self.policies[(DIAZEPAM if switches else item).policy],
            switch=self.exchanged(item) if switches else None,
        )
        draft = tapering.make_draft(
            plan,
            outline=outline,
            on=timezone.localdate(at),
            by=nurse,
            at=at,
            patient_agrees=True,
            form_key=self.key(),
        )
        proposed = tapering.propose(draft, to=doctor, by=nurse, at=at)
        if not waits:
            self.decided(proposed, by=doctor, at=at + timedelta(hours=1))
        return plan

    def decided(self, version: PlanVersion, *, by: User, at: datetime) -> None:
        """Sign, with a reason wherever the engine wants one."""
        concerns = queries.weigh(
            version.plan, version.request, version.answer, timezone.localdate(at)
        )
        reasons = {
            concern.key: "Finns inte mindre tablett. Patienten vill och har stöd."
            for concern in concerns
            if concern.severity == "reason"
        }
        tapering.decide(version, patient_agrees=True, reasons=reasons, by=by, at=at)

    def tapered(
        self, case: Case, story: Story, plans: list[Plan], centre: CareUnit
    ) -> None:
        """Live through the steps: visits, symptoms, confirmations, pauses."""
        first = story.days - 22
        contacts = _contact_days(first, story)
        waiting = self._unconfirmed(plans)
        for days in range(first, 0, -1):
            today = timezone.localdate(self.now) - timedelta(days=days)
            quiet = story.has("unconfirmed") and days < 30
            if not quiet:
                self._confirm(waiting, story, today, days)
            if days in contacts:
                self._contact(case, story, days, centre)
            if (first - days) % 7 == 3 or story.has("symptoms"):
                self._symptom(case, today, days)
            if self._bent(plans[0], story, days, first):
                waiting = self._unconfirmed(plans)

    def _unconfirmed(self, plans: list[Plan]) -> list[Step]:
        """Steps that nobody has confirmed yet, where the rule wants it."""
        return list(
            Step.objects.filter(
                version__plan__in=plans,
                version__state="decided",
                version__policy__confirm_each_step=True,
                confirmed_at=None,
                n__gt=0,
            ).select_related("version__plan__case__patient", "version__policy")
        )

    def _confirm(
        self, waiting: list[Step], story: Story, today: date, days: int
    ) -> None:
        """Confirm what begins in three days."""
        soon = today + timedelta(days=3)
        for step in waiting:
            if step.from_on == soon:
                tapering.confirm_step(
                    step, by=self.person(story.owner), at=self.moment(days, 15)
                )

    def _bent(self, plan: Plan, story: Story, days: int, first: int) -> bool:
        """Whether the plan was changed on this day of the story."""
        if story.has("switch"):
            return self.changed(plan, days)
        if days not in _hold_days(first, story):
            return False
        self._hold(plan, days, 100 if story.has("three_years") else 14)
        return True

    def _hold(self, plan: Plan, days: int, length: int) -> None:
        tapering.hold(
            plan,
            days=length,
            because="Infektion och dålig sömn. Patientens önskan.",
            by=self.person("eva"),
            at=self.moment(days, 15),
            form_key=self.key(),
        )

    def _symptom(self, case: Case, today: date, days: int) -> None:
        wave = 3 + (today.toordinal() // 9) % 3
        tapering.write_symptom(
            case,
            on=today,
            score=min(7, wave + self.chance.randint(0, 1)),
            by=case.owner,
            at=self.moment(days, 16),
            form_key=self.key(),
        )

    def _contact(self, case: Case, story: Story, days: int, centre: CareUnit) -> None:
        missed = story.has("no_show") and days < 40
        if missed:
            self.missed(case, story, days, centre)
        elif story.has("three_years") or self.chance.random() < 0.5:
            self.called(case, story, days)
        else:
            self.meeting(case, story, days, centre, purpose="follow_up")

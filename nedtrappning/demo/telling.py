"""Living through a story: every step is the action that a person would take."""

import random
import uuid
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

from django.utils import timezone

from accounts.models import CareUnit, User, system_user
from aftercare import actions as aftercare
from aftercare.models import CheckIn
from jurisdictions import identity
from nedtrappning.demo import settling
from nedtrappning.demo.people import Medicine, Story, born
from nedtrappning.demo.region import PATIENT, Region
from patients import actions as patients
from patients.lifecycle import Closing
from patients.models import Case, Consent, Protection
from referrals import actions as referrals
from referrals.actions.self_referral import begin, send_self_referral
from referrals.actions.send import Person, Request
from referrals.models import Question, Referral
from tapering import actions as tapering
from tapering import queries
from tapering.lifecycle import Gate
from tapering.models import Plan, PlanVersion, Policy, Product, Step
from visits import actions as visits
from visits.actions.booking import Details
from visits.actions.logging import Report
from visits.models import Visit

CONTACTS_IN_THREE_YEARS = 300
OPEN, CLOSE = 8, 16
SLOT = timedelta(minutes=45)
NOTES = [
    "Sover lite bättre. Vi gick igenom kvällsrutinen.",
    "Orolig inför nästa steg. Stannar på samma dos tills det känns lugnt.",
    "Går ut varje förmiddag. Vill gärna fortsätta som planerat.",
    "Huvudvärk några dagar efter steget, nu över.",
    "Pratade om vad som hjälper när natten blir svår.",
]
GOALS = [
    "Jag vill sova utan tabletter och orka med barnen igen.",
    "Jag vill kunna köra lastbil igen.",
    "Jag vill känna mig klar i huvudet på morgonen.",
    "Jag vill veta vad som är jag och vad som är medicinen.",
]


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


class Diary:
    """Gives each member of the team one thing at a time, on working days."""

    def __init__(self) -> None:
        self.taken: dict[tuple[str, date], int] = {}

    def slot(self, user: User, day: date) -> datetime:
        """The next free time of `user` on `day`, or on the first day after."""
        while True:
            count = self.taken.get((user.username, day), 0)
            start = datetime.combine(day, time(OPEN), timezone.get_current_timezone())
            moment = start + count * SLOT
            if day.weekday() < 5 and moment.hour < CLOSE:
                self.taken[user.username, day] = count + 1
                return moment
            day += timedelta(days=1)


class Teller:
    """Tells one story after the other, in a region, up to `now`."""

    def __init__(
        self, region: Region, policies: dict[str, Policy], *, now: datetime
    ) -> None:
        self.region, self.policies, self.now = region, policies, now
        self.diary = Diary()
        self.chance = random.Random(7)  # noqa: S311 - repeatable, no secret
        self.products = list(Product.objects.all())

    def person(self, name: str) -> User:
        """Somebody of the team, by log-in name."""
        return self.region.people[name]

    def key(self) -> uuid.UUID:
        """A form key, the same at every loading."""
        return uuid.UUID(int=self.chance.getrandbits(128), version=4)

    def moment(self, days_ago: float, hour: int = 10) -> datetime:
        """A moment so many days ago, never later than now."""
        day = timezone.localdate(self.now) - timedelta(days=int(days_ago))
        clock = time(hour, 5 + self.chance.randint(0, 40))
        told = datetime.combine(day, clock, timezone.get_current_timezone())
        return min(told, self.now - timedelta(minutes=self.chance.randint(1, 9)))

    def tell(self, story: Story) -> None:
        """Live through the story as far as it has come."""
        centre = self.chance.choice(self.region.centres)
        if story.has("anna") or story.days < 10:
            centre = self.region.centres[0]
        referral = self.referred(story, centre)
        if story.stage == "referral":
            return
        if story.stage in {"waiting", "redirected", "rejected"}:
            self.answered(story, referral)
            return
        case = self.accepted(story, referral, centre)
        self.cared_for(story, case, centre)

    # From referral to case

    def referred(self, story: Story, centre: CareUnit) -> Referral:
        """The referral comes, from the clinic or from the person."""
        at = self.moment(story.days, 9)
        if story.source == "self":
            return self._referred_by_self(story, centre, at)
        risks = ["seizures"] if story.has("risk_seizures") else ["none_known"]
        return referrals.send(
            form_key=self.key(),
            person=self._who(story, centre),
            request=Request(
                goal="Önskar stöd med långsam nedtrappning. Vi fortsätter förskriva.",
                issued_on=timezone.localdate(at) - timedelta(days=story.has("late")),
                medicines=[
                    {
                        "name": medicine.substance,
                        "strength": f"tablett {medicine.strength} mg",
                        "dose_per_day": medicine.total,
                        "since_year": at.year - 6,
                    }
                    for medicine in story.medicines
                ],
                attempt="no" if story.has("incomplete") else "yes",
                attempt_year=None if story.has("incomplete") else at.year - 1,
                attempt_outcome="Avbröts på grund av oro och sömnlöshet.",
                attempt_absence=(
                    "Patienten är ny hos oss." if story.has("incomplete") else ""
                ),
                risks=risks,
                told_and_willing=not story.has("incomplete"),
                incomplete_reason=(
                    "Nås först nästa vecka." if story.has("incomplete") else ""
                ),
            ),
            by=self._referrer(centre),
            at=at,
        )

    def _referrer(self, centre: CareUnit) -> User:
        """Whoever writes referrals at the centre; added where nobody does yet."""
        known = User.objects.filter(unit=centre).first()
        if known:
            return known
        return self.region.hire_referrer(centre, at=self.moment(1200))

    def _who(self, story: Story, centre: CareUnit) -> Person:
        return Person(
            given_name=story.given,
            family_name=story.family,
            identity=identity.parse(story.number, today=timezone.localdate(self.now)),
            birth_date=born(story),
            phone=story.phone,
            interpreter=story.interpreter,
            municipality=centre.municipality,
            health_centre=centre,
            is_protected=story.has("protected"),
        )

    def _referred_by_self(
        self, story: Story, centre: CareUnit, at: datetime
    ) -> Referral:
        draft = begin(at=at, answers=self._answers(story, centre))
        return send_self_referral(draft, by=system_user(), at=at)

    def _answers(self, story: Story, centre: CareUnit) -> dict[str, dict[str, object]]:
        """What the person answers on the seven pages."""
        reduced = story.has("risk_reduced")
        kind = "sleep" if story.medicines[0].policy == "sleep" else "calming"
        return {
            "fits": {"fits": "yes"},
            "medicines": {"kinds": [kind], kind: story.medicines[0].substance},
            "how_long": {"how_long": "over_5_years"},
            "dose": {"dose_change": "reduced" if reduced else "as_usual"},
            "dangers": {"risks": ["none_known"]},
            "contact": {
                "name": f"{story.given} {story.family}",
                "phone": story.phone,
                "best_time": "morning",
                "voicemail": "no",
                "interpreter": story.interpreter,
                "birth_year": born(story).year,
                "health_centre": centre.name,
            },
            "goal": {"goal": self.chance.choice(GOALS)},
            "consent": {"consent": "yes"},
        }

    def answered(self, story: Story, referral: Referral) -> None:
        """The unit asks, redirects or turns down, in words."""
        by, at = self.person("karin"), self.moment(max(story.days - 2, 0), 11)
        if story.stage == "waiting":
            to = Question.To.PATIENT if story.source == "self" else Question.To.REFERRER
            referrals.ask(
                referral,
                to=to,
                text="Vilken dos tas vid vilken tid på dygnet?",
                reply_by=timezone.localdate(self.now) + timedelta(days=2),
                by=by,
                at=at,
            )
        elif story.stage == "redirected":
            referrals.redirect(
                referral,
                reason="Önskar hjälp med alkohol i första hand.",
                destination="Beroendemottagningen",
                by=by,
                at=at,
            )
        else:
            referrals.reject(
                referral,
                reason="Läkemedlet ges i livets slutskede.",
                destination="Palliativa teamet vid sjukhuset",
                by=by,
                at=at,
            )

    def accepted(self, story: Story, referral: Referral, centre: CareUnit) -> Case:
        """A case opens, and the team gathers."""
        at = self.moment(story.days - 2, 11)
        owner = self.person(story.owner)
        referrals.accept(
            referral,
            owner=owner,
            first_contact_on=timezone.localdate(at) + timedelta(days=4),
            person=None if referral.patient_id else self._who(story, centre),
            by=self.person("karin"),
            at=at,
        )
        referral.refresh_from_db()
        case = Case.objects.select_related("patient", "owner").get(referrals=referral)
        for name in ("eva", "maja"):
            patients.relate(
                case.patient,
                user=self.person(name),
                kind=patients.Kind.TEAM,
                by=self.person("karin"),
                at=at,
            )
        patients.consent(
            case.patient,
            purpose=Consent.Purpose.SMS,
            answer=Consent.Answer.YES,
            by=owner,
            at=at,
        )
        if story.has("anna"):
            patients.connect_user(
                case.patient, user=self.person(PATIENT.username), by=owner, at=at
            )
        if case.patient.protection != Protection.NONE:
            patients.change_contact(
                case.patient, address="Via Skatteverkets förmedling", by=owner, at=at
            )
        return case

    # From case to the end

    def cared_for(self, story: Story, case: Case, centre: CareUnit) -> None:
        """Assessment, preparation, plan, visits, aftercare: as far as it has come."""
        self.meeting(case, story, story.days - 5, centre, purpose="first")
        if story.stage == "assessment":
            self.booked_ahead(case, story, 3, centre)
            return
        self.assessed(case, story)
        if story.has("leaves"):
            self.left(case, story)
            return
        if story.stage == "preparation":
            self.booked_ahead(case, story, 5, centre)
            return
        plans = [self.planned(case, story, item) for item in story.medicines]
        if story.stage == "proposal":
            self.booked_ahead(case, story, 6, centre)
            return
        self.tapered(case, story, [plan for plan in plans if plan], centre)
        if story.stage in {"aftercare", "relapse", "closed"}:
            self.followed(case, story)
        else:
            self.booked_ahead(case, story, self.chance.randint(1, 12), centre)

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
        plan = tapering.open_plan(case, substance=item.substance, by=nurse, at=at)
        outline = queries.Outline(
            start=start,
            doses=item.doses,
            products=[p for p in self.products if p.substance == item.substance],
            policy=self.policies[item.policy],
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
            if days in _hold_days(first, story):
                self._hold(plans[0], days, 100 if story.has("three_years") else 14)
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

"""How a patient comes: the referral, the answer, the case."""

import uuid
from datetime import datetime, timedelta

from django.utils import timezone

from accounts.models import CareUnit, User, system_user
from jurisdictions import identity
from nedtrappning.demo.people import OXYCODONE, Story, born
from nedtrappning.demo.region import PATIENT
from nedtrappning.demo.teller import Narrator
from patients import actions as patients
from patients.models import Case, Consent, Protection
from referrals import actions as referrals
from referrals.actions import attach, own_part, scanned
from referrals.actions.self_referral import begin, send_self_referral
from referrals.actions.send import Person, Request
from referrals.models import DecisionReason, Question, Referral
from referrals.pages import turning
from ui.templatetags.numbers import mg

GOALS = [
    "Jag vill sova utan tabletter och orka med barnen igen.",
    "Jag vill kunna köra lastbil igen.",
    "Jag vill känna mig klar i huvudet på morgonen.",
    "Jag vill veta vad som är jag och vad som är medicinen.",
]

MEDICINE_LIST = """Läkemedelslista (påhittad)
oxazepam 10 mg: 1 tablett morgon, 1 till natten
paracetamol 500 mg: vid behov
"""


class Arriving(Narrator):
    """From referral to case."""

    def referred(self, story: Story, centre: CareUnit) -> Referral:
        """The referral comes, from the clinic or from the person."""
        at = self.moment(story.days, 9)
        if story.source == "self":
            return self._referred_by_self(story, centre, at)
        risks = ["seizures"] if story.has("risk_seizures") else ["none_known"]
        form_key, by = self.key(), self._referrer(centre)
        if story.has("attachment"):
            self._attached(form_key, by=by, at=at)
        return referrals.send(
            form_key=form_key,
            person=self._who(story, centre),
            request=Request(
                goal="Önskar stöd med långsam nedtrappning. Vi fortsätter förskriva.",
                issued_on=timezone.localdate(at) - timedelta(days=story.has("late")),
                medicines=[
                    {
                        "name": medicine.substance,
                        "strength": f"tablett {mg(medicine.strength)}",
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
                agrees_to_sms=not story.has("incomplete"),
                incomplete_reason=(
                    "Nås först nästa vecka." if story.has("incomplete") else ""
                ),
            ),
            by=by,
            at=at,
        )

    def _attached(self, form_key: uuid.UUID, *, by: User, at: datetime) -> None:
        """A file beside the form, looked at by the scanner a moment later."""
        file = attach.attach(
            form_key=form_key,
            name="lakemedelslista.txt",
            content=MEDICINE_LIST.encode(),
            by=by,
            at=at,
        )
        scanned.note_clean(file, by=system_user(), at=at)

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

    def told_own_part(self, story: Story, referral: Referral) -> None:
        """The patient types the code on the slip, and says what matters to them."""
        at = self.moment(story.days - 1, 18)
        code = own_part.ask_patient(referral, by=self.person("karin"), at=at)
        asked = own_part.opened_with(code.replace("-", ""), at=at)
        if asked:
            own_part.give(
                asked,
                form_key=uuid.uuid5(uuid.NAMESPACE_OID, story.number),
                goals="Att orka leka med barnbarnen och minnas vad vi gjorde.",
                worries="Förra gången fick jag hjärtklappning och kunde inte sova.",
                best_time="Förmiddag",
                by=system_user(),
                at=at,
            )

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
        else:
            self._turned_away(story, referral, by=by, at=at)

    def _turned_away(
        self, story: Story, referral: Referral, *, by: User, at: datetime
    ) -> None:
        """One of the reasons that the site was shipped with, in its own words."""
        is_redirected = story.stage == "redirected"
        key = "addiction_clinic" if is_redirected else "care_elsewhere"
        chosen = DecisionReason.objects.get(shipped_as=key)
        words = turning.ready(chosen, referral)
        act = referrals.redirect if is_redirected else referrals.reject
        act(
            referral,
            reason=words.reason,
            for_patient=words.for_patient,
            destination=words.destination,
            chosen=chosen,
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
        pain = ("johan",) if OXYCODONE in story.medicines else ()
        for name in ("eva", "maja", *pain):
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

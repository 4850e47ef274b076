"""What two do to one case at the same moment: one after the other, never for ever."""

from datetime import date, timedelta
from itertools import combinations_with_replacement

import pytest

from accounts.refusals import Refused
from audit.models import Event
from patients import actions as patients
from patients.models import Case
from referrals import actions
from referrals.actions import follow, own_part
from referrals.lifecycle import Status
from referrals.models import Referral, Reply
from tests.at_once import at_once
from tests.factories import patients as people
from tests.factories import referrals as make

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)

AT = make.AT
LATER = AT + timedelta(minutes=1)
FIRST = date(2026, 11, 25)


class Group:
    """A clinic's referral that leads, the person's own form and another clinic's."""

    def __init__(self, coordinator, referrer, other_referrer):
        self.by = {"by": coordinator, "at": LATER}
        self.coordinator = coordinator
        self.clinic, self.other_clinic = referrer, other_referrer
        number = make.number()
        self.lead = make.from_clinic(by=referrer, identity=number)
        self.own = make.self_referral(patient=self.lead.patient)
        self.second = make.from_clinic(by=other_referrer, identity=number)
        for part in (self.own, self.second):
            actions.join(part, to=self.lead, **self.by)
        self.third = make.from_clinic(by=referrer, identity=number)
        self.loose = people.patient()
        self.code = actions.ask_patient(self.lead, **self.by)
        self.request = self.lead.part_requests.waiting().get()

    def accept(self):
        owner = {"owner": self.coordinator, "first_contact_on": FIRST}
        return actions.accept(self.lead, **owner, **self.by)

    def answer_clinic(self):
        return actions.answer_clinic(
            self.lead, kind=Reply.Kind.PART, text="Hej.", **self.by
        )

    def assign_all(self):
        rows = [self.second, self.lead, self.own, self.third]
        return actions.assign_many(rows, to=self.coordinator, **self.by)

    def separate(self):
        return actions.separate(self.second, **self.by)

    def join_third(self):
        return actions.join(self.third, to=self.lead, **self.by)

    def join_lead(self):
        return actions.join(self.lead, to=self.third, **self.by)

    def clinic_withdraws(self):
        by = {"by": self.other_clinic, "at": LATER}
        return actions.withdraw(self.second, reason="Fel.", **by)

    def lead_is_withdrawn(self):
        return actions.withdraw(self.lead, reason="Fel.", by=self.clinic, at=LATER)

    def clinic_completes(self):
        by = {"by": self.other_clinic, "at": LATER}
        return actions.complete(self.second, changes={"goal": "Sova."}, **by)

    def person_takes_back(self):
        return follow.take_back(self.own, **self.by)

    def new_code(self):
        return actions.ask_patient(self.lead, **self.by)

    def part_is_given(self):
        return own_part.give(
            self.request, form_key=self.own.form_key, goals="Sova.", **self.by
        )

    def merge(self):
        return patients.merge(
            self.loose, gone=self.lead.patient, reason="Samma", **self.by
        )


# A reply is written by the decisions too.
DOINGS = sorted(set(vars(Group)) - {"answer_clinic"} - set(vars(object)))
DOINGS = [name for name in DOINGS if not name.startswith("_")]
PAIRS = list(combinations_with_replacement(DOINGS, 2))


def check_whole(group):
    """What holds of the case, whoever came first."""
    rows = Referral.objects.filter(
        pk__in=[one.pk for one in (group.lead, group.own, group.second, group.third)]
    )
    for row in rows:
        assert (row.joined_to_id is not None) == (row.status == Status.JOINED)
        assert not (row.joined_to and row.joined_to.joined_to_id)
        assert (row.case_id is not None) == (row.status == Status.ACCEPTED)
        assert row.patient_id is None or row.patient.merged_into_id is None
    cases = Case.objects.open().filter(patient__in=rows.values("patient"))
    assert cases.count() == rows.exclude(case=None).count()
    about = Event.objects.filter(subject_id__in=[str(row.pk) for row in rows])
    nobody = about.filter(patient_id=None, kind__startswith="referral.")
    assert not nobody.exclude(subject_id=str(group.own.pk)).exists()


@pytest.mark.parametrize("one", DOINGS)
def test_no_two_doings_wait_for_each_other(one, coordinator, referrer, other_referrer):
    for first, other in PAIRS:
        if first == one:
            group = Group(coordinator, referrer, other_referrer)

            answers = at_once(getattr(group, first), getattr(group, other))

            said = [str(no.sentence) for no in answers if isinstance(no, Refused)]
            assert len(said) < 2, (first, other, said)
            check_whole(group)


UNDONE = ("answer_clinic", "clinic_withdraws", "join_third", "merge", "new_code")


@pytest.mark.parametrize("other", UNDONE)
def test_undo_and_what_happens_meanwhile_take_turns(
    other, coordinator, referrer, other_referrer
):
    group = Group(coordinator, referrer, other_referrer)
    group.accept()

    at_once(lambda: actions.undo(group.lead, **group.by), getattr(group, other))

    check_whole(group)

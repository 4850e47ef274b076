"""Every address of a referral, opened and posted to by those whom it does not concern.

What exists and what does not get the same answer: nobody learns which references,
letters, files or people there are.
"""

import re
import uuid
from datetime import date

import pytest
from django.test import Client
from django.urls import get_resolver, reverse

from accounts.roles import Role
from patients import actions as patients
from referrals import actions
from referrals.actions.same import tell_apart
from referrals.models import (
    Audience,
    ClinicConsent,
    ClockPause,
    Letter,
    LetterKind,
    Question,
    Reply,
)
from tests.factories import accounts, attachments, lists
from tests.factories import patients as people
from tests.factories import referrals as make

pytestmark = pytest.mark.django_db
AT = make.AT
SECRET = "Hemlighetsson"
WRONG = (
    Role.PHYSIOTHERAPIST,
    Role.MANAGER,
    Role.ADMINISTRATOR,
)
# Told apart by each pressing of a form, and by each answer.
CHANGES = (
    re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"),
    re.compile(r'(csrfmiddlewaretoken" value=")[^"]*'),
    re.compile(r'(nonce=")[^"]*'),
    re.compile(r"(?<=/again/)\d+"),
)


@pytest.fixture
def things(coordinator, referrer):
    """One of each kind of thing that stands under a referral, by address name."""
    by = {"by": coordinator, "at": AT}
    one = make.from_clinic(by=referrer, family_name=SECRET, goal="Hemligt mål")
    question = actions.ask(
        one,
        to=Question.To.REFERRER,
        text="Hemlig fråga",
        reply_by=date(2026, 12, 1),
        **by,
    )
    pause = actions.pause(
        one,
        reason=ClockPause.Reason.MEDICAL,
        first_on=date(2026, 11, 25),
        until_on=None,
        proof="Hemligt intyg",
        **by,
    )
    letter = actions.write_letter(
        one,
        form_key=uuid.uuid4(),
        kind=LetterKind.REPLY,
        audience=Audience.PATIENT,
        language="sv",
        channel=Letter.Channel.POST,
        to_name=SECRET,
        to_address="Hemliga gatan 1",
        text="# Hemligt brev",
        **by,
    )
    reply = actions.reply(one, kind=Reply.Kind.PART, text="Hemligt svar", **by)
    own = make.self_referral(name=f"Maria {SECRET}", clinic_consent=ClinicConsent.YES)
    asked = actions.ask_clinic(own, clinic=referrer.unit, **by)
    apart = tell_apart(one, other=own, **by)
    conference = actions.plan_conference(
        unit=coordinator.unit, held_on=date(2026, 12, 1), **by
    )
    point = actions.take_up(one, conference=conference, question="Hemligt?", **by)
    batch = lists.looked_at(coordinator, name=f"{SECRET}.csv")
    file = attachments.clean(
        attachments.beside(one.form_key, referrer, name=f"{SECRET}.pdf")
    )
    draft = uuid.uuid4()
    written = {"family_name": [SECRET]}
    actions.keep_draft(draft, written=written, seen="", by=referrer, at=AT)
    return {
        "reference": one.reference,
        "again": apart.pk,
        "answer": question.pk,
        "clinic_answer": question.pk,
        "follow_answer": question.pk,
        "my_answer": question.pk,
        "end_pause": pause.pk,
        "take_back_pause": pause.pk,
        "letter": letter.pk,
        "reply": reply.pk,
        "clinic_part": asked.pk,
        "part": asked.pk,
        "conference": conference.pk,
        "point": point.pk,
        "contribute": point.pk,
        "earlier": point.pk,
        "import": batch.pk,
        "attachment": file.pk,
        "clinic_draft": draft,
    }


def addresses(space):
    """Every address that says which thing, with the names of its parts."""
    names = get_resolver().namespace_dict[space][1].reverse_dict
    for name in names:
        if isinstance(name, str):
            for ways in names.getlist(name):
                yield f"{space}:{name}", tuple(ways[0][0][1])


ADDRESSES = sorted(
    (name, parts)
    for space in ("referrals", "referrals_public")
    for name, parts in set(addresses(space))
    if parts
)


def test_the_net_knows_the_addresses():
    assert len(ADDRESSES) > 60


def keyed(name, parts, things, *, real):
    """The values of an address: of a thing that is there, or of none."""
    words = {"verb": "reject", "kind": "reply", "audience": "patient"}
    words |= {"language": "sv", "part": "4_who", "number": 6}
    given = {part: words[part] for part in parts if part in words}
    if "reference" in parts:
        given["reference"] = things["reference"] if real else "2222-2223"
    for part in {"pk", "key"} & set(parts):
        key = _key(name, things)
        given[part] = (
            key if real else 999_999 if key == things["again"] else uuid.uuid4()
        )
    return given


def _key(name, things):
    short = name.split(":")[1]
    longest = sorted((one for one in things if one in short), key=len)
    return things[longest[-1]] if longest else things["letter"]


def plain(response, things):
    """The answer without what differs from one asking to the next."""
    body = response.content.decode("utf-8", "replace")
    for pattern in CHANGES:
        body = pattern.sub("", body)
    for told in (things["reference"], "22222223", "2222-2223"):
        body = body.replace(told, "").replace(f"{told[:4]}-{told[4:]}", "")
    place = response.headers.get("Location", "")
    for told in (things["reference"], "2222-2223"):
        place = place.replace(told, "")
    for pattern in CHANGES:
        place = pattern.sub("", place)
    kept = {"ETag", "Last-Modified", "Content-Disposition", "Content-Type"}
    heads = {k: v for k, v in response.headers.items() if k in kept}
    return response.status_code, place, heads, bool(response.said), body


def differences(client, things):
    """Addresses that answer otherwise about what is there, or say what is secret."""
    for name, parts in ADDRESSES:
        for method in ("get", "post"):
            answers = []
            for real in (True, False):
                path = reverse(name, kwargs=keyed(name, parts, things, real=real))
                answers.append(getattr(client, method)(path))
                # What it says on the next page belongs to this answer.
                answers[-1].said = client.cookies.pop("messages", None)
            there, nowhere = (plain(one, things) for one in answers)
            told = answers[0].content + str(answers[0].headers).encode()
            told += str(answers[0].said).encode()
            if there != nowhere:
                yield name, method, *_apart(there, nowhere)
            if SECRET.encode() in told or b"Hemlig" in told:
                yield name, method, "says what is secret"


def _apart(one, other):
    """The first place in which two answers differ."""
    before, after = str(one), str(other)
    pairs = enumerate(zip(before, after, strict=False))
    at = next((n for n, (a, b) in pairs if a != b), 0)
    return before[max(at - 60, 0) : at + 60], after[max(at - 60, 0) : at + 60]


# What an administrator keeps is named by kinds, and there for all of them.
KEPT = ("letter_block", "reason")


@pytest.mark.parametrize("role", WRONG, ids=str)
def test_somebody_of_the_unit_without_business_learns_nothing(role, things, signed_in):
    client = signed_in(accounts.user(role, "Obehörig Person"))

    found = [one for one in differences(client, things) if not one[0].endswith(KEPT)]

    assert found == []


def test_another_clinic_learns_nothing(things, other_referrer, signed_in):
    assert list(differences(signed_in(other_referrer), things)) == []


def test_another_unit_learns_nothing(things, outsider, signed_in):
    assert list(differences(signed_in(outsider), things)) == []


def test_another_patient_learns_nothing(things, signed_in):
    user = accounts.user(Role.PATIENT, "Bo Ek")
    person = people.patient()
    patients.connect_user(person, user=user, by=user, at=AT)

    assert list(differences(signed_in(user), things)) == []


def test_nobody_signed_out_learns_anything(things):
    assert list(differences(Client(), things)) == []

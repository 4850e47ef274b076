"""What narrows the list, what a row says, and what happens to nonsense."""

import uuid
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from accounts.roles import Role
from audit.models import Event
from patients.models import Patient
from referrals import actions
from referrals.models import (
    ClockPause,
    Medicine,
    OwnPart,
    PartRequest,
    Referral,
)
from referrals.pages.triage import rows as list_rows
from tests.factories import accounts
from tests.factories import referrals as make

pytestmark = pytest.mark.django_db
LIST = "/app/referrals"
SENTENCE = "En del av adressen gick inte att förstå."


def at(days=0):
    return timezone.now() - timedelta(days=days)


def day(days=0):
    return timezone.localdate() + timedelta(days=days)


def url(referral, page="detail"):
    return reverse(f"referrals:{page}", args=[referral.shown_reference])


def names_on(page):
    return {row.name for row in page.context["listing"].rows}


@pytest.fixture
def triage(signed_in, nurse):
    return signed_in(nurse)


# Each makes one referral that the filter finds, called Funnen; the other is never.
def clinic(nurse, **fields):
    return make.from_clinic(given_name="F", family_name="Funnen", **fields)


def own(nurse, **fields):
    return make.self_referral(name="Funnen, F", **fields)


def due(days):
    return lambda nurse: clinic(nurse, issued_on=day(days - 90))


def given_priority(nurse):
    found = clinic(nurse)
    Referral.objects.filter(pk=found.pk).update(priority=1, priority_reason="Gravid")


def paused(nurse):
    actions.pause(
        clinic(nurse),
        reason=ClockPause.Reason.MEDICAL,
        first_on=day(),
        until_on=None,
        proof="Ligger på sjukhus.",
        by=nurse,
        at=at(),
    )


def taken(nurse):
    actions.assign(clinic(nurse), to=nurse, by=nurse, at=at())


def asked(to):
    def ask(nurse):
        actions.ask(
            clinic(nurse), to=to, text="Hej?", reply_by=day(7), by=nurse, at=at()
        )

    return ask


def asked_for_a_part(nurse):
    PartRequest.objects.create(
        referral=own(nurse),
        to="clinic",
        clinic=accounts.clinic(),
        asked_at=at(),
        asked_by=nurse,
    )


def with_kind(nurse):
    found = own(nurse, kinds=["other"])
    Medicine.objects.create(referral=found, name="Imovane", kind="sleep")


ZOPIKLON = {"name": "zopiklon", "dose_per_day": Decimal("7.5"), "since_year": 2018}
FOUND = {
    "source=clinic": (clinic, lambda nurse: make.self_referral(name="Annan")),
    "source=self": (own, lambda nurse: make.from_clinic()),
    "risk=yes": (lambda nurse: clinic(nurse, risks=["seizures"]), None),
    "risk=no": (clinic, lambda nurse: make.from_clinic(risks=["suicide"])),
    "priority=1": (given_priority, None),
    "left=10": (due(10), due(11)),
    "left=0": (due(-3), due(1)),
    "clock=paused": (paused, None),
    "assigned=me": (taken, None),
    "assigned=nobody": (clinic, taken),
    "waits_for=clinic": (asked("referrer"), asked("patient")),
    "waits_for=patient": (asked("patient"), asked("referrer")),
    "waits_for=clinic&source=self": (asked_for_a_part, None),
    "part=clinic": (own, lambda nurse: make.from_clinic()),
    "part=patient": (clinic, lambda nurse: make.self_referral(name="Annan")),
    "place=1490": (
        lambda nurse: clinic(nurse, municipality=accounts.municipality("Borås")),
        None,
    ),
    "place=elsewhere": (lambda nurse: own(nurse, lives_elsewhere=True), None),
    "kind=sleep": (with_kind, None),
    "kind=calming": (clinic, lambda nurse: make.from_clinic(medicines=[ZOPIKLON])),
    "incomplete=yes": (lambda nurse: clinic(nurse, incomplete_reason="Brådskar"), None),
    "interpreter=yes": (lambda nurse: clinic(nurse, interpreter="arabiska"), None),
    "minor=yes": (lambda nurse: own(nurse, birth_year=day().year - 16), None),
}


@pytest.mark.parametrize("query", FOUND)
def test_a_filter_finds_its_own_and_no_other(triage, nurse, query):
    make_found, make_other = FOUND[query]
    make_found(nurse)
    Patient.objects.filter(family_name="Funnen").update(family_name="Hittad")
    Referral.objects.filter(name="Funnen, F").update(name="Hittad, F")
    (make_other or (lambda nurse: make.from_clinic()))(nurse)

    page = triage.get(f"{LIST}?{query}")

    assert names_on(page) == {"Hittad, F"}
    assert page.context["listing"].page.paginator.count == 1
    assert "Rensa filter" in page.content.decode()


def test_filters_hold_together(triage):
    make.from_clinic(family_name="Båda", interpreter="arabiska", risks=["seizures"])
    make.from_clinic(family_name="Tolksson", interpreter="arabiska")
    make.from_clinic(family_name="Risksson", risks=["seizures"])

    page = triage.get(f"{LIST}?interpreter=yes&risk=yes")

    assert names_on(page) == {"Båda, Erik"}


def test_the_patients_own_part_is_no_longer_missing_once_it_came(triage):
    referral = make.from_clinic()
    OwnPart.objects.create(
        referral=referral, form_key=uuid.uuid4(), goals="Sova", sent_at=at()
    )

    assert names_on(triage.get(f"{LIST}?part=patient")) == set()


def test_a_part_that_joined_is_no_row_and_its_lead_misses_nothing(triage, nurse):
    lead, part = make.from_clinic(family_name="Ledsson"), make.self_referral()
    actions.join(part, to=lead, by=nurse, at=at())

    assert names_on(triage.get(LIST)) == {"Ledsson, Erik"}
    assert names_on(triage.get(f"{LIST}?part=patient")) == set()


def test_filters_narrow_every_tab(triage, nurse):
    make.accepted(nurse, family_name="Klarsson", interpreter="arabiska")
    make.accepted(nurse, family_name="Tystsson")
    make.from_clinic(family_name="Väntsson", interpreter="arabiska")

    page = triage.get(f"{LIST}?view=decided&interpreter=yes")

    assert names_on(page) == {"Klarsson, Erik"}


@pytest.mark.parametrize(
    "query",
    [
        "view=nonsense",
        "source=nonsense",
        "left=-1",
        "left=9999999999999999999999",
        "left=%C2%B2",
        "assigned=not-a-key",
        "place=9999",
        "place=%00",
        "kind=<script>",
        "something=else",
        "minor=no",
        "priority=9",
    ],
)
def test_an_address_that_makes_no_sense_shows_the_list_and_says_so(triage, query):
    make.from_clinic()

    page = triage.get(f"{LIST}?{query}")

    assert page.status_code == 200
    assert SENTENCE in page.content.decode()
    assert len(page.context["listing"].rows) == 1


@pytest.mark.parametrize("query", ["page=0", "page=x", "page=99", "left=9", ""])
def test_an_address_that_makes_sense_says_nothing(triage, query):
    assert SENTENCE not in triage.get(f"{LIST}?{query}").content.decode()


def test_what_was_left_open_does_not_stand_in_the_address(triage):
    answer = triage.get(f"{LIST}?view=risk&source=self&risk=&place=&minor=yes")

    assert answer.url == f"{LIST}?view=risk&source=self&minor=yes"


def test_a_colleague_is_a_filter_and_a_stranger_is_not_named(triage, coordinator):
    stranger = accounts.user(Role.PATIENT, "Hemlig Person")
    actions.assign(make.from_clinic(), to=coordinator, by=coordinator, at=at())

    hers = triage.get(f"{LIST}?assigned={coordinator.pk}")
    nobodys = triage.get(f"{LIST}?assigned={stranger.pk}")

    assert len(hers.context["listing"].rows) == 1
    assert "Karin Ohlin" in hers.content.decode()
    assert "Hemlig Person" not in nobodys.content.decode()
    assert "Inga träffar." in nobodys.content.decode()


# ---------------------------------------------------------------------------- searching


@pytest.mark.parametrize("text", ["sandb", "Erik Sandberg", "Sandberg, Erik", "oxaz"])
def test_a_search_is_posted_and_leaves_no_word_behind(triage, text):
    make.from_clinic(family_name="Sandberg")
    make.self_referral(name="Maria Ek")

    page = triage.post(f"{LIST}/find", {"text": text})

    assert names_on(page) == {"Sandberg, Erik"}
    event = Event.objects.get(kind="search.made")
    assert text not in str(event.details)
    assert f"text={text}" not in page.content.decode()


def test_a_reference_is_found_however_it_is_written(triage):
    referral = make.from_clinic()
    make.from_clinic()

    page = triage.post(f"{LIST}/find", {"text": referral.shown_reference.lower()})

    assert [row.reference for row in page.context["listing"].rows] == [
        referral.shown_reference
    ]


@pytest.mark.parametrize("text", ["", " ", "x" * 101, "%", "\x00"])
def test_a_search_for_nothing_is_no_error(triage, text):
    make.from_clinic()

    assert triage.post(f"{LIST}/find", {"text": text}).status_code == 200


# --------------------------------------------------------------------- what a row says


@pytest.mark.parametrize(
    ("issued", "words"),
    [(-9, "81 d kvar"), (-90, "sista dagen"), (-93, "3 d för sent")],
)
def test_days_left_stand_in_words(triage, issued, words):
    referral = make.from_clinic(issued_on=day(issued))

    page = triage.get(LIST)
    open_one = triage.get(url(referral)).content.decode()

    assert page.context["listing"].rows[0].left.words == words
    assert open_one.count(words) == 2


def test_a_clock_that_stands_still_is_told(triage, nurse):
    referral = make.from_clinic(issued_on=day(-9))
    actions.pause(
        referral,
        reason=ClockPause.Reason.MEDICAL,
        first_on=day(-2),
        until_on=day(5),
        proof="Ligger på sjukhus.",
        by=nurse,
        at=at(),
    )

    page = triage.get(LIST)
    open_one = triage.get(url(referral)).content.decode()

    assert page.context["listing"].rows[0].left.words == "paus"
    assert "det är medicinskt omöjligt att komma" in open_one
    assert "pauser inräknade" in open_one


def test_a_pause_that_is_over_is_no_pause(triage, nurse):
    referral = make.from_clinic(issued_on=day(-20))
    actions.pause(
        referral,
        reason=ClockPause.Reason.MEDICAL,
        first_on=day(-9),
        until_on=day(-4),
        proof="Låg på sjukhus.",
        by=nurse,
        at=at(),
    )

    assert triage.get(LIST).context["listing"].rows[0].left.words == "75 d kvar"


def test_norway_counts_days_on_which_somebody_is_at_work(triage, settings, nurse):
    settings.JURISDICTION = "norway"
    referral = make.from_clinic(at=at())
    actions.recount(referral, by=nurse, at=at())

    words = triage.get(LIST).context["listing"].rows[0].left.words
    open_one = triage.get(url(referral)).content.decode()

    assert words == "10 arbetsdagar kvar"
    assert "tio arbetsdagar från mottagandet" in open_one
    assert names_on(triage.get(f"{LIST}?left=10")) == {"Sandberg, Erik"}
    assert names_on(triage.get(f"{LIST}?left=9")) == set()


def test_priority_orders_those_with_as_many_days_left(triage, nurse):
    make.from_clinic(family_name="Vanlig", issued_on=day(-5))
    short = make.from_clinic(family_name="Förtur", issued_on=day(-5))
    Referral.objects.filter(pk=short.pk).update(priority=1, priority_reason="Barn")

    rows = triage.get(LIST).context["listing"].rows

    assert [row.name for row in rows] == ["Förtur, Erik", "Vanlig, Erik"]


# ----------------------------------------------------------------------- going onwards


def test_after_a_decision_the_next_row_of_the_same_list_opens(triage, nurse):
    rows = [
        make.from_clinic(family_name=f"Rad{n}", issued_on=day(n - 30), interpreter=said)
        for n, said in enumerate(["", "arabiska", "", "arabiska"])
    ]
    answers = {"owner": str(nurse.pk), "first_contact_on": day(3).isoformat()}

    answer = triage.post(url(rows[1], "accept") + "?interpreter=yes", answers)
    back = triage.post(url(rows[3], "accept") + "?interpreter=yes", answers)

    assert answer.url.startswith(f"{url(rows[3])}?interpreter=yes&done=")
    assert back.url == f"{LIST}?interpreter=yes"


def test_after_the_last_row_the_first_one_opens(triage, nurse):
    first, last = make.from_clinic(issued_on=day(-9)), make.from_clinic(issued_on=day())
    answers = {"owner": str(nurse.pk), "first_contact_on": day(3).isoformat()}

    answer = triage.post(url(last, "accept"), answers)

    assert answer.url.startswith(url(first))


def test_a_row_of_a_later_page_opens_beside_that_page(triage, monkeypatch):
    monkeypatch.setattr(list_rows, "PER_PAGE", 1)
    make.from_clinic(issued_on=day(-9))
    second = make.from_clinic(issued_on=day())

    row = triage.get(f"{LIST}?page=2&risk=no").context["listing"].rows[0]
    beside = triage.get(row.url).context["listing"].rows[0]

    assert row.url == f"{url(second)}?risk=no&page=2"
    assert beside.is_current


def test_whoever_takes_it_has_it_and_pressing_again_writes_nothing(triage, nurse):
    referral = make.from_clinic()

    first = triage.post(url(referral, "take") + "?risk=no")
    triage.post(url(referral, "take"))

    referral.refresh_from_db()
    assert first.url == url(referral) + "?risk=no"
    assert referral.assigned_to == nurse
    assert Event.objects.filter(kind="referral.assigned").count() == 1
    assert "Ta till mig" not in triage.get(url(referral)).content.decode()


def test_the_keys_have_a_page_and_can_be_switched_off(triage, nurse):
    page = triage.get("/app/keys").content.decode()
    before = triage.get(LIST).content.decode()

    triage.post("/app/settings/keys", {})
    without = triage.get(LIST).content.decode()
    triage.post("/app/settings/keys", {"has_keys": "on"})

    assert "Ta till mig" in page
    assert 'data-keys="off"' not in before
    assert 'data-keys="off"' in without
    assert 'data-keys="off"' not in triage.get(LIST).content.decode()


# ---------------------------------------------------------------------- what it costs


QUERIES = ["", "view=decided", "view=mine", *FOUND]


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize("query", QUERIES)
def test_no_list_asks_more_than_eight_questions(
    signed_in, prescriber, rows, query, django_assert_max_num_queries
):
    for _row in range(rows):
        make.from_clinic(risks=["seizures"], interpreter="arabiska")
        make.accepted(prescriber, interpreter="arabiska")
    client = signed_in(prescriber)

    with django_assert_max_num_queries(8):
        page = client.get(f"{LIST}?{query}")

    assert page.status_code == 200


def test_leap_day_is_no_error(triage):
    with time_machine.travel(datetime(2028, 2, 29, 9, tzinfo=UTC)):
        assert triage.get(f"{LIST}?minor=yes").status_code in {200, 302}

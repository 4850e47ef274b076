"""The pages of visits: who gets in, what stands there, what a press does."""

import re
import uuid
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.roles import Role
from audit.models import Event
from messaging.models import Message
from patients import actions as patient_actions
from patients.models import Task
from tests.factories import accounts, messaging, patients, tapering
from tests.factories import visits as make
from tests.factories.visits import NOW, THURSDAY
from visits.models import Visit, VisitLog

pytestmark = pytest.mark.django_db
AFTER = THURSDAY + timedelta(hours=1)


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(NOW, tick=False) as clock:
        yield clock


@pytest.fixture
def case(nurse):
    case = patients.case(nurse)
    patient_actions.move(case, to="preparation", by=nurse, at=NOW)
    return patient_actions.move(case, to="tapering", by=nurse, at=NOW)


@pytest.fixture
def visit(case):
    return make.visit(case, place=make.place(), patient_knows=True)


def booking(nurse, **changed):
    answers = {
        "purpose": "follow_up",
        "kind": "phone",
        "day": "2026-11-26",
        "clock": "10.30",
        "minutes": "45",
        "staff": [str(nurse.pk)],
        "form_key": str(uuid.uuid4()),
    }
    return {**answers, **changed}


def report(**changed):
    answers = {
        "outcome": "as_planned",
        "taken": "yes",
        "discomfort": "4",
        "hardest": ["sleep"],
        "note": "Sover bättre.",
        "next_step": "next",
        "next_contact": "2",
        "happened_on": "2026-11-26",
        "happened_clock": "10.30",
        "form_key": str(uuid.uuid4()),
    }
    return {**answers, **changed}


def page_names(visit):
    key = {"pk": visit.pk}
    case = {"pk": visit.case_id}
    return [
        reverse("visits:list"),
        reverse("visits:detail", kwargs=key),
        reverse("visits:move", kwargs=key),
        reverse("visits:cancel", kwargs=key),
        reverse("visits:log", kwargs=key),
        reverse("visits:of_case", kwargs=case),
        reverse("visits:book", kwargs=case),
        reverse("visits:log_contact", kwargs=case),
    ]


def test_every_page_opens_for_whoever_takes_part(visit, nurse, signed_in, clock):
    clock.move_to(THURSDAY)

    for url in page_names(visit):
        assert signed_in(nurse).get(url).status_code == 200, url


def test_a_colleague_who_takes_no_part_finds_nothing(visit, stranger, signed_in):
    client = signed_in(stranger)

    for url in page_names(visit)[1:]:
        assert client.get(url).status_code == 404, url
    assert (
        visit.case.patient.name
        not in client.get(
            reverse("visits:list"), {"day": "2026-11-26", "team": "1"}
        ).content.decode()
    )


@pytest.mark.parametrize("role", ["referrer", "manager", "administrator"])
def test_whoever_does_no_care_is_told_why_not(visit, signed_in, role, request):
    client = signed_in(request.getfixturevalue(role))

    for url in page_names(visit):
        assert client.get(url).status_code == 403, url


def test_nobody_gets_in_without_a_log_in(visit, client):
    for url in page_names(visit):
        assert client.get(url).status_code == 302


def test_booking_leads_to_the_visit_and_twice_to_the_same(case, nurse, signed_in):
    client, url = signed_in(nurse), reverse("visits:book", args=[case.pk])
    answers = booking(nurse)

    first = client.post(url, answers)
    second = client.post(url, answers)

    visit = Visit.objects.get()
    assert visit.starts_at == THURSDAY
    assert first.url == second.url == reverse("visits:detail", args=[visit.pk])


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"clock": "24:00"}, "Klockslag"),
        ({"clock": "02.30"}, "Välj en tid mellan 06.00 och 21.00."),
        ({"clock": "halv elva"}, "Klockslag"),
        ({"day": "2026-02-30"}, "Dag"),
        ({"day": "2026-11-20"}, "Den tiden har redan passerat. Välj en senare tid."),
        ({"day": "2026-11-23", "clock": "09.59"}, "redan passerat"),
        ({"kind": "in_person"}, "Välj var ni ses."),
        ({"kind": "pigeon"}, "Hur ses ni"),
        ({"staff": []}, "Vilka är med"),
        ({"staff": ["x"]}, "Vilka är med"),
        ({"place": "x", "kind": "in_person"}, "Var?"),
    ],
)
def test_a_booking_that_cannot_be_comes_back_with_what_was_typed(
    case, nurse, signed_in, changed, sentence
):
    url = reverse("visits:book", args=[case.pk])

    page = signed_in(nurse).post(url, booking(nurse, **changed)).content.decode()

    assert "Det är något som behöver rättas" in page
    assert sentence in page
    assert 'value="follow_up" selected' in page
    assert Visit.objects.count() == 0


def test_an_empty_post_says_what_is_missing(case, nurse, signed_in):
    page = signed_in(nurse).post(reverse("visits:book", args=[case.pk]), {})

    assert page.status_code == 200
    assert "Det är något som behöver rättas" in page.content.decode()


def test_a_taken_time_comes_with_free_times_that_one_press_books(
    case, visit, nurse, signed_in
):
    other = patients.case(nurse)
    url = reverse("visits:book", args=[other.pk])
    client, answers = signed_in(nurse), booking(nurse, minutes="30")

    page = client.post(url, answers).content.decode()

    assert "Sara har redan en tid då. Lediga tider nära: tors 26 nov 09.45" in page
    moments = re.findall(r'name="pick" value="([^"]+)"', page)
    assert len(moments) == 3
    client.post(url, {**answers, "pick": moments[-1]})
    booked = Visit.objects.get(case=other)
    assert booked.starts_at == datetime.fromisoformat(moments[-1])


@pytest.mark.parametrize("pick", ["", "x", "2026-11-26T10:30", "9999"])
def test_a_pick_that_is_no_moment_is_left_out(case, nurse, signed_in, pick):
    url = reverse("visits:book", args=[case.pk])

    signed_in(nurse).post(url, booking(nurse, pick=pick))

    assert Visit.objects.get().starts_at == THURSDAY


def test_the_page_of_booking_takes_its_wishes_from_the_link(case, nurse, signed_in):
    url = reverse("visits:book", args=[case.pk])

    page = signed_in(nurse).get(
        url, {"purpose": "aftercare", "kind": "video", "day": "2026-12-01"}
    )

    form = page.context["form"]
    assert form["purpose"].value() == "aftercare"
    assert str(form["day"].value()) == "2026-12-01"
    assert signed_in(nurse).get(url, {"day": "2026-02-31"}).status_code == 200


def test_a_patients_own_health_centre_stands_first(nurse, signed_in):
    make.place("rum 1")
    near = make.add_place(
        care_unit=accounts.clinic("Kvarnbackens vårdcentral"),
        room="rum 9",
        by=nurse,
        at=NOW,
    )
    case = patients.case(nurse, health_centre=near.care_unit)

    page = signed_in(nurse).get(reverse("visits:book", args=[case.pk]))

    assert page.context["form"].fields["place"].queryset[0] == near


def test_moving_keeps_one_visit_and_says_so(case, visit, nurse, signed_in):
    url = reverse("visits:move", args=[visit.pk])

    answer = signed_in(nurse).post(url, booking(nurse, clock="13.00"))

    assert answer.status_code == 302
    visit.refresh_from_db()
    assert (visit.version, visit.kind, visit.place) == (2, "phone", None)


def test_moving_shows_what_stands_now(visit, nurse, signed_in):
    form = signed_in(nurse).get(reverse("visits:move", args=[visit.pk])).context["form"]

    assert form["clock"].value().strftime("%H.%M") == "10.30"
    assert form["staff"].value() == [nurse.pk]


def test_cancelling_needs_a_reason_and_twice_is_once(visit, nurse, signed_in):
    client, url = signed_in(nurse), reverse("visits:cancel", args=[visit.pk])

    assert "rättas" in client.post(url, {"reason": " "}).content.decode()
    for _press in range(2):
        assert client.post(url, {"reason": "Patienten ringde"}).status_code == 302

    assert Event.objects.filter(kind="visit.cancelled").count() == 1


def test_a_cancelled_visit_cannot_be_moved_or_logged(visit, nurse, signed_in):
    client = signed_in(nurse)
    client.post(reverse("visits:cancel", args=[visit.pk]), {"reason": "Sjuk"})

    for name in ("visits:move", "visits:log"):
        page = client.get(reverse(name, args=[visit.pk]))
        assert page.status_code == 403
        assert "avbokad" in page.content.decode() or "avbokat" in page.content.decode()


def test_five_taps_log_a_visit(visit, nurse, signed_in, clock):
    clock.move_to(AFTER)
    client, url = signed_in(nurse), reverse("visits:log", args=[visit.pk])
    answers = report()

    for _press in range(2):
        assert client.post(url, answers).status_code == 302

    log = VisitLog.objects.get()
    assert (log.outcome, log.discomfort, log.next_step) == ("as_planned", 4, "next")
    task = Task.objects.get(kind="visit.book.follow_up")
    assert str(task.due_on) == "2026-12-10"


def test_somebody_who_did_not_come_takes_two_taps(visit, nurse, signed_in, clock):
    clock.move_to(AFTER)
    url = reverse("visits:log", args=[visit.pk])
    kept = ("form_key", "happened_on", "happened_clock")
    answers = {key: value for key, value in report().items() if key in kept}

    answer = signed_in(nurse).post(url, {**answers, "outcome": "did_not_come"})

    assert answer.status_code == 302
    visit.refresh_from_db()
    assert visit.status == "missed"


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"outcome": ""}, "Välj hur det gick."),
        ({"discomfort": ""}, "Välj hur stora besvären är."),
        ({"discomfort": "11"}, "Besvär"),
        ({"taken": ""}, "Välj om läkemedlet togs enligt planen."),
        ({"next_contact": "on"}, "Välj en dag."),
        ({"next_contact": "on", "next_contact_on": "2026-11-01"}, "har passerat"),
        ({"happened_on": "2026-11-27"}, "Det har inte hänt än."),
        ({"happened_clock": "24.00"}, "Klockslag"),
        ({"note": "x" * 1_000_000}, "Anteckning"),
    ],
)
def test_a_log_that_cannot_be_comes_back_with_what_was_typed(
    visit, nurse, signed_in, clock, changed, sentence
):
    clock.move_to(AFTER)
    url = reverse("visits:log", args=[visit.pk])

    page = signed_in(nurse).post(url, report(**changed)).content.decode()

    assert sentence in page
    assert "Det är något som behöver rättas" in page
    if "note" not in changed:
        assert "Sover bättre." in page
    assert VisitLog.objects.count() == 0


def test_what_people_write_is_shown_as_they_wrote_it(visit, nurse, signed_in, clock):
    clock.move_to(AFTER)
    client = signed_in(nurse)
    note = "Trött 😴 <script>alert(1)</script>"

    client.post(reverse("visits:log", args=[visit.pk]), report(note=note))

    page = client.get(reverse("visits:detail", args=[visit.pk])).content.decode()
    assert "Trött 😴 &lt;script&gt;" in page
    assert "<script>alert" not in page


def test_headings_for_the_note_lose_nothing_that_was_typed(
    visit, nurse, signed_in, clock
):
    clock.move_to(AFTER)
    url = reverse("visits:log", args=[visit.pk])

    page = signed_in(nurse).post(url, report(start="sleep", outcome=""))

    form = page.context["form"]
    assert form["note"].value().startswith("Sover bättre.\n\nSomnar kl:")
    assert form["hardest"].value() == ["sleep"]
    assert "rättas" not in page.content.decode()


def test_without_a_plan_nobody_is_asked_about_one(nurse, signed_in, clock):
    visit = make.visit(patients.case(nurse), patient_knows=True)
    clock.move_to(AFTER)

    page = signed_in(nurse).get(reverse("visits:log", args=[visit.pk]))

    assert "Tagit enligt plan" not in page.content.decode()


def test_a_visit_another_day_is_not_logged(visit, nurse, signed_in):
    page = signed_in(nurse).get(reverse("visits:log", args=[visit.pk]))

    assert page.status_code == 403
    assert "en annan dag" in page.content.decode()


def test_going_back_after_saving_shows_the_visit(visit, nurse, signed_in, clock):
    clock.move_to(AFTER)
    client, url = signed_in(nurse), reverse("visits:log", args=[visit.pk])
    client.post(url, report())

    assert client.get(url).url == reverse("visits:detail", args=[visit.pk])


def test_a_correction_shows_both(visit, nurse, signed_in, clock):
    clock.move_to(AFTER)
    client = signed_in(nurse)
    client.post(reverse("visits:log", args=[visit.pk]), report())
    first = VisitLog.objects.get()
    url = reverse("visits:correct", args=[visit.pk])

    opened = client.get(url)
    assert opened.context["form"]["note"].value() == "Sover bättre."
    changed = report(note="Sover sämre.", corrects=str(first.pk))
    assert client.post(url, changed).status_code == 302

    page = client.get(reverse("visits:detail", args=[visit.pk])).content.decode()
    assert "Sover sämre." in page
    assert "Sover bättre." in page


def test_correcting_what_somebody_just_corrected_is_refused_with_a_sentence(
    visit, nurse, signed_in, clock
):
    clock.move_to(AFTER)
    client = signed_in(nurse)
    client.post(reverse("visits:log", args=[visit.pk]), report())
    first = VisitLog.objects.get()
    url = reverse("visits:correct", args=[visit.pk])
    client.post(url, report(corrects=str(first.pk)))

    page = client.post(url, report(corrects=str(first.pk), note="Min text"))

    assert "Någon annan har redan rättat det här." in page.content.decode()
    assert "Min text" in page.content.decode()


def test_a_call_that_nobody_booked_can_be_logged(case, nurse, signed_in):
    url = reverse("visits:log_contact", args=[case.pk])
    answers = report(
        kind="phone",
        purpose="talk",
        minutes="15",
        happened_on="2026-11-23",
        happened_clock="09.30",
    )

    for _press in range(2):
        assert signed_in(nurse).post(url, answers).status_code == 302

    assert Visit.objects.get().status == "done"


def test_a_list_shows_no_place_of_a_protected_person(nurse, signed_in):
    case = patients.case(nurse, protection="marked")
    visit = make.visit(case, place=make.place(), patient_knows=True)
    client = signed_in(nurse)

    day = client.get(reverse("visits:list"), {"day": "2026-11-26"})
    all_visits = client.get(reverse("visits:of_case", args=[case.pk]))
    one = client.get(reverse("visits:detail", args=[visit.pk]))

    assert "Granskogen" not in day.content.decode()
    assert "Granskogen" not in all_visits.content.decode()
    assert "Granskogen" in one.content.decode()
    assert Event.objects.filter(kind="visit.opened").count() == 1


def test_a_visit_without_a_word_shows_up_after_a_day(visit, nurse, signed_in, clock):
    for hours, is_late in ((23, False), (25, True)):
        clock.move_to(THURSDAY + timedelta(hours=hours))
        page = signed_in(nurse).get(reverse("visits:list")).content.decode()
        assert ("Inte loggade" in page) == is_late


@pytest.mark.parametrize("day", ["", "x", "2026-02-30", "2026-11-26"])
def test_the_day_list_opens_on_any_day(nurse, signed_in, day):
    assert signed_in(nurse).get(reverse("visits:list"), {"day": day}).status_code == 200


def asked(client, url, data=None) -> int:
    """How many questions a page asks the database."""
    with CaptureQueriesContext(connection) as questions:
        assert client.get(url, data).status_code == 200
    return len(questions)


def test_the_day_list_asks_no_more_with_three_rows_than_with_one(nurse, signed_in):
    client, url = signed_in(nurse), reverse("visits:list")
    wanted = {"day": "2026-11-26", "team": "1"}
    counts = []
    for row in range(3):
        make.visit(
            patients.case(nurse),
            place=make.place(),
            starts_at=THURSDAY + timedelta(hours=row),
            patient_knows=True,
        )
        counts.append(asked(client, url, wanted))

    assert counts[0] == counts[2] <= 9


def test_a_patients_visits_ask_no_more_with_three_rows_than_with_one(
    case, nurse, signed_in
):
    client, url = signed_in(nurse), reverse("visits:of_case", args=[case.pk])
    counts = []
    for row in range(3):
        for days in (0, -60):
            make.visit(
                case,
                place=make.place(),
                starts_at=THURSDAY + timedelta(hours=row, days=days),
                at=NOW - timedelta(days=90),
                patient_knows=True,
            )
        counts.append(asked(client, url))

    assert counts[0] == counts[2] <= 18


@pytest.fixture
def anna(nurse):
    """A patient who signs in, with one visit."""
    user = accounts.user(Role.PATIENT, "Anna Berg")
    case = patients.case(nurse)
    patient_actions.connect_user(case.patient, user=user, by=nurse, at=NOW)
    make.visit(case, place=make.place(), patient_knows=True)
    return user


def test_a_patient_sees_the_own_times_and_nobody_elses(anna, nurse, signed_in):
    make.visit(
        patients.case(nurse),
        starts_at=THURSDAY + timedelta(hours=3),
        patient_knows=True,
    )

    page = signed_in(anna).get(reverse("visits_public:my_visits")).content.decode()

    assert "Torsdag 26 november" in page
    assert "kl 10.30" in page
    assert "kl 13.30" not in page


def test_a_patient_asks_for_another_time_once(anna, signed_in):
    visit = Visit.objects.get()
    client, url = (
        signed_in(anna),
        reverse("visits_public:ask_to_change", args=[visit.pk]),
    )

    for _press in range(2):
        assert client.post(url, {"wish": "Helst fredag"}).status_code == 302

    assert Task.objects.get().why == "Helst fredag"
    page = client.get(reverse("visits_public:my_visits")).content.decode()
    assert "Du har bett om en annan tid." in page


def test_a_patient_cannot_touch_somebody_elses_time(anna, nurse, signed_in):
    other = make.visit(
        patients.case(nurse),
        starts_at=THURSDAY + timedelta(hours=3),
        patient_knows=True,
    )

    url = reverse("visits_public:ask_to_change", args=[other.pk])

    assert signed_in(anna).post(url, {"wish": ""}).status_code == 404
    assert signed_in(nurse).post(url, {"wish": ""}).status_code == 404 or (
        Task.objects.count() == 0
    )


def test_a_time_that_has_passed_cannot_be_changed(anna, signed_in, clock):
    clock.move_to(AFTER)
    visit = Visit.objects.get()

    page = signed_in(anna).get(reverse("visits_public:ask_to_change", args=[visit.pk]))

    assert page.status_code == 403
    assert "Ring oss i stället" in page.content.decode()


def test_the_page_of_a_visit_shows_what_the_patient_was_told(case, nurse, signed_in):
    messaging.agreed(case.patient, at=NOW)
    visit = make.visit(case)

    page = signed_in(nurse).get(reverse("visits:detail", args=[visit.pk]))

    assert "Ny tid" in page.content.decode()
    assert Message.objects.get().body not in page.content.decode()


def test_the_log_says_which_step_comes_next(case, visit, nurse, signed_in, clock):
    tapering.decided(case, accounts.user(Role.PSYCHIATRIST, "Eva Lindqvist"))
    clock.move_to(datetime(2026, 12, 2, 9, tzinfo=UTC))

    page = signed_in(nurse).get(reverse("visits:log", args=[visit.pk]))

    text = page.content.decode()
    assert "Följer plan version 1." in text
    assert "blir en uppgift för Eva Lindqvist" in text


def test_the_task_that_led_here_chooses_the_purpose(case, nurse, signed_in):
    make.actions.ask_for(
        case, purpose="aftercare", due_on=THURSDAY.date(), by=nurse, at=NOW
    )

    page = signed_in(nurse).get(reverse("visits:book", args=[case.pk]))

    assert page.context["form"]["purpose"].value() == "aftercare"

"""What anybody can open: three languages, light and dark, on the smallest screen."""

import re

import pytest
from django.utils.timezone import localdate, now

from accounts.models import User
from messaging.tasks import send_what_is_due
from nedtrappning.standins import Sent
from referrals import actions
from referrals.actions import own_part
from referrals.models import KeptDraft, OwnPart, Question, Referral
from referrals.tasks import send_follow_codes
from tests.accessibility.looking import LANGUAGES, NARROW, THEMES, Looker
from tests.browsing import Opens
from tests.factories import referrals
from tests.factories import self_referrals as make

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
in_every_language = pytest.mark.parametrize("language", LANGUAGES)
in_both_themes = pytest.mark.parametrize("theme", THEMES)

PAGES = [
    "overview_public:start",
    "overview_public:how_it_works",
    "overview_public:professionals",
    "overview_public:crisis",
    "overview_public:privacy",
    "overview_public:accessibility",
    "referrals_public:self_referral",
    "referrals_public:follow",
    "referrals_public:come_back",
    "referrals_public:own_part",
]
ANSWERS = [
    ("fits", "yes"),
    ("kinds", "calming"),
    ("how_long", "over_5_years"),
    ("dose_change", "stopped"),
    ("risks", "suicide"),
]


@in_every_language
@in_both_themes
def test_the_pages_that_tell(
    opens: Opens, coordinator: User, language: str, theme: str
) -> None:
    looker = Looker(opens(NARROW, color_scheme=theme), language)

    for name in PAGES:
        looker.opens(name)
    prefix = "" if language == "sv" else f"/{language}"
    looker.goes_to(f"{prefix}/finns-inte/", status=404)

    assert looker.faults == []


def test_the_page_where_one_logs_in(opens: Opens) -> None:
    looker = Looker(opens(NARROW))

    looker.goes_to("/account/login/")
    looker.presses()

    assert looker.faults == []


@in_every_language
def test_the_way_through_a_self_referral(
    opens: Opens, coordinator: User, language: str
) -> None:
    looker = Looker(opens(NARROW), language, in_the_dark=True)
    looker.opens("referrals_public:self_referral")
    looker.presses("main form .knapp--primar")

    for number, (name, answer) in enumerate(ANSWERS, start=1):
        looker.presses()  # nothing is answered: what is missing is said
        looker.ticks(name, answer)
        looker.presses()
        if number >= 4:
            looker.presses()  # read the page of advice, and go on
    looker.presses()
    looker.types("name", "Anna Berg")
    looker.types("phone", "070-174 06 15")
    looker.ticks("best_time", "morning")
    looker.presses()
    looker.opens("referrals_public:stop")
    looker.opens("referrals_public:question", 7)
    looker.presses()
    looker.presses()
    looker.ticks("consent", "yes")
    looker.presses()

    assert Referral.objects.count() == 1
    assert looker.faults == []


@pytest.mark.parametrize("answer", ["under_18", "elsewhere", "not_prescribed"])
def test_the_pages_for_whom_another_helps_better(
    opens: Opens, coordinator: User, answer: str
) -> None:
    looker = Looker(opens(NARROW), in_the_dark=True)
    looker.visitor.goes_to("/egenremiss/")
    looker.visitor.presses("Börja")

    looker.ticks("fits", answer)
    looker.presses()

    assert looker.faults == []


@in_every_language
def test_the_pages_where_a_self_referral_is_followed(
    opens: Opens, sent: Sent, coordinator: User, language: str
) -> None:
    referral = arrived()
    actions.ask(
        referral,
        to=Question.To.PATIENT,
        text="Vilket år började du?",
        reply_by=localdate(),
        by=coordinator,
        at=now(),
    )
    looker = Looker(opens(NARROW), language, in_the_dark=True)
    looker.opens("referrals_public:follow")
    looker.presses()
    looker.types("reference", referral.shown_reference)
    looker.presses()
    looker.presses()
    looker.types("code", code_in(sent))
    looker.presses()

    question = Question.objects.get()
    looker.opens("referrals_public:follow_answer", question.pk)
    looker.presses()
    looker.opens("referrals_public:follow_contact")
    looker.opens("referrals_public:follow_withdraw")
    looker.presses("main .knapp--fara")

    assert looker.faults == []


@in_every_language
def test_the_pages_where_one_saves_and_comes_back(
    opens: Opens, sent: Sent, coordinator: User, language: str
) -> None:
    looker = Looker(opens(NARROW), language, in_the_dark=True)
    looker.opens("referrals_public:self_referral")
    looker.presses("main form .knapp--primar")
    looker.ticks("fits", "yes")
    looker.presses("[name=later]")
    looker.presses()  # nothing is filled in: what is missing is said
    looker.types("contact", "070-174 06 15")
    looker.types("passphrase", "gröt vid fönstret")
    looker.presses()
    looker.opens("referrals_public:stop")
    looker.opens("referrals_public:kept")
    looker.presses()

    looker.opens("referrals_public:come_back")
    looker.presses()
    looker.types("contact", "070-174 06 15")
    looker.presses()
    looker.types("code", "111111")
    looker.types("passphrase", "fel mening")
    looker.presses()
    looker.types("code", code_in(sent))
    looker.types("passphrase", "gröt vid fönstret")
    looker.presses()

    assert looker.visitor.heading
    assert KeptDraft.objects.count() == 1
    assert looker.faults == []


@in_every_language
def test_the_pages_of_one_s_own_part(
    opens: Opens, coordinator: User, language: str
) -> None:
    referral = referrals.from_clinic(at=now())
    code = own_part.ask_patient(referral, by=coordinator, at=now())
    looker = Looker(opens(NARROW), language, in_the_dark=True)
    looker.opens("referrals_public:own_part")
    looker.types("code", "0000-0000-0000")
    looker.presses()
    looker.types("code", code)
    looker.presses()
    looker.presses()
    looker.types("goals", "Sova")
    looker.presses()

    assert OwnPart.objects.count() == 1
    assert looker.faults == []


def test_two_tabs_and_what_ended_too_early(opens: Opens, coordinator: User) -> None:
    looker = Looker(opens(NARROW), in_the_dark=True)
    looker.visitor.goes_to("/egenremiss/")
    looker.visitor.presses("Börja")
    looker.visitor.page.evaluate(
        """() => { document.querySelector("[name=seen]").value = "older"; }"""
    )
    looker.ticks("fits", "yes")
    looker.presses()
    looker.visitor.goes_to("/egenremiss/fraga/1/")
    looker.visitor.page.evaluate(
        """() => { document.querySelector("[name=seen]").value = "older"; }"""
    )
    looker.ticks("fits", "unsure")
    looker.presses()

    assert "Du har svarat i en annan flik" in looker.visitor.text
    assert looker.faults == []


def arrived() -> Referral:
    """A self-referral that has just come."""
    return make.sent(now())


def code_in(sent: Sent) -> str:
    """The code in the text message that went out."""
    send_follow_codes()
    send_what_is_due()
    found = re.search(r"\b\d{6}\b", sent.all()[-1]["text"])
    assert found
    return found.group()

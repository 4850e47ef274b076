"""Nothing in a message tells who, where, what or why."""

import re
from datetime import date, time

import pytest
from django.utils import translation

from messaging.texts import BODIES, KINDS, TITLE, VARIABLES, text_of

LANGUAGES = ["sv", "nb", "en"]
ONE_SMS = 160
# Drugs, kinds of unit, professions, places and words about a person's state.
FORBIDDEN = re.compile(
    r"nedtrapp|trapp|taper|avgift|avrus|detox|beroend|avheng|depend|missbruk|misbruk"
    r"|abus|addict|läkemed|legemid|medic|medis|tablett|tablet|dos\b|dose|recept|resept"
    r"|prescri|benso|benzo|opioid|opiat|oxaz|diaz|zopi|tramad|morfin|sobril|stesolid"
    r"|rehab|psyk|psych|klinik|clinic|mottagning|enhet|unit|vårdcentral|legekontor"
    r"|sjukhus|hospital|sjuksköt|sykeple|nurse|läkare|lege\b|doctor|kurator|remiss"
    r"|henvis|referral|behandl|treat|eftervård|ettervern|aftercare|besvär|symtom"
    r"|sympt|lilla edet|uddevalla|borås|rum\b|room|http|www|!",
    re.IGNORECASE,
)
LONGEST = {"day": date(2026, 9, 23), "clock": time(10, 30), "code": "123456"}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", [kind for kind, _label in KINDS])
def test_a_message_holds_no_word_that_gives_anything_away(kind, language):
    text = text_of(kind, language=language, **LONGEST)

    assert FORBIDDEN.findall(f"{text.title} {text.body}") == []


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", [kind for kind, _label in KINDS])
def test_a_message_fits_in_one_sms(kind, language):
    assert len(text_of(kind, language=language, **LONGEST).body) <= ONE_SMS


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", [kind for kind, _label in KINDS])
def test_a_message_speaks_of_day_time_phone_and_code_only(kind, language):
    with translation.override(language):
        sentence = str(BODIES[kind])

    assert set(re.findall(r"%\((\w+)\)", sentence)) <= VARIABLES


def test_every_kind_has_a_text_and_every_text_a_kind():
    assert BODIES.keys() == {kind for kind, _label in KINDS}


def test_the_title_of_a_mail_says_nothing():
    assert str(TITLE) == "Ett meddelande till dig"


def test_a_text_that_lacks_its_day_is_refused():
    with pytest.raises(ValueError, match="date"):
        text_of("visit_booked", language="sv", clock=time(9))


def test_a_text_reads_like_a_person_wrote_it():
    text = text_of(
        "visit_booked", language="sv", day=date(2026, 11, 26), clock=time(10, 30)
    )

    assert text.body == (
        "Du har en tid torsdag 26 november kl 10.30. "
        "Kan du inte då? Ring 031-390 06 12."
    )

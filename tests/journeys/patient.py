"""What the patient does: asks for help, follows it, reads today's tablets."""

import re

from nedtrappning.standins import Sent
from tests.browsing import Visitor
from tests.journeys.steps import reference_on


def begins(anna: Visitor) -> None:
    """From the start page to the first question."""
    anna.follows("Skicka egenremiss")
    anna.presses("Börja")


def answers_about_the_medicine(anna: Visitor) -> None:
    """The first five questions, one tap for the answer and one to go on."""
    for answer in (
        "Ja, allt stämmer",
        "Lugnande eller ångestdämpande",
        "Mer än 5 år",
        "Nej, jag tar som vanligt",
        "Inget av detta",
    ):
        anna.chooses(answer)
        anna.presses("Fortsätt")


def says_how_to_be_reached(anna: Visitor, health_centre: str = "") -> None:
    """Question six: name, number, when; the rest need not be answered."""
    anna.types("Ditt namn", "Anna Berg")
    anna.types("Telefonnummer", "070-174 06 15")
    anna.chooses("Förmiddag")
    if health_centre:
        anna.types("Vilken vårdcentral går du till?", health_centre)
    anna.presses("Fortsätt")


def sends(anna: Visitor, may_we_talk: str = "Ja") -> str:
    """The last page and the receipt; answers the reference."""
    anna.chooses(may_we_talk)
    anna.presses("Skicka egenremissen")
    return reference_on(anna)


def follows_it(anna: Visitor, reference: str) -> None:
    """Ask for the code to one's own phone."""
    anna.goes_to("/folj/")
    anna.types("Referensnummer", reference)
    anna.presses("Skicka kod")


def types_the_code(anna: Visitor, sent: Sent) -> None:
    """Type the six figures that came by text message."""
    found = re.search(r"\b\d{6}\b", texts_to_anna(sent)[-1])
    assert found
    anna.types("Koden du fick", found.group())
    anna.presses("Fortsätt")


def texts_to_anna(sent: Sent) -> list[str]:
    """Every text message that reached the phone, oldest first."""
    return [
        message["text"]
        for message in sent.all()
        if message["kind"] == "sms" and message["to"] == "+46701740615"
    ]


def asks_for_a_pause(anna: Visitor) -> None:
    """Two taps, nothing to fill in."""
    anna.goes_to("/min/")
    anna.follows("Jag vill pausa eller prata med någon")
    anna.presses("Skicka")
    anna.reads("Vi ringer dig")

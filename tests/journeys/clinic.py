"""What a health centre does: refers, answers, reads what comes back."""

from tests.browsing import Visitor
from tests.journeys.steps import reference_on


def writes_the_clinical_part(nils: Visitor) -> None:
    """Medicine, dose, what has been tried, the aim, what to look out for, a yes."""
    nils.types("Läkemedel", "oxazepam tablett 10 mg")
    nils.types("Dos per dygn", "25")
    tapers_already(nils)
    nils.types(
        "Vad vill ni och patienten ha hjälp med?", "Vill kunna köra lastbil igen."
    )
    nils.chooses("Inget känt")
    nils.chooses("Patienten vet om remissen och vill komma")


def refers_with_what_is_required(nils: Visitor, *, number: str, name: str) -> str:
    """Answer what must be answered and nothing else; answers the reference."""
    nils.follows("Ny remiss")
    nils.types("Personnummer eller samordningsnummer", number)
    nils.types("Förnamn och efternamn", name)
    nils.types("Telefon", "070-174 06 31")
    writes_the_clinical_part(nils)
    nils.presses("Granska remissen")
    nils.presses("Skicka remissen")
    return reference_on(nils)


def refers_once_more(nils: Visitor, *, number: str) -> str:
    """A person whom the clinic knows: name and phone come by the number."""
    nils.follows("Ny remiss")
    nils.types("Personnummer eller samordningsnummer", number)
    nils.page.keyboard.press("Tab")
    nils.page.locator("[data-known-here] .ruta").wait_for()
    writes_the_clinical_part(nils)
    nils.presses("Granska remissen")
    nils.presses("Skicka remissen")
    return reference_on(nils)


def fills_in_a_referral(nils: Visitor, *, number: str, name: str) -> None:
    """Write all that a safe assessment needs, but whether tapering was tried."""
    nils.types("Personnummer eller samordningsnummer", number)
    nils.types("Förnamn och efternamn", name)
    nils.types("Telefon", "070-174 06 31")
    nils.types("Läkemedel", "oxazepam tablett 10 mg")
    nils.types("Dos per dygn", "25")
    nils.types("Sedan år", "2018")
    nils.types(
        "Vad vill ni och patienten ha hjälp med?", "Vill kunna köra lastbil igen."
    )
    nils.chooses("Inget känt")
    nils.chooses("Patienten vet om remissen och vill komma")


def tapers_already(nils: Visitor) -> None:
    """Say that tapering goes on at the clinic."""
    nils.chooses("Pågår nu")


def refers(nils: Visitor, *, number: str, name: str) -> str:
    """Send a complete referral; answers its reference."""
    nils.follows("Ny remiss")
    fills_in_a_referral(nils, number=number, name=name)
    tapers_already(nils)
    nils.presses("Granska remissen")
    nils.presses("Skicka remissen")
    return reference_on(nils)


def is_told_what_is_missing(nils: Visitor, sentence: str) -> None:
    """The summary stands at the top, has the focus and says what is missing."""
    nils.reads(sentence, "Varför saknas uppgifter?")
    assert nils.page.title().startswith("Fel:")
    focused = nils.page.evaluate("document.activeElement.hasAttribute('data-felsum')")
    assert focused


def says_why_it_is_missing(nils: Visitor, why: str) -> None:
    """Give the reason that lets an incomplete referral go."""
    nils.types("Varför saknas uppgifter?", why)


def opens_its_referral(nils: Visitor, name: str) -> None:
    """Find the referral in the clinic's own list."""
    nils.goes_to("/remiss/")
    nils.follows(name)


def answers(nils: Visitor, text: str) -> None:
    """Answer what the unit asked."""
    nils.follows("Svara på frågan")
    nils.types("Ert svar", text)
    nils.presses("Skicka svaret")

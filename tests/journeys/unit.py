"""What those who work at the unit do: assess, plan, meet, follow up."""

from tests.browsing import Visitor

GATES = 10


def opens_the_referral(karin: Visitor, name: str) -> None:
    """Find the referral in the list of those to assess."""
    karin.goes_to("/app/referrals")
    karin.follows(name)


def asks(karin: Visitor, text: str) -> None:
    """Ask the sender for what is missing."""
    karin.follows("Fråga", exact=False)
    karin.types("Något mer vi behöver veta", text)
    karin.presses("Skicka frågan")
    karin.reads("Frågan är skickad")


def accepts(karin: Visitor, *, number: str = "", owner: str = "") -> None:
    """Take the patient on, on the day that is proposed."""
    karin.follows("Anta", exact=False)
    if number:
        karin.types("Personnummer eller samordningsnummer", number)
    if owner:
        karin.picks("Ansvarig", owner)
    karin.presses("Anta")
    karin.reads("Antagen")


def opens_the_patient(sara: Visitor, name: str, tab: str = "") -> None:
    """Find the patient in one's own list, and one of the patient's pages."""
    sara.goes_to("/app/patients")
    sara.follows(name)
    if tab:
        sara.follows(tab, among="Patientens sidor")


def maps_what_is_taken(sara: Visitor) -> None:
    """Write down the one medicine as it is taken."""
    sara.follows("Kartlägg läkemedel")
    sara.types("Läkemedel (substans)", "oxazepam")
    sara.types("Namn på förpackningen", "Sobril")
    sara.types("Styrka, mg", "5")
    sara.types("Morgon, mg", "10")
    sara.types("Natt, mg", "15")
    sara.types("Varför", "sömn")
    sara.presses("Spara kartläggningen")


def asks_what_must_be_known(sara: Visitor, goal: str) -> None:
    """Everything that is asked once, before anything is changed."""
    sara.types("Patientens mål, med patientens egna ord", goal)
    nothing = sara.page.get_by_label("Nej", exact=True)
    assert nothing.count() == GATES + 1  # and the children at home
    for number in range(nothing.count()):
        sara.ticks(nothing.nth(number))
    sara.chooses("Kan köra")
    sara.types("Vi pratade om körning den", "2026-11-25")
    sara.presses("Spara svaren")
    sara.reads("Allt är frågat.")


def evens_out(sara: Visitor, from_on: str, to_on: str) -> None:
    """A period with the same dose every day."""
    sara.types("Från", from_on)
    sara.types("Till", to_on)
    sara.presses("Sätt en period")


def drafts_a_plan(sara: Visitor, *, start: str, policy: str) -> None:
    """Choose tablets and rule, and see what the plan becomes."""
    sara.presses("Gör plan", exact=False)
    sara.types("Från", start)
    # The mapping named the package, so that its tablets are chosen already.
    sara.chooses(policy)
    sara.presses("Räkna")


def gives_reasons(sara: Visitor, why: str) -> None:
    """Say why, beside everything that the rule warns of."""
    reasons = sara.page.get_by_label("Behåll, därför att", exact=True)
    for number in range(reasons.count()):
        reasons.nth(number).fill(why)


def proposes(sara: Visitor, to: str) -> None:
    """Send the plan to somebody who may decide."""
    sara.chooses("Patienten är med på planen")
    sara.picks("Vem ska besluta", to)
    sara.presses("Skicka för beslut")


def decides(eva: Visitor) -> None:
    """Open what waits for a signature first, read it and sign it."""
    eva.goes_to("/app/today")
    eva.reads("Att besluta")
    eva.follows("Granska", exact=False)
    eva.presses("Besluta plan")


def books(sara: Visitor, *, day: str, clock: str, room: str) -> None:
    """A visit at a place near home."""
    sara.follows("Boka besök")
    says_when_and_where(sara, day=day, clock=clock, room=room)
    sara.presses("Boka")


def says_when_and_where(sara: Visitor, *, day: str, clock: str, room: str) -> None:
    """What is asked about a new visit; who is with it stands there already."""
    sara.picks("Vad gäller det?", "Uppföljning av planen")
    sara.chooses("På plats")
    sara.types("Dag", day)
    sara.types("Klockslag", clock)
    sara.picks("Var?", room)


def logs_the_visit(sara: Visitor, *, step: str = "Behåll") -> None:
    """Five chips, from the page of the day."""
    sara.goes_to("/app/today")
    sara.follows("Logga kontakt")
    logs_with_five_chips(sara, step=step)


def logs_with_five_chips(sara: Visitor, *, step: str = "Behåll") -> None:
    """Answer and save."""
    taps_five_chips(sara, step=step)
    sara.presses("Spara besök")


def taps_five_chips(sara: Visitor, *, step: str = "Behåll") -> None:
    """How it went, whether taken, how bad, what next, when next."""
    sara.chooses("Som planerat")
    sara.chooses("Ja", among="Tagit enligt plan?")
    sara.chooses("3", among="Besvär 0–10")
    sara.chooses(step, among="Nästa steg")
    sara.chooses("2 v")


def holds(sara: Visitor, *, days: str, why: str) -> None:
    """Stay longer on the dose."""
    sara.follows("Pausa")
    sara.types("Hur många dagar", days)
    sara.types("Med egna ord", why)
    sara.presses("Pausa")


def checks_in(sara: Visitor, *, on: str, taking: str) -> None:
    """The first contact of aftercare that waits."""
    sara.follows("Logga kontakt")
    sara.types("Vilken dag?", on)
    sara.chooses("Telefon")
    sara.chooses("Upp och ned")
    sara.chooses(taking)
    sara.presses("Spara kontakten")


def goes_back_to_tapering(sara: Visitor, why: str) -> None:
    """A relapse leads back, on the same case."""
    sara.follows("Tillbaka till nedtrappning")
    sara.types("Varför?", why)
    sara.presses("Gå tillbaka till nedtrappning")


def closes(sara: Visitor, why: str) -> None:
    """Say why, and close the case."""
    sara.chooses("Patienten vill inte fortsätta nu")
    sara.types("Beskriv kort", why)
    sara.presses("Avsluta")


def writes_the_final_answer(sara: Visitor, text: str, *, address: str = "") -> None:
    """Tell whoever referred how it went; by post where nobody there signs in."""
    sara.follows("Skriv slutsvar")
    if address:
        sara.types("Vårdcentralens adress", address)
    sara.types("Svaret", text)
    sara.presses("Skicka svaret")

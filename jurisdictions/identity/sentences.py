"""What somebody is told whose number cannot be right."""


def _(sentence: str) -> str:
    return sentence


EMPTY = _("Skriv personnumret med tolv siffror, så här: ÅÅÅÅMMDD-NNNN.")
EMPTY_IN_NORWAY = _("Skriv fødselsnumret eller D-numret med elva siffror.")
WRONG_SIGNS = _(
    "Personnumret får bara ha siffror, bindestreck och plustecken. "
    "Skriv det så här: ÅÅÅÅMMDD-NNNN."
)
WRONG_LENGTH = _(
    "Numret har %(count)d siffror. Ett personnummer eller samordningsnummer har 10 "
    "eller 12. Skriv det så här: ÅÅÅÅMMDD-NNNN."
)
WRONG_LENGTH_IN_NORWAY = _(
    "Numret har %(count)d siffror. Ett norskt nummer har 11. Ett svenskt skrivs med "
    "12, så här: ÅÅÅÅMMDD-NNNN."
)
OTHER_COUNTRY = _(
    "Numret har 11 siffror. Ett svenskt nummer har 10 eller 12. Är det ett norskt "
    "nummer stämmer siffrorna inte: jämför siffra för siffra."
)
WRONG_NORWEGIAN = _(
    "De två sista siffrorna stämmer inte med resten av numret. Jämför siffra för "
    "siffra."
)
SYNTHETIC = _(
    "Det här är ett norskt testnummer. Det hör inte till någon och tas bara emot där "
    "man övar."
)
DUF_NUMBER = _(
    "Ett DUF-nummer kan inte användas här. Fråga efter personens D-nummer eller "
    "fødselsnummer, eller be om ett gemensamt hjälpnummer."
)
RESERVE_NUMBER = _(
    "Det här är ett reservnummer. Här kan bara personnummer och samordningsnummer tas "
    "emot."
)
OTHER_RESERVE = _(
    "Det här ser ut som ett reservnummer i ett annat format. Slå upp personen i "
    "personregistret och skriv reservnumret därifrån, så här: ÅÅÅÅMMDD och sedan K, M "
    "eller X och tre siffror."
)
NO_SUCH_DATE = _(
    "Början av numret är inget datum som finns. Kontrollera år, månad och dag."
)
NO_SUCH_DATE_IN_NORWAY = _(
    "Början av numret är inget datum som finns. Kontrollera dag, månad och år."
)
WRONG_CHECK_DIGIT = _(
    "Sista siffran stämmer inte med resten av numret. Jämför siffra för siffra, ofta "
    "har två siffror bytt plats."
)
BORN_LATER = _(
    "Födelsedatumet ligger i framtiden. Kontrollera året och skriv det med fyra "
    "siffror."
)
BORN_TOO_LONG_AGO = _(
    "Födelseåret ligger mer än 150 år tillbaka. Kontrollera året och skriv det med "
    "fyra siffror."
)

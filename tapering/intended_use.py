"""What the calculator is for, in the version that a unit approves.

The words stand in docs/intended-use.md. `DIGEST` is made of those between its marks, so
that they cannot change under an approval: new words are a new version.
"""

from django.utils.translation import gettext_lazy as _

VERSION = "1.0"
DIGEST = "116943a68b0d1031"

# What whoever approves must have read, in the reader's own language.
SENTENCES = (
    _(
        "Räknaren hjälper enhetens personal att skriva ett förslag till "
        "nedtrappningsplan, när en vuxen patient och en läkare redan har bestämt att "
        "ett läkemedel ska minskas."
    ),
    _(
        "Den räknar bara det som den valda regeln säger. Den väljer ingen regel, takt "
        "eller omräkning och inget läkemedel, och fyller inte i något utifrån ålder, "
        "diagnos eller besvär."
    ),
    _(
        "Resultatet är ett utkast. Det når varken patient, förskrivare eller skrivare "
        "förrän en läkare har läst hela planen och skrivit under den."
    ),
    _(
        "Den används inte i akuta lägen, inte för personer under 18 år och inte för "
        "läkemedel som ges mot epilepsi."
    ),
)

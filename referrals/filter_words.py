"""What each filter of the worklist is called, and the answers that it takes."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy, pgettext_lazy

from jurisdictions.municipalities import municipalities
from referrals.models import MedicineKind, Priority, Source

Words = str | Promise
PLACES = {place.code: place.name for place in municipalities()}
ELSEWHERE = ("elsewhere", gettext_lazy("Utanför regionen"))

# Every filter with a fixed set of answers: what it is called, and its answers.
CHOICES: dict[str, tuple[Words, list[tuple[str, Words]]]] = {
    "source": (gettext_lazy("Källa"), list(Source.choices)),
    "risk": (
        gettext_lazy("Risk"),
        [("yes", gettext_lazy("Ja")), ("no", gettext_lazy("Nej"))],
    ),
    "priority": (
        gettext_lazy("Prioritet"),
        [(str(value), label) for value, label in Priority.choices],
    ),
    "clock": (
        gettext_lazy("Klockan"),
        [("paused", gettext_lazy("Står still"))],
    ),
    "waits_for": (
        gettext_lazy("Väntar på"),
        [
            ("clinic", gettext_lazy("Vårdcentralen")),
            ("patient", gettext_lazy("Patienten")),
        ],
    ),
    "part": (
        gettext_lazy("Saknar del från"),
        [
            ("clinic", gettext_lazy("Vårdcentralen")),
            ("patient", gettext_lazy("Patienten")),
        ],
    ),
    "place": (gettext_lazy("Kommun"), [*PLACES.items(), ELSEWHERE]),
    "kind": (gettext_lazy("Slag av läkemedel"), list(MedicineKind.choices)),
    "assigned": (
        pgettext_lazy("remiss", "Ansvarig"),
        [("me", gettext_lazy("Jag")), ("nobody", gettext_lazy("Ingen"))],
    ),
}
MARKS: dict[str, Words] = {
    "incomplete": gettext_lazy("Ofullständig"),
    "interpreter": gettext_lazy("Behöver tolk"),
    "minor": gettext_lazy("Under 18 år"),
}

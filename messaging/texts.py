"""The few fixed sentences that may leave the unit (rules MSG-02, MSG-03).

A text names a day, a time, a phone number, a bare address and nothing else: no person,
no place, no medicine, no kind of unit. Whoever reads over a shoulder learns nothing.
"""

from dataclasses import dataclass
from datetime import date, time
from typing import Any

from django.conf import settings
from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from ui.templatetags.dates import clock as shown_clock
from ui.templatetags.dates import longday

KINDS = [
    ("receipt", _("Kvitto")),
    ("follow_code", _("Kod")),
    ("return_code", _("Kod")),
    ("own_part", _("Fråga")),
    ("news", _("Nytt besked")),
    ("question", _("Fråga")),
    ("no_reply", _("Påminnelse om svar")),
    ("visit_booked", _("Ny tid")),
    ("visit_reminder", _("Påminnelse om tid")),
    ("visit_moved", _("Ändrad tid")),
    ("visit_cancelled", _("Avbokad tid")),
    ("checkin", _("Uppföljning")),
]

BODIES: dict[str, str | Promise] = {
    "receipt": _("Vi har fått det du skickade. Frågor? Ring %(phone)s."),
    "follow_code": _(
        "Din kod är %(code)s. Den gäller i 15 minuter. Visa den inte för någon."
    ),
    "return_code": _(
        "Din kod är %(code)s. Den gäller i 15 minuter. Visa den inte för någon."
    ),
    "own_part": _(
        "Vi vill veta vad som är viktigt för dig. Gå till %(site)s och skriv koden "
        "%(code)s. Den gäller i 30 dagar. Frågor? Ring %(phone)s."
    ),
    "news": _("Du har ett nytt besked. Logga in eller ring %(phone)s."),
    "question": _(
        "Vi behöver veta lite mer. Svara på samma sida som förut eller ring %(phone)s."
    ),
    "no_reply": _(
        "Något som ni har skickat till oss har inte fått svar än. Logga in och se, "
        "eller ring %(phone)s."
    ),
    "visit_booked": _(
        "Du har en tid %(date)s kl %(time)s. Kan du inte då? Ring %(phone)s."
    ),
    "visit_reminder": _(
        "Påminnelse: du har en tid %(date)s kl %(time)s. "
        "Kan du inte då? Ring %(phone)s."
    ),
    "visit_moved": _(
        "Din tid är ändrad till %(date)s kl %(time)s. Kan du inte då? Ring %(phone)s."
    ),
    "visit_cancelled": _(
        "Din tid %(date)s kl %(time)s är avbokad. Ring %(phone)s för en ny tid."
    ),
    "checkin": _(
        "Vi vill höra hur du har det och ringer dig %(date)s. "
        "Passar det inte? Ring %(phone)s."
    ),
}
TITLE = _("Ett meddelande till dig")

# What a text may speak of. The linter of the tests holds the texts to it.
VARIABLES = frozenset({"date", "time", "phone", "code", "site"})
# Answers to what the person did a moment ago: they are waiting with the phone in hand.
ANSWERS = frozenset({"receipt", "follow_code", "return_code"})
# They repeat what the person knows already: nobody has to call when one is left out.
REMINDERS = frozenset({"visit_reminder", "no_reply"})
# Nothing that opens a door is kept once it has been sent.
SECRET = frozenset({"follow_code", "return_code", "own_part"})
# What did not arrive is asked for again by whoever waits: nobody has to call.
ASKED_FOR = frozenset({"follow_code", "return_code"})
# About something that nobody at the unit has been told of yet, and so shown to nobody.
UNSEEN = frozenset({"return_code"})
# The person has been shown this very text and said yes to it before it was queued: only
# a later no, or protection, stops it.
FORETOLD = frozenset({"own_part"})


@dataclass(frozen=True)
class Text:
    """A message in the reader's language, ready to be sent."""

    title: str
    body: str


def text_of(
    kind: str,
    *,
    language: str,
    day: date | None = None,
    clock: time | None = None,
    code: str = "",
) -> Text:
    """Fill the fixed sentence of `kind`. A value that it needs and lacks is a bug."""
    with translation.override(language):
        given: dict[str, Any] = {
            "date": longday(day) if day else None,
            "time": shown_clock(clock) if clock else None,
            "phone": settings.UNIT_PHONE,
            "code": code or None,
            "site": settings.MESSAGE_ADDRESS,
        }
        sentence = str(BODIES[kind])
        missing = [n for n in needs(sentence) if given[n] is None]
        if missing:
            problem = f"A message of the kind {kind} needs {', '.join(missing)}"
            raise ValueError(problem)
        return Text(title=str(TITLE), body=sentence % given)


def needs(sentence: str) -> list[str]:
    """The variables of a sentence."""
    return [name for name in sorted(VARIABLES) if f"%({name})s" in sentence]

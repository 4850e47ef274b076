"""What differs between countries and kinds of provider, as data.

Help lines belong to the site, not to the reader's language: whoever reads a Swedish
site in Norwegian is still in Sweden and needs 112.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from zoneinfo import ZoneInfo


def _(sentence: str) -> str:
    return sentence


STALE_AFTER_DAYS = 180
SWEDISH_GUARANTEE_DAYS = 90


@dataclass(frozen=True)
class HelpLine:
    """A number to call now. Somebody looks after it: `checked_on` says when last."""

    number: str
    name: str
    note: str
    checked_on: date

    @property
    def dialled(self) -> str:
        """For a `tel:` link."""
        return self.number.replace(" ", "")

    def is_stale(self, today: date) -> bool:
        """Whether the manager should check the number again."""
        return (today - self.checked_on).days > STALE_AFTER_DAYS


class ClockStart(StrEnum):
    """The day a referral's waiting time is counted from."""

    ISSUED = "issued"
    RECEIVED = "received"


@dataclass(frozen=True)
class Regime:
    """One country's rules for one kind of provider."""

    key: str
    name: str
    country: str
    language: str
    time_zone: ZoneInfo
    free_days: tuple[str, ...]
    clock_starts: ClockStart
    visit_within_days: int | None
    assess_within_working_days: int | None
    emergency: HelpLine
    advice: HelpLine
    someone_to_talk_to: tuple[HelpLine, ...]

    @property
    def crisis_bar(self) -> tuple[HelpLine, HelpLine]:
        """The two numbers at the top of every public page."""
        return (self.emergency, self.advice)

    @property
    def help_lines(self) -> tuple[HelpLine, ...]:
        """Every number, the most urgent first."""
        return (*self.crisis_bar, *self.someone_to_talk_to)


CHECKED_ON = date(2026, 11, 21)

SWEDEN_PUBLIC = Regime(
    key="sweden_public",
    name=_("Sverige, offentlig vård"),
    country="SE",
    language="sv",
    time_zone=ZoneInfo("Europe/Stockholm"),
    # Midsummer, Christmas and New Year's Eve are no holidays in law, but nobody is in.
    free_days=("public", "de_facto"),
    clock_starts=ClockStart.ISSUED,
    visit_within_days=SWEDISH_GUARANTEE_DAYS,
    assess_within_working_days=None,
    emergency=HelpLine(
        number="112",
        name=_("Akut fara för livet"),
        note=_("Larmnumret, dygnet runt."),
        checked_on=CHECKED_ON,
    ),
    advice=HelpLine(
        number="1177",
        name=_("Råd dygnet runt"),
        note=_("Sjukvårdsrådgivning, dygnet runt."),
        checked_on=CHECKED_ON,
    ),
    someone_to_talk_to=(
        HelpLine(
            number="90101",
            name=_("Självmordslinjen"),
            note=_("Mind, telefon och chatt, dygnet runt. Du kan vara anonym."),
            checked_on=CHECKED_ON,
        ),
    ),
)

NORWAY = Regime(
    key="norway",
    name=_("Norge, specialistvård"),
    country="NO",
    language="nb",
    time_zone=ZoneInfo("Europe/Oslo"),
    free_days=("public",),
    clock_starts=ClockStart.RECEIVED,
    # Every patient has a deadline of their own, set at the assessment.
    visit_within_days=None,
    assess_within_working_days=10,
    emergency=HelpLine(
        number="113",
        name=_("Akut fara för livet"),
        note=_("Larmnumret, dygnet runt."),
        checked_on=CHECKED_ON,
    ),
    advice=HelpLine(
        number="116 117",
        name=_("Jourläkare"),
        note=_("Legevakt, när det inte kan vänta."),
        checked_on=CHECKED_ON,
    ),
    someone_to_talk_to=(
        HelpLine(
            number="116 123",
            name=_("Mental Helse"),
            note=_("Hjälptelefon, dygnet runt. Du kan vara anonym."),
            checked_on=CHECKED_ON,
        ),
        HelpLine(
            number="22 40 00 40",
            name=_("Kirkens SOS"),
            note=_("Kristelefon, dygnet runt. Du kan vara anonym."),
            checked_on=CHECKED_ON,
        ),
    ),
)

REGIMES = {regime.key: regime for regime in (SWEDEN_PUBLIC, NORWAY)}

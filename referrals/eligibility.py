"""Who the unit is for, as rules that explain themselves. They suggest, never decide.

Each rule says holds, unclear or does not hold, and because of what; where something is
unclear it says what to ask. Nothing here stops anybody from accepting anybody.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

Words = str | Promise
ADULT = 18


class Answer(StrEnum):
    """What one rule says."""

    HOLDS = "holds"
    UNCLEAR = "unclear"
    DOES_NOT = "does_not"


class Result(StrEnum):
    """What the rules say together."""

    LIKELY = "likely"
    UNCLEAR = "unclear"
    OUTSIDE = "outside"


@dataclass(frozen=True, kw_only=True)
class Facts:
    """What the referral says, as plain values; None where it does not say."""

    age: int | None = None
    is_self_referral: bool = False
    has_medicine: bool = False
    # None: nobody said for how long.
    is_long_use: bool | None = None
    is_tried: bool | None = None
    why_not_tried: str = ""
    lives_elsewhere: bool = False
    has_place: bool = False
    # None: not answered; True: alcohol or something else besides the medicine.
    uses_more: bool | None = None
    has_number: bool = False


@dataclass(frozen=True, kw_only=True)
class Finding:
    """One rule, its answer, the reason, and the question that would settle it."""

    rule: Words
    answer: Answer
    because: Words
    ask: Words = ""


@dataclass(frozen=True, kw_only=True)
class Suggestion:
    """All findings, and what they come to."""

    result: Result
    findings: tuple[Finding, ...]

    @property
    def questions(self) -> list[Words]:
        """What to ask, for what is unclear."""
        return [found.ask for found in self.findings if found.ask]


Rule = Callable[[Facts], Finding]


def _holds(rule: Words, because: Words) -> Finding:
    return Finding(rule=rule, answer=Answer.HOLDS, because=because)


def _does_not(rule: Words, because: Words) -> Finding:
    return Finding(rule=rule, answer=Answer.DOES_NOT, because=because)


def _unclear(rule: Words, because: Words, *, ask: Words = "") -> Finding:
    return Finding(rule=rule, answer=Answer.UNCLEAR, because=because, ask=ask)


def adult(facts: Facts) -> Finding:
    """The unit takes care of adults (rules REF-14: a warning, not a stop)."""
    rule = _("Har fyllt 18 år")
    if facts.age is None:
        ask = _("Vilket år är personen född?")
        return _unclear(rule, _("åldern framgår inte"), ask=ask)
    told = format_lazy(_("åldern är {age} år"), age=facts.age)
    return _holds(rule, told) if facts.age >= ADULT else _does_not(rule, told)


def prescribed(facts: Facts) -> Finding:
    """The body has got used to a medicine that was prescribed."""
    rule = _("Beroende av utskrivna läkemedel")
    if not facts.has_medicine:
        ask = _("Vilka läkemedel gäller det?")
        return _unclear(rule, _("inget läkemedel är angivet"), ask=ask)
    if facts.is_long_use is None:
        told = _("det framgår inte hur länge läkemedlet har tagits")
        return _unclear(rule, told, ask=_("Sedan vilket år?"))
    if facts.is_long_use:
        return _holds(rule, _("läkemedlet har tagits i minst tre månader"))
    return _does_not(rule, _("läkemedlet har tagits i mindre än tre månader"))


def tried(facts: Facts) -> Finding:
    """The clinic has tried; nobody is asked that of a person who refers themselves."""
    rule = _("Försök på vårdcentralen")
    if facts.is_tried:
        return _holds(rule, _("ett försök är beskrivet"))
    if facts.is_self_referral:
        return _holds(rule, _("det krävs inte av den som söker själv"))
    if facts.is_tried is None:
        ask = _("Har ni försökt trappa ned? Hur gick det?")
        return _unclear(rule, _("frågan är inte besvarad"), ask=ask)
    if facts.why_not_tried:
        told = _("inget försök är gjort: {reason}")
        return _unclear(rule, format_lazy(told, reason=facts.why_not_tried))
    return _does_not(rule, _("inget försök är gjort"))


def region(facts: Facts) -> Finding:
    """The commission is for those who live here."""
    rule = _("Bor i regionen")
    if facts.lives_elsewhere:
        return _does_not(rule, _("personen bor utanför regionen"))
    if facts.has_place:
        return _holds(rule, _("kommunen ligger i regionen"))
    ask = _("I vilken kommun bor personen?")
    return _unclear(rule, _("det framgår inte var personen bor"), ask=ask)


def substances(facts: Facts) -> Finding:
    """Alcohol or something else may need help first."""
    rule = _("Inget annat som behöver vård först")
    if facts.uses_more is None:
        told = _("frågan om alkohol och annat är inte besvarad")
        return _unclear(rule, told, ask=_("Finns det något att se upp med?"))
    if facts.uses_more:
        ask = _("Hur mycket alkohol blir det på en vecka?")
        return _unclear(rule, _("alkohol är angivet"), ask=ask)
    return _holds(rule, _("inget sådant är angivet"))


def number(facts: Facts) -> Finding:
    """Without a number nobody can see what was prescribed before."""
    rule = _("Personnummer finns")
    if facts.has_number:
        return _holds(rule, _("numret är känt"))
    return _unclear(rule, _("numret skrivs in när personen antas"))


# Norway lets everybody choose where to be treated, so where one lives says nothing.
RULES: dict[str, tuple[Rule, ...]] = {
    "sweden_public": (adult, prescribed, tried, region, substances, number),
    "norway": (adult, prescribed, tried, substances, number),
}


def suggest(facts: Facts, *, jurisdiction: str) -> Suggestion:
    """What the rules of the country say about what is known."""
    findings = tuple(rule(facts) for rule in RULES[jurisdiction])
    answers = {found.answer for found in findings}
    if Answer.DOES_NOT in answers:
        result = Result.OUTSIDE
    elif any(found.answer == Answer.UNCLEAR and found.ask for found in findings):
        result = Result.UNCLEAR
    else:
        result = Result.LIKELY
    return Suggestion(result=result, findings=findings)

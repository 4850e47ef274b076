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


def adult(facts: Facts) -> Finding:
    """The unit takes care of adults (rules REF-14: a warning, not a stop)."""
    rule = _("Har fyllt 18 år")
    if facts.age is None:
        return Finding(
            rule=rule,
            answer=Answer.UNCLEAR,
            because=_("åldern framgår inte"),
            ask=_("Vilket år är personen född?"),
        )
    told = format_lazy(_("åldern är {age} år"), age=facts.age)
    holds = Answer.HOLDS if facts.age >= ADULT else Answer.DOES_NOT
    return Finding(rule=rule, answer=holds, because=told)


def prescribed(facts: Facts) -> Finding:
    """The body has got used to a medicine that was prescribed."""
    rule = _("Beroende av utskrivna läkemedel")
    if not facts.has_medicine:
        return Finding(
            rule=rule,
            answer=Answer.UNCLEAR,
            because=_("inget läkemedel är angivet"),
            ask=_("Vilka läkemedel gäller det?"),
        )
    if facts.is_long_use is None:
        return Finding(
            rule=rule,
            answer=Answer.UNCLEAR,
            because=_("det framgår inte hur länge läkemedlet har tagits"),
            ask=_("Sedan vilket år?"),
        )
    if facts.is_long_use:
        told, answer = _("läkemedlet har tagits i minst tre månader"), Answer.HOLDS
    else:
        told = _("läkemedlet har tagits i mindre än tre månader")
        answer = Answer.DOES_NOT
    return Finding(rule=rule, answer=answer, because=told)


def tried(facts: Facts) -> Finding:
    """The clinic has tried; nobody is asked that of a person who refers themselves."""
    rule = _("Försök på vårdcentralen")
    if facts.is_tried:
        return Finding(
            rule=rule, answer=Answer.HOLDS, because=_("ett försök är beskrivet")
        )
    if facts.is_self_referral:
        return Finding(
            rule=rule,
            answer=Answer.HOLDS,
            because=_("det krävs inte av den som söker själv"),
        )
    if facts.is_tried is None:
        return Finding(
            rule=rule,
            answer=Answer.UNCLEAR,
            because=_("frågan är inte besvarad"),
            ask=_("Har ni försökt trappa ned? Hur gick det?"),
        )
    if facts.why_not_tried:
        told = format_lazy(
            _("inget försök är gjort: {reason}"), reason=facts.why_not_tried
        )
        return Finding(rule=rule, answer=Answer.UNCLEAR, because=told)
    return Finding(
        rule=rule, answer=Answer.DOES_NOT, because=_("inget försök är gjort")
    )


def region(facts: Facts) -> Finding:
    """The commission is for those who live here."""
    rule = _("Bor i regionen")
    if facts.lives_elsewhere:
        return Finding(
            rule=rule,
            answer=Answer.DOES_NOT,
            because=_("personen bor utanför regionen"),
        )
    if facts.has_place:
        return Finding(
            rule=rule, answer=Answer.HOLDS, because=_("kommunen ligger i regionen")
        )
    return Finding(
        rule=rule,
        answer=Answer.UNCLEAR,
        because=_("det framgår inte var personen bor"),
        ask=_("I vilken kommun bor personen?"),
    )


def substances(facts: Facts) -> Finding:
    """Alcohol or something else may need help first."""
    rule = _("Inget annat som behöver vård först")
    if facts.uses_more is None:
        return Finding(
            rule=rule,
            answer=Answer.UNCLEAR,
            because=_("frågan om alkohol och annat är inte besvarad"),
            ask=_("Finns det något att se upp med?"),
        )
    if facts.uses_more:
        return Finding(
            rule=rule,
            answer=Answer.UNCLEAR,
            because=_("alkohol är angivet"),
            ask=_("Hur mycket alkohol blir det på en vecka?"),
        )
    return Finding(rule=rule, answer=Answer.HOLDS, because=_("inget sådant är angivet"))


def number(facts: Facts) -> Finding:
    """Without a number nobody can see what was prescribed before."""
    rule = _("Personnummer finns")
    if facts.has_number:
        return Finding(rule=rule, answer=Answer.HOLDS, because=_("numret är känt"))
    return Finding(
        rule=rule,
        answer=Answer.UNCLEAR,
        because=_("numret skrivs in när personen antas"),
    )


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

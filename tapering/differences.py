"""What a version changes against the one before it, in words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from difflib import SequenceMatcher
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tapering.amounts import in_unit, strength_of, totals_in_words
from tapering.models import PlanVersion
from tapering.pace import bands_in_words
from tapering.queries import moved_by, unit_of
from ui.templatetags.dates import longday_with_year
from ui.templatetags.numbers import listed

Json = Mapping[str, Any]
# More sentences than this are no longer read.
MOST = 8


def _named(dose: Json) -> tuple[str, str, str]:
    amount = dose.get("mg") or dose["ug_per_h"]
    return dose["substance"], dose.get("daypart", ""), amount


@dataclass(frozen=True, kw_only=True)
class Side:
    """One of the two versions, as it is compared."""

    request: Json
    answer: Json

    @property
    def steps(self) -> Sequence[Json]:
        """The rows of the plan."""
        steps: Sequence[Json] = self.answer["steps"]
        return steps

    @property
    def keys(self) -> list[str]:
        """What makes a step the same step in both: its doses."""
        return [
            "|".join("/".join(_named(dose)) for dose in step["doses"])
            for step in self.steps
        ]

    def dose(self, n: int) -> str:
        """The daily dose of a step in words."""
        row = self.steps[n]
        known = row.get("total_mg") or row.get("total_ug_per_h") or {}
        totals = {
            name: Decimal(known.get(name, "0")) for name in moved_by(self.request)
        }
        return totals_in_words(totals, unit_of(self.request))


def _shift(days: int) -> str:
    """2 veckor senare, 3 dagar tidigare."""
    size = abs(days)
    if size % 7 == 0:
        count, words = size // 7, ("%(count)d vecka", "%(count)d veckor")
        length = ngettext(*words, count) % {"count": count}
    else:
        length = ngettext("%(count)d dag", "%(count)d dagar", size) % {"count": size}
    pattern = _("%(length)s senare") if days > 0 else _("%(length)s tidigare")
    return pattern % {"length": length}


def _begins(step: Json) -> date:
    return date.fromisoformat(step["from"])


def _moves(before: Side, after: Side, pairs: Sequence[tuple[int, int]]) -> list[str]:
    """Steps with the same doses on other days, gathered where they move together."""
    runs: list[tuple[int, int, int]] = []
    for old, new in pairs:
        days = (_begins(after.steps[new]) - _begins(before.steps[old])).days
        if runs and runs[-1][2] == days and runs[-1][1] == new - 1:
            runs[-1] = (runs[-1][0], new, days)
        else:
            runs.append((new, new, days))
    last = len(after.steps) - 1
    return [_moved(first, end, days, last) for first, end, days in runs if days]


def _moved(first: int, end: int, days: int, last: int) -> str:
    words = {"first": first, "last": end, "shift": _shift(days)}
    if first == end:
        return _("Steg %(first)d flyttat %(shift)s.") % words
    if end == last:
        return _("Steg %(first)d och alla efter flyttade %(shift)s.") % words
    return _("Steg %(first)d–%(last)d flyttade %(shift)s.") % words


def _others(before: Side, after: Side, changes: Sequence[tuple[Any, ...]]) -> list[str]:
    """Steps that have other doses, are new, or are gone."""
    said = []
    for tag, i1, i2, j1, j2 in changes:
        if tag == "replace" and i2 - i1 == j2 - j1:
            pairs = zip(range(i1, i2), range(j1, j2), strict=True)
            said += [_other_dose(before, after, old, new) for old, new in pairs]
        elif tag != "equal":
            said += _came_and_went(before, after, (i1, i2), (j1, j2))
    return said


def _other_dose(before: Side, after: Side, old: int, new: int) -> str:
    words = {"n": new, "now": after.dose(new), "was": before.dose(old)}
    if words["now"] == words["was"]:
        return _("Steg %(n)d: %(now)s som förut, men fördelat på annat sätt.") % words
    return _("Steg %(n)d: %(now)s i stället för %(was)s.") % words


def _came_and_went(
    before: Side, after: Side, old: tuple[int, int], new: tuple[int, int]
) -> list[str]:
    said = []
    if new[1] > new[0]:
        doses = listed([after.dose(n) for n in range(*new)])
        said.append(_("Nytt i planen: %(doses)s.") % {"doses": doses})
    if old[1] > old[0]:
        doses = listed([before.dose(n) for n in range(*old)])
        said.append(_("Inte längre med: %(doses)s.") % {"doses": doses})
    return said


def _rule(before: Side, after: Side) -> list[str]:
    """What the rule says now where it says something else."""
    unit = unit_of(after.request)
    was = bands_in_words(before.request["policy"], unit_of(before.request))
    now = bands_in_words(after.request["policy"], unit)
    new = [sentence for sentence in now if sentence not in was]
    return [_("Takten är ny. %(bands)s") % {"bands": " ".join(new)}] if new else []


def _goal(before: Side, after: Side) -> list[str]:
    def goal(side: Side) -> str:
        rule = side.request["policy"]
        amount = rule.get("goal_mg", rule.get("goal_ug_per_h", "0"))
        return in_unit(amount, unit_of(side.request))

    words = {"now": goal(after), "was": goal(before)}
    if words["now"] == words["was"]:
        return []
    return [_("Målet är %(now)s i stället för %(was)s.") % words]


def _products(before: Side, after: Side) -> list[str]:
    def kinds(side: Side) -> list[str]:
        return [strength_of(product) for product in side.request["products"]]

    new = [each for each in kinds(after) if each not in kinds(before)]
    gone = [each for each in kinds(before) if each not in kinds(after)]
    said = []
    if new:
        said.append(_("Nya styrkor: %(listed)s.") % {"listed": listed(new)})
    if gone:
        said.append(_("Borttagna styrkor: %(listed)s.") % {"listed": listed(gone)})
    return said


def _ends(before: Side, after: Side) -> list[str]:
    was, now = before.answer["ends_on"], after.answer["ends_on"]
    if was == now:
        return []
    words = {
        "now": longday_with_year(date.fromisoformat(now)),
        "was": longday_with_year(date.fromisoformat(was)),
    }
    return [_("Slut %(now)s i stället för %(was)s.") % words]


def compared(before: Side, after: Side) -> list[str]:
    """Every difference in words, those that matter most first."""
    matcher = SequenceMatcher(a=before.keys, b=after.keys, autojunk=False)
    pairs = [
        (block.a + at, block.b + at)
        for block in matcher.get_matching_blocks()
        for at in range(block.size)
    ]
    steps = [
        *_others(before, after, matcher.get_opcodes()),
        *_moves(before, after, pairs),
    ]
    if len(steps) > MOST:
        left = len(steps) - MOST
        more = ngettext(
            "Och %(left)d ändring till.", "Och %(left)d ändringar till.", left
        )
        steps = [*steps[:MOST], more % {"left": left}]
    return [
        *_rule(before, after),
        *_goal(before, after),
        *_products(before, after),
        *steps,
        *_ends(before, after),
    ]


def differences(before: PlanVersion | None, after: PlanVersion) -> list[str]:
    """What a version changes against the one it replaces; nothing for the first."""
    if before is None:
        return []
    return compared(
        Side(request=before.request, answer=before.answer),
        Side(request=after.request, answer=after.answer),
    )


Answered = tuple[Json | None, Json | None]


def compared_answers(before: Answered, after: Answered) -> list[str]:
    """What one plan changes against another, when both came out."""
    if not (before[0] and before[1] and after[0] and after[1]):
        return []
    return compared(
        Side(request=before[0], answer=before[1]),
        Side(request=after[0], answer=after[1]),
    )

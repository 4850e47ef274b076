"""What something still lacks before it can be approved, and what a rule makes."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from tapering.models import EquivalenceTable, Policy, Product
from tapering.models.kept import Kept
from tapering.queries.asking import Json, Unanswerable, ask, exact_text

# What a rule is tried on before it is approved, and shown with.
TRIED_ON = Decimal(40)
# A rule of fixed steps is shown over this many of its largest.
STEPS_SHOWN = 8
TRIED_SUBSTANCE = "x"


@dataclass(frozen=True, kw_only=True)
class Missing:
    """One thing that is missing, at the field where it is to be written."""

    field: str
    sentence: str


def _band_gaps(number: int, band: Mapping[str, Any]) -> Iterator[Missing]:
    """What one band does not say."""
    asked = {
        "above": _("Nivå %(n)d: skriv över vilken dos det gäller."),
        "size": _("Nivå %(n)d: skriv hur mycket dosen minskas."),
        "of": _("Nivå %(n)d: välj vad minskningen räknas på."),
        "every_days": _("Nivå %(n)d: skriv hur många dagar varje dos varar."),
    }
    for name, sentence in asked.items():
        if not band.get(name):
            yield Missing(
                field=f"band-{number - 1}-{name}", sentence=sentence % {"n": number}
            )


def rule_lacks(policy: Policy) -> list[Missing]:
    """What a rule does not say yet; cheap enough for a list."""
    return list(_rule_gaps(policy))


def _rule_gaps(policy: Policy) -> Iterator[Missing]:
    rule = policy.rule
    bands = rule.get("bands") or []
    if not bands:
        yield Missing(field="bands", sentence=_("Skriv minst en dosnivå."))
    for number, band in enumerate(bands, start=1):
        yield from _band_gaps(number, band)
    if any(band.get("of") == "occupancy" for band in bands):
        yield from _occupancy_gaps(policy)
    if bands and _never_ends(rule, bands[-1]):
        yield Missing(
            field="stop_below_mg",
            sentence=_(
                "Procent av dosen just då når aldrig målet. Skriv under vilken dos "
                "läkemedlet tas bort, eller lägg till fasta steg på slutet."
            ),
        )


def _never_ends(rule: Json, last: Mapping[str, Any]) -> bool:
    """A share of what is left is never all of it."""
    if last.get("of") != "current" or last.get("size") == "100":
        return False
    return Decimal(rule.get("stop_below_mg") or 0) <= Decimal(rule.get("goal_mg") or 0)


def _occupancy_gaps(policy: Policy) -> Iterator[Missing]:
    if not policy.rule.get("occupancy"):
        yield Missing(
            field="half_dose_mg",
            sentence=_("Steg i receptorbeläggning kräver halvdosen, med källa."),
        )
    if len(policy.atc) != 1:
        yield Missing(
            field="atc",
            sentence=_("Receptorbeläggning gäller bara det läkemedel som är mätt."),
        )


def _doubles(thing: Kept) -> list[Missing]:
    """Something else of the same name is in use, and this would not replace it."""
    if isinstance(thing, Product):
        names = ["substance", "brand", "form", "strength_mg", "mg_per_ml", "ug_per_h"]
        sentence = _("Samma läkemedel i samma styrka är redan godkänt.")
    else:
        names = ["name"]
        sentence = _("Namnet används redan av en godkänd. Välj ett annat namn.")
    model: Any = type(thing)
    same = {name: getattr(thing, name) for name in names}
    others = model.objects.usable().filter(**same).exclude(pk=thing.pk)
    if others.exclude(pk=thing.replaces_id).exists():
        return [Missing(field=names[0], sentence=sentence)]
    return []


def missing_in(thing: Kept) -> list[Missing]:
    """Everything that keeps a draft from being approved, in words. None: it is whole.

    A rule is tried on a dose too: one that the engine cannot read, or that never
    reaches its goal, is not approved.
    """
    gaps = []
    if not thing.source.strip():
        sentence = _("Skriv källan. Utan källa kan den inte godkännas.")
        gaps.append(Missing(field="source", sentence=sentence))
    if isinstance(thing, EquivalenceTable) and not thing.rows.exists():
        gaps.append(Missing(field="rows", sentence=_("Skriv minst en rad.")))
    if isinstance(thing, Policy):
        gaps += rule_lacks(thing) or _tried(thing)
    return gaps + _doubles(thing)


def _tried(policy: Policy) -> list[Missing]:
    try:
        try_rule(policy.rule)
    except Unanswerable as refusal:
        return [Missing(field=_field_of(refusal.path), sentence=str(refusal))]
    return []


def _field_of(path: str) -> str:
    """Where on the form the engine's path stands: `policy.bands[0].size`."""
    place = path.removeprefix("policy.")
    for name, prefix in (("bands", "band"), ("limits", "limit")):
        if place.startswith(f"{name}["):
            number, _dot, field = place.removeprefix(f"{name}[").partition("].")
            return f"{prefix}-{number}-{field or 'size'}"
    return place


def shown_dose(rule: Json) -> Decimal:
    """40 mg, or more where the rule's own steps or its goal are large."""
    sizes = [
        Decimal(band["size"])
        for band in rule.get("bands", [])
        if band.get("of") == "mg" and band.get("size")
    ]
    goal = Decimal(rule.get("goal_mg") or 0)
    largest = max(sizes, default=Decimal(0))
    wanted = largest * STEPS_SHOWN if largest * 4 > TRIED_ON else TRIED_ON
    return max(wanted, goal * 2)


def try_rule(rule: Json, dose: Decimal | None = None) -> Json:
    """What a rule makes of a dose; refused when it cannot be read or never ends.

    The tablets are fine enough for any rule: the doses are the rule's own.
    """
    dose = dose or shown_dose(rule)
    small = exact_text((dose / 400).quantize(Decimal("0.0001")) or Decimal("0.0001"))
    return ask(
        {
            "start": "2026-01-05",
            "regimen": [
                {
                    "substance": TRIED_SUBSTANCE,
                    "daypart": "night",
                    "mg": exact_text(dose),
                }
            ],
            "taper": TRIED_SUBSTANCE,
            "products": [
                {
                    "substance": TRIED_SUBSTANCE,
                    "form": "liquid",
                    "mg_per_ml": small,
                    "smallest_ml": "1",
                }
            ],
            "policy": rule,
        }
    )


def weeks_of(answer: Json) -> Decimal:
    """How long a plan takes, in weeks."""
    days = sum(row["days"] or 0 for row in answer["steps"])
    return Decimal(days) / timedelta(weeks=1).days


def versions_of(thing: Kept) -> list[Kept]:
    """Every version of the same rule, table or package, the newest first."""
    model: Any = type(thing)
    if isinstance(thing, Product):
        names = ["substance", "brand", "form", "strength_mg", "mg_per_ml", "ug_per_h"]
    else:
        names = ["name"]
    same = Q(**{name: getattr(thing, name) for name in names})
    linked = Q(pk=thing.replaces_id) | Q(replaces=thing.pk)
    rows = model.objects.filter(same | linked).select_related(
        "written_by", "approved_by"
    )
    return list(rows.order_by("-version", "-written_at"))

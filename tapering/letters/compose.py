"""What a prescriber is told of a version, and who they are.

The text is written once, at signing. It is plain words with two marks that survive
being copied: a heading begins with `## ` and a row of a list with `- `.
"""

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from typing import Any

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from jurisdictions import phones
from jurisdictions.regimes import REGIMES
from tapering import queries
from tapering.differences import differences
from tapering.letters.lines import (
    beside_in_words,
    medicines_in_words,
    period_in_words,
    quantities,
    step_in_words,
    steps_of,
)
from tapering.lifecycle import Change
from tapering.models import PlanVersion
from tapering.queries import Prescriber
from ui.paper.text import Letter, Section
from ui.templatetags.dates import longday_with_year
from ui.templatetags.numbers import mg

Json = Mapping[str, Any]


def compose(
    version: PlanVersion, who: Prescriber, rows: Sequence[Prescriber]
) -> Letter:
    """The letter to one prescriber, in the unit's language.

    `rows` are the days that are theirs; none means that they prescribe no longer.
    """
    with translation.override(settings.LANGUAGE_CODE):
        if not rows:
            return _farewell(version)
        sections = [
            _about(version),
            _to_do(version, rows),
            _steps(version, rows),
            _quantities(version, rows),
            *_changed(version),
            *_beside(version),
            _who(version),
            _contact(version),
            _if_worse(),
            _why(),
        ]
        return Letter(title=_title(version), sections=sections)


def addressed(
    version: PlanVersion, before: PlanVersion | None = None
) -> list[tuple[Prescriber, list[Prescriber]]]:
    """Each who gets a letter, with the days that are theirs from now on."""
    known = queries.prescribers_of(version)
    theirs: dict[str, tuple[Prescriber, list[Prescriber]]] = {}
    for row in known:
        if row.until_on is None or row.until_on >= version.counts_from:
            theirs.setdefault(row.name, (row, []))[1].append(row)
    for row in queries.prescribers_of(before) if before else ():
        if row.until_on is None or row.until_on >= version.counts_from:
            theirs.setdefault(row.name, (row, []))
    if not known:
        nobody = Prescriber(name=_("den som förskriver"))
        theirs[nobody.name] = (nobody, [nobody])
    return list(theirs.values())


def ahead(version: PlanVersion) -> list[str]:
    """The medicines that are taken from the version's first day on.

    When a switch is done that is the new one only.
    """
    starts = version.counts_from.isoformat()
    rows = version.answer["steps"]
    past = [row["n"] for row in rows if row["from"] <= starts]
    taken = {
        dose["substance"]
        for row in rows[max(past, default=0) :]
        for dose in row["doses"]
    }
    names = [name for name in version.substances if name in taken]
    return names or list(version.substances[-1:])


def _title(version: PlanVersion) -> str:
    return _("Nedtrappningsplan: %(medicines)s, version %(number)d") % {
        "medicines": medicines_in_words(ahead(version)),
        "number": version.number,
    }


def _about(version: PlanVersion) -> Section:
    sentences = [_what(version)]
    if version.conversion and version.change == Change.PLAN:
        sentences.append(_switch_sentence(version.conversion))
    if before := version.replaces:
        sentences.append(
            _("Planen ersätter version %(number)d. Använd inte den gamla.")
            % {"number": before.number}
        )
    return Section(heading=_("Vad det gäller"), sentences=sentences)


def _what(version: PlanVersion) -> str:
    names = ahead(version)
    old, new = names[0], names[-1]
    if old == new:
        return _("Patienten trappar ned %(medicine)s tillsammans med oss.") % {
            "medicine": old
        }
    return _(
        "Patienten byter %(old)s mot %(new)s och trappar sedan ned tillsammans med oss."
    ) % {"old": old, "new": new}


def _switch_sentence(conversion: Json) -> str:
    ratio = Fraction(conversion["to_mg"]) / Fraction(conversion["from_mg"])
    dose = Fraction(conversion["dose"])
    return _(
        "%(dose)s %(old)s per dygn räknas som %(figure)s %(new)s, enligt %(table)s."
    ) % {
        "dose": mg(dose),
        "old": conversion["from"],
        "figure": mg(dose * ratio * Fraction(conversion["factor"])),
        "new": conversion["to"],
        "table": conversion["table"],
    }


def _to_do(version: PlanVersion, rows: Sequence[Prescriber]) -> Section:
    periods = [period_in_words(row, version.counts_from) for row in rows]
    sentences = [
        _("Du förskriver %(medicines)s %(periods)s.")
        % {
            "medicines": medicines_in_words(ahead(version)),
            "periods": "; ".join(periods),
        },
        _("Förskriv de mängder som står här, för en uthämtning i taget."),
        _("Behåll takten. Ring oss om något behöver ändras."),
    ]
    if version.policy.confirm_each_step:
        sentences.append(
            _(
                "Varje steg börjar när vi har bekräftat det. Flyttas ett steg får du "
                "ett nytt brev."
            )
        )
    if queries.wants_naloxone(version.plan.case, *version.substances):
        sentences.append(
            _("Opioid tillsammans med lugnande läkemedel: patienten erbjuds naloxon.")
        )
    return Section(heading=_("Det här ber vi dig göra"), sentences=sentences)


def _steps(version: PlanVersion, rows: Sequence[Prescriber]) -> Section:
    steps = list(steps_of(version, rows))
    return Section(
        heading=_("Stegen"),
        items=[step_in_words(step, version.substances, version.unit) for step in steps],
    )


def _quantities(version: PlanVersion, rows: Sequence[Prescriber]) -> Section:
    items = quantities(version, rows)
    nothing = [] if items else [_("Inget behöver förskrivas.")]
    return Section(heading=_("Mängder per uthämtning"), sentences=nothing, items=items)


def _changed(version: PlanVersion) -> Iterator[Section]:
    before = version.replaces
    if before is None:
        return
    sentences = [version.what_changed] if version.what_changed else []
    sentences += differences(before, version)
    unchanged = _("Stegen är de samma som förut.")
    yield Section(
        heading=_("Det här är ändrat sedan version %(number)d")
        % {"number": before.number},
        sentences=sentences or [unchanged],
    )


def _beside(version: PlanVersion) -> Iterator[Section]:
    """Medicines that stand unchanged beside the plan."""
    rows = queries.unchanged_beside(version.plan, version.substances)
    if rows:
        yield Section(heading=_("Övriga läkemedel"), items=beside_in_words(rows))


def _who(version: PlanVersion) -> Section:
    sentences = []
    if version.decided_by and version.decided_at:
        sentences.append(
            _("%(name)s beslutade planen %(day)s.")
            % {
                "name": version.decided_by.name,
                "day": longday_with_year(version.decided_at),
            }
        )
    sentences.append(
        _("%(name)s håller i kontakten med patienten.")
        % {"name": version.plan.case.owner.name}
    )
    return Section(heading=_("Vem som ansvarar"), sentences=sentences)


def _phone(version: PlanVersion) -> str:
    return version.plan.case.unit.phone or settings.UNIT_PHONE


def _contact(version: PlanVersion) -> Section:
    return Section(
        heading=_("Kontakt"),
        sentences=[
            _("Ring %(unit)s på %(phone)s.")
            % {
                "unit": version.plan.case.unit.name,
                "phone": phones.shown(_phone(version)),
            },
            _("Ring också om någon annan tar över förskrivningen."),
        ],
    )


def _if_worse() -> Section:
    regime = REGIMES[settings.JURISDICTION]
    return Section(
        heading=_("Om patienten blir sämre"),
        sentences=[
            _("Avsluta inte behandlingen tvärt. Stanna på dosen och ring oss."),
            _("Vid kramper, förvirring eller svårt att andas: ring %(number)s.")
            % {"number": regime.emergency.number},
        ],
    )


def _why() -> Section:
    return Section(
        heading=_("Därför får du brevet"),
        sentences=[_("Du står i planen som den som förskriver.")],
    )


def _farewell(version: PlanVersion) -> Letter:
    return Letter(
        title=_title(version),
        sections=[
            Section(
                heading=_("Vad det gäller"),
                sentences=[
                    _(
                        "I den nya versionen av planen är det någon annan som "
                        "förskriver."
                    ),
                ],
            ),
            Section(
                heading=_("Det här ber vi dig göra"),
                sentences=[_("Förskriv inte mer enligt den gamla planen.")],
            ),
            _who(version),
            _contact(version),
        ],
    )

"""Rules of the demo unit. Examples, approved by nobody real; sources from the field.

A real unit writes its own (docs/decisions.md): no rule is a default anywhere.
"""

from datetime import datetime
from typing import Any

from accounts.models import User
from tapering import actions
from tapering.lifecycle import Standing
from tapering.models import EquivalenceTable, Policy, Product

ASAM = {
    "size": "25",
    "of": "current",
    "days": 14,
    "severity": "reason",
    "source": "ASAM 2025",
}


def _rule(*bands: dict[str, Any], stop_below: str = "0") -> dict[str, Any]:
    return {
        "bands": list(bands),
        "goal_mg": "0",
        "stop_below_mg": stop_below,
        "limits": [ASAM],
        "rounding": "slower",
        "take": "round_robin",
        "order": ["noon", "morning", "evening", "night"],
    }


def _band(above: str, size: str, of: str, days: int) -> dict[str, Any]:
    return {
        "above": above,
        "unit": "mg",
        "size": size,
        "of": of,
        "every_days": days,
    }


# Other countries' packages of the same name, and one whose score nobody has read about
# though its generics have one: a Swedish unit leaves them.
NOT_HERE = {"Sobril (Norge)", "Xanor Depot (Norge)", "Zopiklon (Norge)", "Stilnoct"}
TABLES = {
    "ashton-2002",
    "jonkoping-2019",
    "helsedirektoratet-2021",
    "helsedirektoratet-omeq",
    "uppsala-2020",
    "cdc-2022",
}

RULES: dict[str, dict[str, Any]] = {
    "sedative": {
        "name": "Bensodiazepiner, långsamt",
        "atc": ["N05BA"],
        "words": "10 % av nuvarande dos varannan vecka, från 10 mg i stället 2,5 mg "
        "var tredje vecka.",
        "rule": _rule(
            _band("10", "10", "current", 14),
            _band("0", "2.5", "mg", 21),
            stop_below="2.5",
        ),
    },
    "diazepam": {
        "name": "Diazepam, fasta steg",
        "atc": ["N05BA01"],
        "words": "2 mg varannan vecka ned till 10 mg, sedan 1 mg varannan vecka.",
        "rule": _rule(_band("10", "2", "mg", 14), _band("0", "1", "mg", 14)),
    },
    "sleep": {
        "name": "Z-läkemedel, halva tabletter",
        "atc": ["N05CF"],
        "words": "En fjärdedel av startdosen varannan vecka.",
        "rule": _rule(_band("0", "25", "start", 14)),
    },
    "opioid": {
        "name": "Opioider vid långvarig smärta",
        "atc": ["N02A"],
        "words": "10 % av startdosen var fjärde vecka.",
        "rule": _rule(_band("0", "10", "start", 28)),
    },
}
SOURCES = {
    "sedative": "ASAM 2025: 5–10 % varannan till var fjärde vecka, högst 25 % på två "
    "veckor. Enhetens exempel",
    "diazepam": "NICE CKS: mindre steg vid lägre dos. Enhetens exempel",
    "sleep": "Kanadensisk riktlinje för utsättning: omkring 25 % varannan vecka. "
    "Enhetens exempel",
    "opioid": "VA: 5–20 % var fjärde vecka. Enhetens exempel",
}


def add(*, approver: User, by: User, at: datetime) -> dict[str, Policy]:
    """Approve products and tables and add the unit's rules, by its psychiatrist.

    The rules that are shipped wait for somebody to read them.
    """
    for product in Product.objects.filter(standing=Standing.DRAFT):
        if product.brand not in NOT_HERE:
            actions.approve(product, by=approver, at=at)
    for table in EquivalenceTable.objects.filter(shipped_as__in=TABLES):
        actions.approve(table, by=approver, at=at)
    actions.switch_calculator_on(
        approver=f"{approver.name}, medicinskt ansvarig",
        note="Demo: påhittat godkännande.",
        by=by,
        at=at,
    )
    drafts = {
        key: actions.write_policy(
            **fields,
            source=SOURCES[key],
            jurisdiction="SE",
            confirm_each_step=key != "sleep",
            max_gap_days=14,
            hold_days=14,
            longest_hold_days=60,
            holds_before_goal=3,
            by=by,
            at=at,
        )
        for key, fields in RULES.items()
    }
    return {
        key: actions.approve(draft, by=approver, at=at) for key, draft in drafts.items()
    }

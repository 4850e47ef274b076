"""What a referral said each time: every wording in words, and what changed."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from jurisdictions import phones
from referrals.models import Referral, ReferralVersion
from referrals.pages.content import (
    attempt_words,
    care_words,
    medicine_words,
    risk_words,
)

Words = str | Promise


@dataclass(frozen=True, kw_only=True)
class Said:
    """One answer of a version, and what stood there before when it was changed."""

    label: Words
    value: str
    before: str = ""
    is_changed: bool = False


@dataclass(frozen=True, kw_only=True)
class Version:
    """One wording of the referral."""

    number: int
    kind: Words
    code: str
    at: datetime
    by: str
    said: list[Said]
    forwarded_to: str = ""
    reason: str = ""

    @property
    def changed(self) -> list[Said]:
        """Only what is not as it was."""
        return [one for one in self.said if one.is_changed]


def history(
    referral: Referral, *, shows_contact: bool = True, told_at: datetime | None = None
) -> list[Version]:
    """Every wording, the newest first; `told_at`: only what the sender may read."""
    rows = referral.versions.select_related("written_by").order_by("number")
    found, before = [], None
    for row in rows.told(told_at) if told_at else rows:
        now = _words(row.content)
        if not shows_contact:
            del now[_("Telefon")]
        found.append(_version(row, now, before))
        before = now
    return found[::-1]


def _version(
    row: ReferralVersion, now: dict[str, str], before: dict[str, str] | None
) -> Version:
    last = now if before is None else before
    said = [
        Said(
            label=label,
            value=now[label],
            before=last[label],
            is_changed=now[label] != last[label],
        )
        for label in now
        if now[label] or last[label]
    ]
    return Version(
        number=row.number,
        kind=row.get_change_display(),
        code=row.change,
        at=row.written_at,
        by=row.written_by.name,
        said=said,
        forwarded_to=row.forwarded_to,
        reason=row.reason,
    )


def _words(content: Mapping[str, Any]) -> dict[str, str]:
    """The clinical part in the words and order of the page where it was written."""
    return {
        _("Namn"): content["name"],
        _("Telefon"): phones.shown(content["phone"]),
        _("Tolk"): content["interpreter"],
        _("Läkemedel"): "\n".join(map(_medicine, content["medicines"])),
        _("Försök att trappa ned"): attempt_words(
            content["attempt"],
            content["attempt_year"],
            content["attempt_outcome"],
            content["attempt_absence"],
        ),
        _("Frågeställning och mål"): content["goal"],
        _("Att se upp med"): risk_words(content["risks"]),
        _("Vem fortsätter förskriva?"): care_words(content.get("care_remains")),
        _("Patienten vet om remissen"): (
            _("Ja, och vill komma") if content["told_and_willing"] else _("Nej")
        ),
        _("Varför uppgifter saknas"): content["incomplete_reason"],
        _("Remissens datum"): content["issued_on"],
    }


def _medicine(line: Mapping[str, Any]) -> str:
    dose = line["dose_per_day"]
    name = f"{line['name']} {line['strength']}".strip()
    return medicine_words(name, Decimal(dose) if dose else None, line["since_year"])

"""What the pages about the words of letters show."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from accounts.models import SYSTEM_USER_ID
from referrals import letters
from referrals.letters.compose import shipped_parts
from referrals.models import Audience, LetterBlock, LetterKind

Words = str | Promise


@dataclass(frozen=True, kw_only=True)
class Kind:
    """A kind of letter to one reader."""

    kind: str
    audience: str
    name: Words
    to: Words
    leaves_by_itself: bool
    changed_at: datetime | None
    changed_by: str


@dataclass(frozen=True, kw_only=True)
class Part:
    """One part of a letter as it is now."""

    key: str
    label: Words
    text: str
    has_stood_in: bool


def name_of(kind: str, audience: str) -> str:
    """The letter in words."""
    named = {
        "kind": LetterKind(kind).label,
        "reader": str(Audience(audience).label).lower(),
    }
    return _("%(kind)s till %(reader)s") % named


def kinds(language: str) -> list[Kind]:
    """Every letter of a language, and when somebody last changed it."""
    last = _last_changes(language)
    return [
        Kind(
            kind=kind,
            audience=audience,
            name=LetterKind(kind).label,
            to=Audience(audience).label,
            leaves_by_itself=letters.leaves_by_itself(kind, audience),
            changed_at=changed.written_at if changed else None,
            changed_by=changed.written_by.name if changed else "",
        )
        for kind, audiences in letters.shipped()[language].items()
        for audience in audiences
        for changed in [last.get((kind, audience))]
    ]


def _last_changes(language: str) -> dict[tuple[str, str], LetterBlock]:
    """The newest wording of each letter that a person wrote, in one query."""
    rows: Iterable[LetterBlock] = (
        LetterBlock.objects.filter(language=language)
        .exclude(written_by=SYSTEM_USER_ID)
        .select_related("written_by")
        .order_by("written_at")
    )
    return {(row.kind, row.audience): row for row in rows}


def languages(current: str) -> list[tuple[str, Words, bool]]:
    """The languages that there are letters in."""
    return [
        (code, name, code == current)
        for code, name in settings.LANGUAGES
        if code in letters.shipped()
    ]


def parts(kind: str, audience: str, language: str) -> list[Part]:
    """All parts in the order of a letter, those that are empty as well."""
    now = letters.parts_of(kind, audience, language)
    stood_in = letters.words_of(kind, audience, language).stood_in
    return [
        Part(
            key=part.value,
            label=part.label,
            text=now.get(part.value, ""),
            has_stood_in=part.value in stood_in,
        )
        for part in LetterBlock.Part
    ]


def text_now(kind: str, audience: str, language: str, part: str) -> str:
    """What stands in one part now."""
    return letters.parts_of(kind, audience, language).get(part, "")


def history(kind: str, audience: str, language: str, part: str) -> list[LetterBlock]:
    """Every wording of a part, the newest first."""
    rows = LetterBlock.objects.filter(
        kind=kind, audience=audience, language=language, part=part
    ).select_related("written_by")
    found = list(rows.order_by("-written_at", "-pk"))
    if not found:
        first = shipped_parts(kind, audience, language).get(part)
        return [LetterBlock(part=part, text=first)] if first else []
    return found


def placeholders(kind: str, audience: str) -> list[letters.Placeholder]:
    """What may stand in braces: all that a person can fill in, or the letter itself."""
    known = letters.fillable(kind, audience)
    rows = letters.PLACEHOLDERS.values()
    return [one for one in rows if known is None or one.name in known]

"""From blocks and facts to the text of a letter."""

import functools
import tomllib
from collections.abc import Mapping
from pathlib import Path

from referrals.letters.placeholders import fill
from referrals.models import LetterBlock
from ui.paper.text import HEADING, ITEM, TITLE, Section, read

SHIPPED = Path(__file__).parent.parent / "reference" / "letters.toml"
FALLBACK = "sv"
# A heading as people write one in plain text: short, alone on its line, with a colon.
MOST_HEADING = 60

Parts = dict[str, str]


@functools.cache
def shipped() -> dict[str, dict[str, dict[str, Parts]]]:
    """The blocks that come with the system: by language, kind and audience."""
    found: dict[str, dict[str, dict[str, Parts]]] = tomllib.loads(
        SHIPPED.read_text(encoding="utf-8")
    )
    return found


def shipped_parts(kind: str, audience: str, language: str) -> Parts:
    """The shipped blocks of one letter."""
    parts = shipped().get(language, {}).get(kind, {}).get(audience, {})
    return {part: text.strip() for part, text in parts.items()}


def written_parts(kind: str, audience: str, language: str) -> Parts:
    """The blocks that are in use; an empty one leaves its part out."""
    rows = LetterBlock.objects.in_use(kind, audience, language)
    return {block.part: block.text for block in rows}


def parts_of(kind: str, audience: str, language: str) -> Parts:
    """The blocks of one letter as they are now; an emptied one is left out."""
    shipped = shipped_parts(kind, audience, language)
    return in_order(shipped | written_parts(kind, audience, language))


def in_order(parts: Parts) -> Parts:
    """As a letter is read, without what is empty."""
    return {part: parts[part] for part in sorted(parts) if parts[part].strip()}


def compose(kind: str, audience: str, language: str, facts: Mapping[str, str]) -> str:
    """The text of a letter; what no fact fills stays in braces."""
    parts = parts_of(kind, audience, language) or parts_of(kind, audience, FALLBACK)
    return text_of([fill(text, facts) for text in parts.values()])


def text_of(parts: list[str]) -> str:
    """The parts, one after the other."""
    return "\n\n".join(part.strip() for part in parts if part.strip())


def plain(text: str) -> str:
    """The same without marks: headings end with a colon, the title goes."""
    lines = []
    for line in text.splitlines():
        if line.startswith(HEADING):
            lines.append(f"{line.removeprefix(HEADING)}:")
        elif not line.startswith(TITLE):
            lines.append(line)
    return "\n".join(lines).strip()


def sections_of(text: str) -> list[Section]:
    """The sections of a text without marks."""
    marked = [f"{HEADING}{line[:-1]}" if _heads(line) else line for line in _tidy(text)]
    return read("\n".join(marked)).sections


def _tidy(text: str) -> list[str]:
    """Lines that begin like a mark are words in a text without marks."""
    return [line.strip().lstrip("#").strip() for line in text.splitlines()]


def _heads(line: str) -> bool:
    return (
        line.endswith(":")
        and len(line) <= MOST_HEADING
        and not line.startswith(ITEM)
        and ". " not in line
    )

"""Accessible PDF from plain values. No Django, no text that is ever mark-up.

The templates beside this file take one JSON text: what a person wrote is data to them,
so nothing typed can become a command. The result is tagged (PDF/UA-1): structure tree,
language, title and identifier.
"""

import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import typst

HERE = Path(__file__).parent
# A sign that our letters lack would stop an accessible file from being made.
UNDRAWN = re.compile(r"the text `\"(.+?)\"` could not be displayed")
MISSING, MOST_SIGNS = "?", 200
# How the typesetter names a sign that has no look of its own.
ESCAPED = re.compile(r"\\u\{([0-9a-f]+)\}")
# Signs that steer machines and have no place in a text; a new line is one of them.
CONTROL = dict.fromkeys([*range(10), *range(11, 32), *range(127, 160)])


class Paper:
    """A template, ready to be filled in as often as wanted."""

    def __init__(self, name: str) -> None:
        self.source = HERE / f"{name}.typ"

    def pdf(self, content: Mapping[str, Any], *, language: str, title: str) -> bytes:
        """The file. `content` is JSON: texts, numbers, lists, mappings."""
        told = {"content": content, "language": language, "title": title}
        text = json.dumps(_plain(told), ensure_ascii=False)
        for _attempt in range(MOST_SIGNS):
            try:
                return self._compile(text)
            except typst.TypstError as error:
                unknown = UNDRAWN.search(str(error))
                if unknown is None:
                    raise
                text = text.replace(_sign(unknown[1]), MISSING)
        raise ValueError("The text holds too many signs that no letter draws.")

    def _compile(self, told: str) -> bytes:
        return typst.compile(
            self.source,
            root=HERE,
            font_paths=[HERE / "fonts"],
            ignore_system_fonts=True,
            pdf_standards=["ua-1"],
            sys_inputs={"told": told},
        )


def _plain(value: Any) -> Any:
    """The same without signs that steer machines."""
    if isinstance(value, str):
        return value.translate(CONTROL)
    if isinstance(value, Mapping):
        return {key: _plain(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [_plain(inner) for inner in value]
    return value


def _sign(named: str) -> str:
    """The first sign that could not be drawn."""
    escaped = ESCAPED.match(named)
    return chr(int(escaped[1], 16)) if escaped else named[:1]


# A schedule, a letter to whoever prescribes, and a letter that goes by post.
SHEET, LETTER, POST = Paper("sheet"), Paper("letter"), Paper("post")

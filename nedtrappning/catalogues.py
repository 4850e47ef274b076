"""Translations without system gettext: find the texts, compile the catalogues."""

import io
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.conf import settings
from django.utils.translation.template import templatize

KEYWORDS = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
}
LANGUAGES = ("nb", "en")
LEFT_OUT = {"tests", "bench", "static", "staticfiles", "locale"}
PLURALS = 2


def _sources(root: Path) -> Iterator[Path]:
    """Python files and templates that may hold interface text."""
    for path in sorted(root.rglob("*")):
        inside = path.relative_to(root).parts
        if inside[0] in LEFT_OUT or inside[0].startswith("."):
            continue
        is_template = inside[0] == "templates" and path.suffix in {".html", ".txt"}
        if is_template or (path.suffix == ".py" and "migrations" not in inside):
            yield path


def found(root: Path) -> Catalog:
    """Collect every text of the interface; the msgids are the Swedish texts."""
    catalog = Catalog(charset="utf-8")
    for path in _sources(root):
        text = path.read_text(encoding="utf-8")
        if path.suffix != ".py":
            # To the reader of Python, a template's indentation means nothing.
            lines = templatize(text, origin=str(path)).splitlines()
            text = "\n".join(line.lstrip() for line in lines)
        source = io.BytesIO(text.encode())
        options = {"encoding": "utf-8"}
        for line, message, comments, context in extract(
            "python", source, keywords=KEYWORDS, options=options
        ):
            name = str(path.relative_to(root))
            catalog.add(
                message, None, [(name, line)], context=context, auto_comments=comments
            )
    return catalog


def po_path(language: str) -> Path:
    """Where a language's texts are."""
    root: Path = settings.LOCALE_PATHS[0]
    return root / language / "LC_MESSAGES" / "django.po"


def read(language: str) -> Catalog:
    """Read a language's catalogue, empty when there is none yet."""
    path = po_path(language)
    if not path.exists():
        return Catalog(locale=language)
    with path.open("rb") as source:
        return read_po(source, locale=language)


def update(language: str) -> Catalog:
    """Bring a language's catalogue in step with the texts; nothing is guessed."""
    catalog = read(language)
    catalog.update(found(settings.BASE_DIR), no_fuzzy_matching=True)
    catalog.obsolete.clear()
    path = po_path(language)
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as target:
        write_po(target, catalog, width=88, no_location=True, sort_output=True)
    return catalog


def compile_all() -> None:
    """Write what Django reads at start; what is right already is left alone."""
    for language in LANGUAGES:
        compiled = io.BytesIO()
        write_mo(compiled, read(language))
        path = po_path(language).with_suffix(".mo")
        if not path.exists() or path.read_bytes() != compiled.getvalue():
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(compiled.getvalue())


def missing(language: str) -> list[str]:
    """Texts that have no translation yet."""
    catalog = read(language)
    gaps = []
    for message in found(settings.BASE_DIR):
        if not message.id:
            continue
        known = catalog.get(message.id, message.context)
        if known is None or not _is_whole(known.string):
            gaps.append(str(message.id))
    return gaps


def _is_whole(text: str | tuple[str, ...] | list[str] | None) -> bool:
    """Tell whether every form of a text is translated."""
    if isinstance(text, tuple | list):
        return len(text) == PLURALS and all(text)
    return bool(text)

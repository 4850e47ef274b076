"""What a file is, by its own first bytes: a name can say anything (rules REF-10)."""

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.refusals import Refused
from referrals.html_words import text_of_html

LONGEST_NAME = 120
PLAIN = "text/plain"
# What each kind is called at the end of a name.
ENDINGS: dict[str, tuple[str, ...]] = {
    "application/pdf": (".pdf",),
    "image/jpeg": (".jpg", ".jpeg"),
    "image/png": (".png",),
    "image/gif": (".gif",),
    "image/bmp": (".bmp",),
    "text/html": (".html", ".htm"),
    PLAIN: (".txt",),
}
BY_ENDING = {ending: kind for kind, all_ in ENDINGS.items() for ending in all_}
ACCEPTED = ",".join(BY_ENDING)
KINDS = gettext_lazy("pdf, jpeg, png, gif, bmp, txt eller html")
BMP_HEADERS = {12, 16, 40, 52, 56, 64, 108, 124}
# Tabs, line ends and form feeds stand in texts; other control signs do not.
CONTROL = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f]")
TAGS = re.compile(
    r"<\s*(!doctype\s+html|html|head|body|script|style|title|meta|table|div|p|span)\b",
    re.IGNORECASE,
)
LOOKS_AT = 2048


@dataclass(frozen=True, kw_only=True)
class File:
    """A file as it is kept: a name without tricks, a kind, the bytes."""

    name: str
    media_type: str
    content: bytes


def read(name: str, content: bytes) -> File:
    """What to keep of a file; refuses with a sentence what cannot be taken."""
    shown, ending = _name_of(name)
    if not content:
        raise Refused(_("Filen %(name)s är tom.") % {"name": shown})
    if ending and ending not in BY_ENDING:
        raise Refused(
            _("%(name)s kan inte tas emot. Bifoga %(kinds)s.")
            % {"name": shown, "kinds": KINDS}
        )
    kind = _kind(content)
    if not kind or (ending and not _agrees(ending, kind)):
        raise Refused(
            _(
                "%(name)s innehåller något annat än namnet säger. Öppna filen, spara "
                "den som %(kinds)s och försök igen."
            )
            % {"name": shown, "kinds": KINDS}
        )
    if kind == "text/html" or ending in ENDINGS["text/html"]:
        return _as_text(shown, content)
    if not ending:
        shown += ENDINGS[kind][0]
    return File(name=shown, media_type=kind, content=content)


def _agrees(ending: str, kind: str) -> bool:
    """Whether name and content agree. Text with tags is text, whatever it is called."""
    named = BY_ENDING[ending]
    return kind == named or {kind, named} == {PLAIN, "text/html"}


def _name_of(name: str) -> tuple[str, str]:
    """The last part of the path without signs that hide anything, and its ending."""
    last = unicodedata.normalize("NFC", name).replace("\\", "/").rpartition("/")[2]
    seen = "".join(
        sign for sign in last if not unicodedata.category(sign).startswith("C")
    )
    clean = " ".join(re.sub(r'[<>:"|?*]', " ", seen).split()).strip(". ")
    stem, dot, ending = clean.rpartition(".")
    if not dot or not stem:
        return (clean or _("bilaga"))[:LONGEST_NAME], ""
    ending = f".{ending.lower()}"
    room = max(LONGEST_NAME - len(ending), 1)
    return (stem[:room].rstrip(". ") + ending)[:LONGEST_NAME], ending


def _kind(content: bytes) -> str:
    """The kind of file, or nothing when it is none of those that are taken."""
    for kind, is_it in _SIGNS.items():
        if is_it(content):
            return kind
    text = _text(content)
    if text is None:
        return ""
    return "text/html" if TAGS.search(text[:LOOKS_AT]) else PLAIN


def _is_bmp(content: bytes) -> bool:
    header = int.from_bytes(content[14:18], "little")
    return content.startswith(b"BM") and header in BMP_HEADERS


_SIGNS: dict[str, Callable[[bytes], bool]] = {
    "application/pdf": lambda content: content.startswith(b"%PDF-"),
    "image/jpeg": lambda content: content.startswith(b"\xff\xd8\xff"),
    "image/png": lambda content: content.startswith(b"\x89PNG\r\n\x1a\n"),
    "image/gif": lambda content: content.startswith((b"GIF87a", b"GIF89a")),
    "image/bmp": _is_bmp,
}


def _text(content: bytes) -> str | None:
    """The file as text, however it was saved; None when it is no text."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        ways = ["utf-16"]
    else:
        ways = ["utf-8-sig", "cp1252"]
    for way in ways:
        try:
            text = content.decode(way)
        except UnicodeDecodeError:
            continue
        return None if CONTROL.search(text) else text
    return None


def _as_text(name: str, content: bytes) -> File:
    words = text_of_html(_text(content) or "")
    if not words:
        raise Refused(_("Filen %(name)s har ingen text att läsa.") % {"name": name})
    shown = f"{name[: LONGEST_NAME - 4]}.txt"
    return File(name=shown, media_type=PLAIN, content=words.encode())

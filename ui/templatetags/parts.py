"""Small parts of a page: icons, status tags, tablets."""

from fractions import Fraction
from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from ui import icons
from ui.status import MARKS, Mark
from ui.templatetags.numbers import Amount, exact, tablet_words

register = template.Library()


@register.simple_tag
def icon(name: str, size: int = 20) -> SafeString:
    """An outline icon; always with words beside it.

    >>> icon("phone").startswith('<svg class="ikon ikon--20"')
    True
    """
    return icons.icon(name, size)


@register.simple_tag
def status_tag(code: str, label: str = "") -> SafeString:
    """A status as shape, word and tint. Not clickable.

    >>> str(status_tag("paused"))[:33], str(status_tag("paused"))[-11:]
    ('<span class="tagg tagg--obs"><svg', 'Paus</span>')
    >>> "Epilepsi</span>" in status_tag("risk", "Epilepsi")
    True
    """
    mark = MARKS.get(code) or Mark(label or code, "", "ring")
    return format_html(
        '<span class="tagg{}">{}{}</span>',
        f" tagg--{mark.tint}" if mark.tint else "",
        icons.shape(mark.shape),
        label or mark.label,
    )


@register.simple_tag
def warning_tag(label: str) -> SafeString:
    """Something to look out for, beside a name.

    >>> "tagg--obs" in warning_tag("Epilepsi")
    True
    """
    return format_html(
        '<span class="tagg tagg--obs">{}{}</span>', icons.shape("triangle"), label
    )


# Every drawing is 34 px; the kept part is filled, the missing part dashed.
DRAWINGS = {
    Fraction(1): '<circle class="tablett-hel" cx="17" cy="17" r="14"/>'
    '<path class="tablett-skara" d="M17 9v16"/>',
    Fraction(1, 2): '<path class="tablett-borta" d="M17 3a14 14 0 0 1 0 28"/>'
    '<path class="tablett-hel" d="M17 3a14 14 0 0 0 0 28z"/>',
    Fraction(1, 4): '<path class="tablett-borta" d="M17 3a14 14 0 1 1-14 14"/>'
    '<path class="tablett-hel" d="M17 3a14 14 0 0 0-14 14h14z"/>',
    Fraction(3, 4): '<path class="tablett-borta" d="M17 3a14 14 0 0 1 14 14"/>'
    '<path class="tablett-hel" d="M17 3a14 14 0 1 0 14 14H17z"/>',
}
DRAWN_AT_MOST = 6


def _pieces(value: Fraction) -> list[Fraction]:
    whole, rest = divmod(value, 1)
    return [Fraction(1)] * int(whole) + ([rest] if rest else [])


@register.simple_tag
def tablets(value: Amount, size: str = "") -> SafeString:
    """The tablets to take, drawn. The words stand beside them, so it is decoration.

    >>> tablets(Fraction(3, 2)).count("<svg"), str(tablets(0)), str(tablets("0.3"))
    (2, '', '')
    """
    pieces = _pieces(exact(value))
    if not pieces or len(pieces) > DRAWN_AT_MOST or pieces[-1] not in DRAWINGS:
        return SafeString("")
    drawn = "".join(
        f'<svg viewBox="0 0 34 34" width="34" height="34">{DRAWINGS[piece]}</svg>'
        for piece in pieces
    )
    return format_html(
        '<span class="tabletter{}" aria-hidden="true">{}</span>',
        f" tabletter--{size}" if size else "",
        SafeString(drawn),
    )


@register.simple_tag
def tablets_with_words(value: Amount) -> SafeString:
    """The drawing and the words together.

    >>> "en halv tablett" in tablets_with_words("0.5")
    True
    """
    return format_html("{} {}", tablets(value), tablet_words(value))


@register.filter
def initials(name: Any) -> str:
    """Two letters for the round mark of a person.

    >>> initials("Sara Nyberg"), initials("Ali"), initials("")
    ('SN', 'A', '')
    """
    words = str(name or "").split()
    return "".join(word[0].upper() for word in [*words[:1], *words[1:][-1:]])

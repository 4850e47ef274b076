"""Our own outline icons, drawn on a 20 px grid with a 1.6 px line.

The font subset holds no arrows or signs, so every sign on a page is one of these.
An icon is decoration: the words beside it carry the meaning.
"""

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

OUTLINES = {
    "phone": (
        '<path d="M6.2 3.2 4.4 4.4c-.9.6-1 2.2-.3 4.1 1.3 3.3 4 6 7.3 7.4'
        " 1.9.7 3.5.6 4.1-.3l1.3-1.9-3.3-2.3-1.5 1.2c-1.9-.9"
        '-3.3-2.3-4.2-4.2l1.2-1.5z"/>'
    ),
    "mail": '<rect x="2.5" y="4.5" width="15" height="11" rx="1.5"/>'
    '<path d="m3 6 7 5 7-5"/>',
    "chat": '<path d="M3 4h14v10H9l-3.5 3V14H3z"/>',
    "video": '<rect x="2.5" y="5.5" width="10" height="9" rx="1.5"/>'
    '<path d="m12.5 9 5-2.5v7l-5-2.5z"/>',
    "calendar": '<rect x="3" y="4.5" width="14" height="12.5" rx="1.5"/>'
    '<path d="M3 8.5h14M7 2.5v3.5M13 2.5v3.5"/>',
    "clock": '<circle cx="10" cy="10" r="7.2"/><path d="M10 5.8V10l2.8 1.9"/>',
    "place": '<path d="M10 17.5c3.5-3.7 5.2-6.5 5.2-8.9a5.2 5.2 0 0 0'
    '-10.4 0c0 2.4 1.7 5.2 5.2 8.9z"/><circle cx="10" cy="8.6" r="1.8"/>',
    "car": '<path d="M3 14.5v-4L5 5.5h10l2 5v4zM3 10.5h14"/>'
    '<path d="M5 14.5v2M15 14.5v2M6 12.5h.1M14 12.5h.1"/>',
    "home": '<path d="m2.8 9.5 7.2-6 7.2 6M5 8v8.5h3.5v-5h3v5H15V8"/>',
    "person": '<circle cx="10" cy="6.5" r="3"/>'
    '<path d="M4.5 17v-1.5a3.5 3.5 0 0 1 3.5-3.5h4a3.5 3.5 0 0 1'
    ' 3.5 3.5V17"/>',
    "people": '<circle cx="7.5" cy="7" r="2.7"/>'
    '<path d="M2.5 16.5V15a3 3 0 0 1 3-3h4a3 3 0 0 1 3 3v1.5M12.5 4.5a2.7'
    ' 2.7 0 0 1 0 5M14.5 12.2a3 3 0 0 1 3 3v1.3"/>',
    "target": '<circle cx="10" cy="10" r="7"/><circle cx="10" cy="10" r="3"/>',
    "tablet": '<circle cx="10" cy="10" r="7"/><path d="M10 3v14"/>',
    "stair": '<path d="M2.5 4.5h4v3.7h4v3.7h4v3.6h3.2"/>',
    "document": '<path d="M5 2.8h7l3.5 3.5v11H5zM12 2.8v3.5h3.5'
    'M7.5 10.5h5.5M7.5 13.5h5.5"/>',
    "pen": '<path d="m3.5 16.5.8-3.5L13.5 3.8l2.7 2.7L7 15.7z"/>',
    "print": '<path d="M6 7.5V3h8v4.5M6 14H3.5V7.5h13V14H14M6 11.5h8V17H6z"/>',
    "download": '<path d="M10 3v9M6.5 9l3.5 3.5L13.5 9M3.5 13v3.5h13V13"/>',
    "search": '<circle cx="8.7" cy="8.7" r="5"/><path d="m12.5 12.5 4.5 4.5"/>',
    "eye": '<path d="M2.5 10C4.5 6.5 7 5 10 5s5.5 1.5 7.5 5c-2 3.5-4.5 5'
    '-7.5 5s-5.5-1.5-7.5-5z"/><circle cx="10" cy="10" r="2.3"/>',
    "lock": '<rect x="4" y="9" width="12" height="8" rx="1.5"/>'
    '<path d="M6.5 9V6.5a3.5 3.5 0 0 1 7 0V9"/>',
    "offline": '<path d="M7.5 5.6A4.5 4.5 0 0 1 14.5 9a3 3 0 0 1 1.5 5.6'
    'M13 15H6a3.5 3.5 0 0 1-.7-6.9M3 3l14 14"/>',
    "warning": '<path d="M10 3.5 2.8 16.2h14.4zM10 8.5v3.7M10 14.2v.1"/>',
    "danger": '<path d="M7.1 2.9h5.8l4.2 4.2v5.8l-4.2 4.2H7.1L2.9 12.9'
    'V7.1zM10 6.5v4.2M10 13.4v.1"/>',
    "info": '<circle cx="10" cy="10" r="7.2"/><path d="M10 9.2v4.3M10 6.6v.1"/>',
    "check": '<path d="m4 10.5 4 4L16.5 5.5"/>',
    "plus": '<path d="M10 4v12M4 10h12"/>',
    "minus": '<path d="M4 10h12"/>',
    "cross": '<path d="m5 5 10 10M15 5 5 15"/>',
    "pause": '<path d="M7.5 4.5v11M12.5 4.5v11"/>',
    "undo": '<path d="M7 4 3.5 7.5 7 11M3.5 7.5h8.7a4 4 0 0 1 0 8H8.5"/>',
    "moon": '<path d="M16.5 11.8A7 7 0 1 1 8.4 3.4a5.6 5.6 0 0 0 8.1 8.4z"/>',
    "sun": '<circle cx="10" cy="10" r="3.2"/><path d="M10 2.5v1.6M10 15.9v1.6'
    "M2.5 10h1.6M15.9 10h1.6M4.7 4.7l1.1 1.1M14.2 14.2l1.1 1.1"
    'M4.7 15.3l1.1-1.1M14.2 5.8l1.1-1.1"/>',
    "menu": '<path d="M3 5.5h14M3 10h14M3 14.5h14"/>',
    "more": '<path class="fyll" d="M4 8.6a1.4 1.4 0 1 1 0 2.8 1.4 1.4 0 0 1 0'
    "-2.8zM10 8.6a1.4 1.4 0 1 1 0 2.8 1.4 1.4 0 0 1 0-2.8zM16 8.6a1.4"
    ' 1.4 0 1 1 0 2.8 1.4 1.4 0 0 1 0-2.8z"/>',
    "forward": '<path d="M3.5 10h13M11.5 5l5 5-5 5"/>',
    "back": '<path d="M16.5 10h-13M8.5 5l-5 5 5 5"/>',
    "down": '<path d="m5.5 8 4.5 4.5L14.5 8"/>',
    "left": '<path d="M12 5.5 7.5 10l4.5 4.5"/>',
    "right": '<path d="m8 5.5 4.5 4.5L8 14.5"/>',
}

# The shapes of the status tags: 12 px grid, told apart without colour.
SHAPES = {
    "ring": '<circle cx="6" cy="6" r="4"/>',
    "triangle": '<path class="fyll" d="M6 1.5 11 10.5H1z"/>',
    "question": '<path d="M3.7 4.2a2.3 2.3 0 1 1 3.5 2C6.4 6.7 6 7.1 6 7.8'
    'M6 10.4v.1"/>',
    "check": '<path d="m1.8 6.4 2.8 2.8 5.6-6"/>',
    "forward": '<path d="M1 6h9.5M7 2.5 10.5 6 7 9.5"/>',
    "dash": '<path d="M1.5 6h9"/>',
    "half": '<circle cx="6" cy="6" r="4.6"/>'
    '<path class="fyll" d="M6 1.4a4.6 4.6 0 0 0 0 9.2z"/>',
    "descent": '<path d="M1.5 2.5h9L6 10z"/>',
    "pause": '<path d="M3.8 2v8M8.2 2v8"/>',
    "diamond": '<path d="M6 1 11 6 6 11 1 6z"/>',
}


def icon(name: str, size: int = 20) -> SafeString:
    """One outline icon as SVG, hidden from those who listen.

    >>> str(icon("minus", 16))[:52]
    '<svg class="ikon ikon--16" viewBox="0 0 20 20" width'
    """
    return format_html(
        '<svg class="ikon ikon--{}" viewBox="0 0 20 20" width="{}" height="{}"'
        ' fill="none" stroke="currentColor" aria-hidden="true" focusable="false">'
        "{}</svg>",
        size,
        size,
        size,
        mark_safe(OUTLINES[name]),  # noqa: S308 — our own drawing from the table
    )


def shape(name: str) -> SafeString:
    """The small shape in front of a status word.

    >>> "circle" in shape("ring")
    True
    """
    return format_html(
        '<svg viewBox="0 0 12 12" width="11" height="11" aria-hidden="true"'
        ' focusable="false">{}</svg>',
        mark_safe(SHAPES[name]),  # noqa: S308 — our own drawing from the table
    )

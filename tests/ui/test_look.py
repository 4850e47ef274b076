"""The look keeps its promises: contrast, size, nothing inline, nothing fetched."""

import gzip
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SHEETS = sorted((ROOT / "static/css").glob("*.css"))
CSS = "\n".join(path.read_text() for path in SHEETS)
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
SCRIPTS = sorted((ROOT / "static/js").glob("*.js"))
THEMES = ("light", "night")


def tokens(theme: str) -> dict[str, str]:
    """The colours of a theme, as hex."""
    light, night = re.findall(
        r"(?::root|\[data-theme=natt\])\{([^}]*--snow[^}]*)\}", CSS
    )
    found = dict(re.findall(r"--([\w-]+):(#[0-9a-f]{3,6})\b", light))
    if theme == "night":
        found |= dict(re.findall(r"--([\w-]+):(#[0-9a-f]{3,6})\b", night))
    return found


def luminance(colour: str) -> float:
    digits = colour.removeprefix("#")
    if len(digits) == 3:
        digits = "".join(digit * 2 for digit in digits)
    parts = [int(digits[n : n + 2], 16) / 255 for n in (0, 2, 4)]
    red, green, blue = [
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
        for part in parts
    ]
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(first: str, second: str) -> float:
    high, low = sorted((luminance(first), luminance(second)), reverse=True)
    return (high + 0.05) / (low + 0.05)


TEXT = [
    *[(text, ground) for text in ("ink", "ink-2") for ground in (
        "snow", "paper", "mist", "gran-50", "gran-100", "havtorn-50", "havtorn-100",
        "fjord-100", "lingon-100", "bjork-100",
    )],
    *[(f"{hue}-700", f"{hue}-100") for hue in (
        "gran", "fjord", "ljung", "havtorn", "lingon", "bjork",
    )],
    *[(f"{hue}-700", ground) for hue in (
        "gran", "fjord", "havtorn", "lingon", "bjork",
    ) for ground in ("snow", "paper")],
    ("havtorn-700", "havtorn-50"), ("c-on-action", "gran-700"),
    ("c-on-action", "gran-600"),
    ("c-on-chrome", "gran-900"), ("c-on-chrome-2", "gran-900"),
]  # fmt: skip
GRAPHICS = [
    ("line-strong", "snow"), ("line-strong", "paper"), ("gran-700", "snow"),
    ("gran-600", "snow"), ("havtorn-500", "snow"), ("havtorn-500", "havtorn-100"),
    ("fjord-700", "snow"), ("lingon-700", "lingon-100"),
]  # fmt: skip


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize(("text", "ground"), TEXT)
def test_text_can_be_read(theme: str, text: str, ground: str) -> None:
    colours = tokens(theme)

    assert contrast(colours[text], colours[ground]) >= 4.5


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize(("mark", "ground"), GRAPHICS)
def test_lines_and_borders_can_be_seen(theme: str, mark: str, ground: str) -> None:
    colours = tokens(theme)

    assert contrast(colours[mark], colours[ground]) >= 3 - 0.01


def test_the_night_of_the_switch_and_of_the_browser_are_the_same() -> None:
    chosen, automatic = [
        re.findall(r"--[\w-]+:[^;}]+", block)
        for block in re.findall(
            r"\[data-theme=(?:natt|auto)\]\{([^}]*--snow[^}]*)\}", CSS
        )
    ]

    assert chosen == automatic


def test_by_night_nothing_differs_but_colours() -> None:
    """So a page by night is looked at for its colours alone."""
    nights = re.findall(r"data-theme=(?:natt|auto)[^{]*\{([^}]*)\}", CSS)
    said = re.findall(r"([\w-]+):([^;}]+)", ";".join(nights))
    colour = re.compile(r"#[0-9a-f]{6}|var\(--paper\)|dark")

    assert len(nights) == CSS.count("data-theme")
    assert CSS.count("prefers-color-scheme") == 1
    assert [name for name, value in said if not colour.fullmatch(value)] == []


def test_staff_pages_have_no_night() -> None:
    staff = (ROOT / "templates/base_staff.html").read_text()

    assert "data-theme" not in staff


def test_every_token_that_is_used_exists() -> None:
    used = set(re.findall(r"var\(--([\w-]+)", CSS))
    defined = set(re.findall(r"--([\w-]+):", CSS))

    assert used - defined == set()


@pytest.mark.parametrize(("sheet", "kilobytes"), [("app", 9), ("staff", 5)])
def test_the_stylesheets_are_small(sheet: str, kilobytes: int) -> None:
    text = (ROOT / f"static/css/{sheet}.css").read_bytes()

    assert len(gzip.compress(text, 9)) <= kilobytes * 1024


def test_public_pages_fetch_one_stylesheet() -> None:
    public = (ROOT / "templates/base_public.html").read_text()

    assert "stylesheet" not in public


def test_all_scripts_together_are_small() -> None:
    """No page has them all: a visitor gets one, whoever works here three or four."""
    together = b"".join(path.read_bytes() for path in SCRIPTS)

    assert len(gzip.compress(together, 9)) <= 9 * 1024


def test_a_public_page_fetches_one_small_script() -> None:
    fetched = re.findall(
        r"js/([\w-]+\.js)",
        "".join(
            (ROOT / f"templates/{name}.html").read_text()
            for name in ("base", "base_public")
        ),
    )

    assert set(fetched) == {"page.js"}
    assert len(gzip.compress((ROOT / "static/js/page.js").read_bytes(), 9)) <= 2 * 1024


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda p: str(p.relative_to(ROOT)))
def test_nothing_is_inline(path: Path) -> None:
    text = path.read_text()

    assert not re.search(r"\sstyle\s*=", text)
    assert not re.search(r"\son[a-z]+\s*=\s*[\"']", text)
    assert "<style" not in text
    assert not re.search(r"<script(?![^>]*\ssrc=)", text)


@pytest.mark.parametrize(
    "path",
    [*TEMPLATES, *SCRIPTS, *SHEETS],
    ids=lambda p: str(p.relative_to(ROOT)),
)
def test_nothing_is_fetched_from_elsewhere(path: Path) -> None:
    fetched = re.findall(
        r"(?:src|srcset|action|poster)=[\"'](?:https?:)?//|url\([\"']?(?:https?:)?//"
        r"|<link[^>]*href=[\"'](?:https?:)?//|import[^;]*[\"'](?:https?:)?//",
        path.read_text(),
    )

    assert fetched == []


def test_the_font_is_ours_and_says_its_licence() -> None:
    fonts = ROOT / "static/fonts"
    font = fonts / "source-sans-3-latin-wght-normal.woff2"
    notice = (fonts / "OFL.txt").read_text()

    assert font.read_bytes()[:4] == b"wOF2"
    assert "SIL Open Font License, Version 1.1" in notice
    assert "Copyright" in notice


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda p: str(p.relative_to(ROOT)))
def test_no_button_is_disabled_and_no_box_has_a_placeholder(path: Path) -> None:
    text = re.sub(r'<input\s+id="sok"[^>]*>', "", path.read_text())

    assert not re.search(r"\sdisabled[\s>=]", text)
    assert "placeholder=" not in text


def test_what_waits_for_a_script_is_not_shown_without_one() -> None:
    assert (
        "[hidden]{display:none!important}" in (ROOT / "static/css/app.css").read_text()
    )

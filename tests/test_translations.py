"""Three languages say the same, in kind words, on addresses of their own."""

import re
from collections import Counter
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.cache import cache
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, resolve, reverse
from django.utils.translation import override

from nedtrappning import catalogues
from tests.pages import flat

LANGUAGES = ("sv", *catalogues.LANGUAGES)
FILLED_IN = re.compile(r"%\(\w+\)[sd]|%%|%[sd]")
MARKUP = re.compile(r"</?\w+[^>]*>|&\w+;")
# The words that blame (the house list). Text for staff follows it too: patients read
# their own records.
NEVER = {
    "sv": r"missbruk|narkoman|avgiftning|detox|bli ren\b|abstinens|misslycka|återfall"
    r"|bakslag|utebl|omotivera|compliant|\bdrog(er|en|erna)?\b|preparat|piller"
    r"|ogiltig|!",
    "nb": r"misbruk|narkoman|avgiftning|avrusning|detox|bli ren\b|abstinens|mislykk"
    r"|tilbakefall|tilbakeslag|uteble|umotiver|compliant|\bpille|preparat|ugyldig|!",
    "en": r"addict|abus|detox|\bclean\b|relaps|setback|unmotivated|complian"
    r"|\bdrugs?\b|\bpills?\b|invalid|\bfail|no-show|\bshould\b|\bmust\b|!",
}
PAGES = [
    "overview_public:start",
    "overview_public:how_it_works",
    "overview_public:professionals",
    "overview_public:crisis",
    "overview_public:privacy",
    "overview_public:accessibility",
    "referrals_public:self_referral",
    "referrals_public:follow",
]
SAMPLES: dict[str, Any] = {
    "int": 3,
    "str": "ABCD1234",
    "uuid": "00000000-0000-4000-8000-000000000000",
}


def forms(text: str | tuple[str, ...] | list[str]) -> list[str]:
    """A text in the singular and the plural, or just the text."""
    return [text] if isinstance(text, str) else list(text)


def sayings(language: str) -> Iterator[tuple[list[str], list[str]]]:
    """Every text in Swedish and as it is said in `language`."""
    for message in catalogues.read(language):
        if message.id:
            yield forms(message.id), forms(message.string)


def said(language: str) -> set[str]:
    """Every text that the interface has in `language`."""
    other = "nb" if language == "sv" else language
    side = 0 if language == "sv" else 1
    return {text for pair in sayings(other) for text in pair[side]}


def parts(pattern: re.Pattern[str], text: str) -> Counter[str]:
    return Counter(pattern.findall(text))


@pytest.mark.parametrize("language", catalogues.LANGUAGES)
def test_every_text_is_translated(language):
    assert catalogues.missing(language) == []


@pytest.mark.parametrize("language", catalogues.LANGUAGES)
@pytest.mark.parametrize("pattern", [FILLED_IN, MARKUP], ids=["filled in", "markup"])
def test_a_translation_has_the_same_places_to_fill_in(language, pattern):
    wrong = [
        translated
        for swedish, translations in sayings(language)
        for translated in translations
        if parts(pattern, translated).keys() - {"&shy;"}
        not in [parts(pattern, text).keys() - {"&shy;"} for text in swedish]
    ]

    assert wrong == []


@pytest.mark.parametrize("language", catalogues.LANGUAGES)
def test_a_translation_begins_and_ends_like_the_swedish(language):
    wrong = [
        translated
        for swedish, translations in sayings(language)
        for translated in translations
        if translated.strip() != translated
        or translated.endswith("/") != swedish[0].endswith("/")
    ]

    assert wrong == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_text_blames_or_shouts(language):
    wrong = [text for text in said(language) if re.search(NEVER[language], text, re.I)]

    assert wrong == []


def test_no_template_says_anything_outside_the_catalogues():
    """What is left without tags is punctuation, units and numbers."""
    kept = {"ATC", "mg", "ml", "Ctrl"}
    wrong = {}
    for path in sorted(Path(settings.BASE_DIR, "templates").rglob("*.html")):
        text = path.read_text(encoding="utf-8")
        for gone in (
            r"{%\s*blocktranslate.*?endblocktranslate\s*%}",
            r"{%\s*block\s+(body_\w+|html_attributes|main_class|focus)\s*%}.*?endblock",
            r"{%.*?%}|{{.*?}}|{#.*?#}",
            r"<[^>]*>",
            # Attributes that a template gives to the tag that includes it.
            r"[\w-]+=\"[^\"]*\"",
        ):
            text = re.sub(gone, " ", text, flags=re.DOTALL)
        words = set(re.findall(r"[^\W\d_]{2,}", unescape(text))) - kept
        if words and path.parent.name != "ui":
            wrong[path.name] = words

    assert wrong == {}


def test_no_text_is_asked_for_where_it_cannot_be_found():
    """Inside an f-string a text escapes the catalogues."""
    hidden = re.compile(r"""f["'][^"'\n]*\{_\(""")
    wrong = [
        path.name
        for path in catalogues._sources(settings.BASE_DIR)
        if path.suffix == ".py" and hidden.search(path.read_text(encoding="utf-8"))
    ]

    assert wrong == []


def public(
    patterns: list[URLPattern | URLResolver], spaces: tuple[str, ...] = ()
) -> Iterator[tuple[str, dict[str, Any]]]:
    """The name and sample arguments of every translated address."""
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            inside = (*spaces, pattern.namespace) if pattern.namespace else spaces
            yield from public(pattern.url_patterns, inside)
        elif spaces and str(spaces[0]).endswith("_public"):
            kinds = {
                name: type(converter).__name__.removesuffix("Converter").lower()
                for name, converter in pattern.pattern.converters.items()
            }
            yield (
                f"{spaces[0]}:{pattern.name}",
                {
                    name: SAMPLES[kind.replace("string", "str")]
                    for name, kind in kinds.items()
                },
            )


ADDRESSES = list(public(get_resolver().url_patterns))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_public_address_leads_to_its_own_page(language):
    with override(language):
        found = {name: reverse(name, kwargs=given) for name, given in ADDRESSES}
        reached = {name: resolve(path).view_name for name, path in found.items()}

    assert len(found) > 30
    assert reached == {name: name for name in found}
    assert len(set(found.values())) == len(found)
    assert all(
        re.fullmatch(r"/[\w/-]*(\.pdf)?", path, re.ASCII) for path in found.values()
    )


@pytest.mark.parametrize("language", catalogues.LANGUAGES)
def test_an_address_is_in_the_readers_language(language):
    with override(language):
        found = [reverse(name, kwargs=given) for name, given in ADDRESSES]

    assert all(path.startswith(f"/{language}/") for path in found)


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.django_db
def test_a_page_speaks_its_language_and_leads_to_the_same_page_in_the_others(
    language, name
):
    cache.clear()
    here = {}
    for code in LANGUAGES:
        with override(code):
            here[code] = reverse(name)

    html = flat(Client().get(here[language]))

    assert f'<html lang="{language}"' in html
    for code, path in here.items():
        assert f'<a href="{path}" lang="{code}" hreflang="{code}"' in html

"""The frames of the pages, and the style page."""

from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.contrib.messages import constants
from django.contrib.messages.storage.base import Message
from django.http import HttpRequest
from django.template import Context
from django.template.loader import get_template, render_to_string
from django.test import Client, RequestFactory

from accounts.models import User
from ui.samples import Sample


@pytest.fixture
def request_(rf: RequestFactory) -> HttpRequest:
    request = rf.get("/")
    request.user = AnonymousUser()
    return request


def page(name: str, request: HttpRequest, **shown: Any) -> str:
    """A frame drawn, its white space as a browser counts it."""
    return " ".join(render_to_string(name, shown, request).split())


@pytest.mark.parametrize(
    "name",
    ["base_public.html", "base_patient.html", "base_staff.html", "base_referrer.html"],
)
def test_every_frame_has_language_title_main_and_a_way_past_the_menu(
    name: str, request_: HttpRequest
) -> None:
    html = page(name, request_)

    assert '<html lang="sv"' in html
    assert html.count("<main") == 1
    assert '<a class="hopp ej-utskrift" href="#innehall">' in html
    assert html.index("<title>") < html.index("stylesheet")


@pytest.mark.parametrize("name", ["base_public.html", "base_patient.html"])
def test_help_lines_stand_above_everything_else(
    name: str, request_: HttpRequest
) -> None:
    html = page(name, request_)

    assert 0 < html.index('href="tel:112"') < html.index("<header")
    assert 'href="tel:1177"' in html


def test_language_is_the_first_thing_in_the_menu(request_: HttpRequest) -> None:
    html = page("base_public.html", request_)
    menu = html[html.index('class="meny-lista"') :]

    assert menu.index('hreflang="en"') < menu.index("data-theme-switch")
    assert 'lang="nb" hreflang="nb">Norsk' in menu


def test_a_page_with_faults_says_so_in_its_title_without_script(
    request_: HttpRequest,
) -> None:
    html = page("base_public.html", request_, form=Sample({}))

    assert "<title>Fel: " in html
    assert html.index("data-felsum") > html.index("<main")


def test_a_page_without_faults_does_not(request_: HttpRequest) -> None:
    html = page("base_public.html", request_, form=Sample())

    assert "Fel:" not in html


def test_the_bar_shows_what_the_person_may_open(request_: HttpRequest) -> None:
    items = [
        {"url": "/app/today/", "label": "I dag", "is_current": True, "count": 4},
        {"url": "/app/referrals/", "label": "Remisser", "is_current": False},
    ]
    html = page("base_staff.html", request_, nav_items=items)

    assert '<a href="/app/today/" aria-current="page">I dag' in html
    assert '<span class="bricka">4</span>' in html


def test_a_frame_stands_without_anything_around_it() -> None:
    template = get_template("errors/send_again.html").template  # type: ignore[attr-defined]
    html = template.render(
        Context(
            {
                "heading": "Det gick inte att spara just nu",
                "text": "Det du skrev finns kvar.",
                "posted": [("note", "</textarea><script>1</script>\nrad två")],
                "was_posted": True,
                "target": "/app/x/",
                "csrf_token": "t",
            }
        )
    )

    assert "&lt;/textarea&gt;&lt;script&gt;" in html
    assert 'name="note"' in html
    assert ">Skicka igen</button>" in html


@pytest.mark.parametrize(
    ("level", "box"),
    [
        (constants.SUCCESS, "ruta--bra"),
        (constants.WARNING, "ruta--obs"),
        (constants.ERROR, "ruta--fara"),
    ],
)
def test_a_message_has_a_box_and_a_word_for_its_urgency(
    level: int, box: str, request_: HttpRequest
) -> None:
    html = render_to_string(
        "components/messages.html", {"messages": [Message(level, "Besöket är bokat")]}
    )

    assert box in html
    assert "Besöket är bokat" in html


@pytest.mark.parametrize("code", ["403", "404", "409", "429", "500"])
def test_every_refusal_has_a_page(code: str, request_: HttpRequest) -> None:
    html = page(f"errors/{code}.html", request_, sentence="Ingen tid är ledig.")

    assert html.count("<h1>") == 1


@pytest.mark.parametrize(
    ("who", "body"), [("nurse", "personal"), ("referrer", "personal")]
)
def test_an_error_looks_like_the_pages_around_it(
    who: str, body: str, signed_in: Any, request: pytest.FixtureRequest, db: None
) -> None:
    client: Client = signed_in(request.getfixturevalue(who))

    response = client.get("/finns-inte/")

    assert response.status_code == 404
    assert f'<body class="{body} alt">' in response.content.decode()


def test_a_visitor_meets_errors_on_a_public_page(client: Client, db: None) -> None:
    response = client.get("/finns-inte/")

    assert response.status_code == 404
    assert 'href="tel:112"' in response.content.decode()


def test_a_banner_says_unknown_in_words(request_: HttpRequest) -> None:
    html = render_to_string(
        "components/patient_banner.html",
        {"name": "BERG, Anna", "facts": [{"label": "Kontakt", "value": ""}]},
    )

    assert "<dd>Ej känt</dd>" in html


def test_protected_data_is_said_before_the_name() -> None:
    html = render_to_string(
        "components/patient_banner.html", {"name": "BERG, Anna", "is_protected": True}
    )

    assert html.index("Skyddade uppgifter") < html.index("BERG, Anna")


def test_staff_can_open_the_style_page(nurse: User, signed_in: Any) -> None:
    client: Client = signed_in(nurse)

    assert client.get("/app/style/").status_code == 200
    assert b"data-felsum" in client.get("/app/style/?faults").content


def test_a_referrer_cannot_open_the_style_page(referrer: User, signed_in: Any) -> None:
    assert signed_in(referrer).get("/app/style/").status_code == 403


def test_a_visitor_is_asked_to_sign_in(client: Client, db: None) -> None:
    assert client.get("/app/style/").status_code == 302

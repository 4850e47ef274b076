"""What every page's frame needs: languages, help lines, the day.

It knows no account: who somebody is stands on the request.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import translate_url
from django.utils import timezone
from django.utils.translation import get_language, get_language_info
from django.utils.translation import gettext_lazy as _

from jurisdictions.regimes import REGIMES
from ui import languages

FRAMES = {"patient": "base_patient.html", "referrer": "base_referrer.html"}


@dataclass(frozen=True, kw_only=True)
class Language:
    """A language the page exists in, named in itself."""

    code: str
    name: str
    url: str
    is_current: bool


def _languages(request: HttpRequest) -> list[Language]:
    here = (get_language() or "sv").split("-")[0]
    path = request.get_full_path()
    return [
        Language(
            code=code,
            name=str(get_language_info(code)["name_local"]).capitalize(),
            url=_there(path, code),
            is_current=code == here,
        )
        for code, _name in settings.LANGUAGES
    ]


def _there(path: str, code: str) -> str:
    """The same page in another language."""
    if path.startswith("/account/"):
        return languages.along(path, code)
    return str(translate_url(path, code))


def _frame(request: HttpRequest) -> str:
    """The base template of the pages that anybody may meet, such as errors."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return "base_public.html"
    return FRAMES.get(getattr(user, "role", ""), "base_staff.html")


def page(request: HttpRequest) -> dict[str, Any]:
    """The context processor: ``languages``, ``today`` and the unit."""
    today: date = timezone.localdate()
    regime = REGIMES[settings.JURISDICTION]
    return {
        "languages": _languages(request),
        "frame": _frame(request),
        "today": today,
        "unit_name": getattr(settings, "UNIT_NAME", _("Nedtrappningsenheten")),
        "regime": regime,
        "crisis_bar": regime.crisis_bar,
        "unit_phone": getattr(settings, "UNIT_PHONE", ""),
        "legal_manufacturer": getattr(settings, "LEGAL_MANUFACTURER", ""),
    }

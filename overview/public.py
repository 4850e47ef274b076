"""The frame of the public pages: which there are, and where the urgent one is."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from accounts.eid.provider import is_offered
from ui import languages

Words = str | Promise
NO_BREAK, JOINS = "\u00a0", "\u2060"
IN_THE_BAR = (
    (gettext_lazy("Så går det till"), "overview_public:how_it_works"),
    (gettext_lazy("Skicka egenremiss"), "referrals_public:self_referral"),
    (gettext_lazy("Följ din egenremiss"), "referrals_public:follow"),
    (gettext_lazy("För vårdpersonal"), "overview_public:professionals"),
)
AT_THE_FOOT = (
    (gettext_lazy("Mår du mycket dåligt nu?"), "overview_public:crisis"),
    (gettext_lazy("Så hanterar vi dina uppgifter"), "overview_public:privacy"),
    (gettext_lazy("Tillgänglighet"), "overview_public:accessibility"),
    (gettext_lazy("Logga in"), "account_login"),
)


@dataclass(frozen=True)
class Item:
    """A link of the frame."""

    label: Words
    url: str
    is_current: bool


def _items(request: HttpRequest, pages: tuple[tuple[Words, str], ...]) -> list[Item]:
    links = [(label, reverse(name)) for label, name in pages]
    return [
        Item(label, _in_this_language(url), is_current=url == request.path)
        for label, url in links
    ]


def _in_this_language(url: str) -> str:
    """The log-in has one address: what one reads here is said in it."""
    if not url.startswith("/account/"):
        return url
    return languages.along(url, (get_language() or settings.LANGUAGE_CODE)[:2])


def pages(request: HttpRequest) -> dict[str, Any]:
    """The context processor of everything that needs no log-in."""
    return {
        "crisis_url": reverse("overview_public:crisis"),
        "public_nav": _items(request, IN_THE_BAR),
        "footer_nav": _items(request, AT_THE_FOOT),
        "unit_phone_dialled": "".join(
            sign for sign in settings.UNIT_PHONE if sign.isdigit() or sign == "+"
        ),
        "call_us": call_us(),
        "eid_url": reverse("overview_public:eid") if is_offered() else "",
        # A number that breaks in two is hard to read and to dial.
        "whole_phone": whole_phone(),
    }


def whole_phone() -> str:
    """The number as it stands in a sentence, in one piece."""
    return settings.UNIT_PHONE.replace(" ", NO_BREAK).replace("-", f"-{JOINS}")


def call_us() -> str:
    """The words on the phone button, with hours where the unit has said them."""
    phone, hours = settings.UNIT_PHONE.replace(" ", NO_BREAK), settings.UNIT_PHONE_HOURS
    if not hours:
        return _("Ring %(phone)s") % {"phone": phone}
    return _("Ring %(phone)s, vardagar %(hours)s") % {"phone": phone, "hours": hours}

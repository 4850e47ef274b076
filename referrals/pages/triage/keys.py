"""The keys of the staff pages, as the page of keys shows them."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Words = str | Promise


@dataclass(frozen=True, kw_only=True)
class Group:
    """Keys that work at the same place."""

    heading: Words
    keys: tuple[tuple[str, Words], ...]


GROUPS = (
    Group(
        heading=_("I listan med remisser"),
        keys=(
            ("J", _("Nästa rad, även pil ned")),
            ("K", _("Föregående rad, även pil upp")),
            ("Enter", _("Öppna raden")),
            ("M", _("Ta till mig")),
            ("T", _("Tilldela någon annan")),
        ),
    ),
    Group(
        heading=_("I den öppna remissen"),
        keys=(
            ("A", _("Anta")),
            ("F", _("Fråga om något som saknas")),
            ("H", _("Hänvisa vidare")),
            ("R", _("Ring")),
            ("T", _("Tilldela någon annan")),
            ("M", _("Ta till mig")),
            ("U", _("Ångra beslutet, i tio minuter")),
            ("Esc", _("Tillbaka till listan")),
        ),
    ),
    Group(
        heading=_("I formulär"),
        keys=(
            ("Enter", _("Den knapp som är markerad")),
            ("Ctrl + Enter", _("Skicka formuläret, var du än skriver")),
        ),
    ),
    Group(
        heading=_("Var som helst"),
        keys=(
            ("Ctrl + K", _("Sök patient eller remiss")),
            ("?", _("Den här listan, från remisserna")),
        ),
    ),
)


def key_groups() -> tuple[Group, ...]:
    """Every key, by where it works."""
    return GROUPS

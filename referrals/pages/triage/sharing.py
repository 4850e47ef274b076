"""What became of several that were assigned at once, and of those given back."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from referrals.actions import GivenBack, Shared
from referrals.models import Referral
from referrals.pages.triage.saying import address


@dataclass(frozen=True, kw_only=True)
class Changed:
    """One that a colleague has assigned after the list was shown."""

    name: str
    url: str
    owner: str


def shared_out(shared: Shared, to: str) -> str:
    """One sentence about all of them."""
    return ", ".join(_parts(shared, to)) + "."


def _parts(shared: Shared, to: str) -> Iterator[str]:
    said = ngettext(
        "%(n)d tilldelad %(to)s", "%(n)d tilldelade %(to)s", len(shared.assigned)
    )
    yield said % {"n": len(shared.assigned), "to": to}
    if shared.had_it:
        yield _("%(n)d fanns redan där") % {"n": len(shared.had_it)}
    if count := len(shared.decided):
        text = ngettext("%(n)d var redan bedömd", "%(n)d var redan bedömda", count)
        yield text % {"n": count}


def still_there(shared: Shared) -> list[Changed]:
    """Those that were left, and who has each now."""
    return [
        Changed(
            name=one.shown_name,
            url=address(one),
            owner=one.assigned_to.name if one.assigned_to else "",
        )
        for one in shared.changed
    ]


def given_back(given: GivenBack) -> str:
    """How many went back, and by name those that did not."""
    count = len(given.back)
    said = ngettext(
        "Ångrat. %(n)d remiss är tillbaka där den var.",
        "Ångrat. %(n)d remisser är tillbaka där de var.",
        count,
    ) % {"n": count}
    if not given.kept:
        return said
    left = _("Någon har ändrat de här sedan dess, så de är kvar: %(names)s.") % {
        "names": ", ".join(map(_named, given.kept))
    }
    return f"{said} {left}" if count else left


def _named(referral: Referral) -> str:
    return f"{referral.shown_name} ({referral.shown_reference})"

"""Reading a body: at most so long, nothing twice, no number that is none."""

import json
from typing import Any

from django.utils.translation import gettext as _
from rest_framework.exceptions import ParseError

from ui.bodies import BoundedJSON


class StrictJSON(BoundedJSON):
    """JSON as its standard has it."""

    # Attachments may be ten megabytes with their base64 growth; a referral is 100 kB.
    LONGEST = 11_000_000

    def read(self, raw: bytes) -> Any:
        """Return what the body says, or 400 with the reason."""
        if len(raw) > self.LONGEST:
            raise ParseError(_("Meddelandet är för stort."))
        try:
            return json.loads(
                raw.decode("utf-8-sig"),
                object_pairs_hook=_each_once,
                parse_constant=_no_number,
            )
        except (ValueError, RecursionError) as fault:
            raise ParseError(_("Meddelandet är inte giltig JSON.")) from fault


def _each_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError
    return found


def _no_number(_word: str) -> None:
    raise ValueError

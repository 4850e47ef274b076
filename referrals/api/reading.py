"""Reading a body: at most so long, nothing twice, no number that is none."""

import json
from collections.abc import Mapping
from typing import IO, Any

from django.utils.translation import gettext as _
from rest_framework.exceptions import ParseError
from rest_framework.parsers import BaseParser

# Attachments may be ten megabytes with their base64 growth; a long referral is 100 kB.
LONGEST = 11_000_000


class StrictJSON(BaseParser):
    """JSON as its standard has it."""

    media_type = "application/json"

    def parse(
        self,
        stream: IO[bytes],
        media_type: str | None = None,
        parser_context: Mapping[str, Any] | None = None,
    ) -> Any:
        """Return what the body says, or 400 with the reason."""
        body = stream.read(LONGEST + 1)
        if len(body) > LONGEST:
            raise ParseError(_("Meddelandet är för stort."))
        try:
            return json.loads(
                body, object_pairs_hook=_each_once, parse_constant=_no_number
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

"""From bytes to JSON values, strictly: nothing is guessed and nothing is dropped."""

import json

from tapering.engine.reading import pairs
from tapering.engine.refusal import Refusal


def _never(word: str) -> object:
    raise Refusal("", f"{word} is not a number.")


def loads(raw: bytes, *, longest: int) -> object:
    """Return the JSON in `raw`: UTF-8, at most `longest` bytes."""
    if len(raw) > longest:
        raise Refusal("", f"The request is too long: at most {longest} bytes.")
    try:
        text = raw.decode("utf-8-sig")
        found: object = json.loads(text, object_pairs_hook=pairs, parse_constant=_never)
        if "\\ud" in text.lower():
            _check_characters(found)
    except (ValueError, RecursionError):
        raise Refusal("", "This is not JSON in UTF-8.") from None
    return found


def _check_characters(found: object) -> None:
    """Half a surrogate pair is no character: an answer could not repeat it."""
    json.dumps(found, ensure_ascii=False).encode()

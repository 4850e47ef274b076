"""What people type or paste, made plain before anyone judges it."""

import unicodedata
from collections.abc import Callable

LONGEST = 100


class Fault(ValueError):
    """A typed value that cannot be right, with the sentence that helps.

    `sentence` is a Swedish message id; the typed value itself is never part of it,
    because sentences end up in logs.
    """

    def __init__(self, sentence: str, **values: object) -> None:
        self.sentence = sentence
        self.values = values
        super().__init__(self.translated(str))

    def translated(self, translate: Callable[[str], str]) -> str:
        """The sentence in the reader's language: pass `gettext`."""
        text = translate(self.sentence)
        return text % self.values if self.values else text


def plain(text: str) -> str:
    """ASCII digits, plain hyphens and single spaces, as Word never gives them."""
    text = text.strip()
    signs = map(_plain_sign, unicodedata.normalize("NFKC", text[:LONGEST]))
    # The ellipsis keeps a cut text from passing as a whole value.
    cut = "…" if len(text) > LONGEST else ""
    return " ".join("".join(signs).split()) + cut


def _plain_sign(sign: str) -> str:
    if sign.isdecimal():
        return str(unicodedata.decimal(sign))
    category = unicodedata.category(sign)
    if category == "Pd" or sign == "\N{MINUS SIGN}":
        return "-"
    # Soft hyphens, zero-width spaces and direction marks cannot be seen.
    return "" if category == "Cf" else sign

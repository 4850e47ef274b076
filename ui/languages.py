"""The language of pages that have one address in all languages.

Anybody may meet them before they have signed in: what they read last goes along in the
address, since nothing is kept about whoever only reads.
"""

from django.conf import settings
from django.http import HttpRequest, QueryDict

FIELD = "language"


def asked_for(request: HttpRequest) -> str:
    """The language in the address; empty when there is none that we speak."""
    asked = request.GET.get(FIELD, "")
    return asked if asked in dict(settings.LANGUAGES) else ""


def along(address: str, language: str) -> str:
    """The address with the language in it; the first language needs no words."""
    path, _mark, rest = address.partition("?")
    fields = QueryDict(rest, mutable=True)
    fields.pop(FIELD, None)
    if language != settings.LANGUAGE_CODE:
        fields[FIELD] = language
    return f"{path}?{fields.urlencode(safe='/')}" if fields else path

"""What a page says, however its template is laid out in lines."""

import re

from django.http import HttpResponse


def flat(page: HttpResponse | str) -> str:
    """The page with one space wherever it has any: how a browser reads it."""
    html = page if isinstance(page, str) else page.content.decode()
    return re.sub(r"\s+", " ", html)

"""The views of a list, as the tabs above it."""

from dataclasses import dataclass

from django.utils.functional import Promise


@dataclass(frozen=True, kw_only=True)
class Tab:
    """One view, whether it is the open one, and how much is in it."""

    label: str | Promise
    url: str
    is_current: bool
    count: int | str | None = None

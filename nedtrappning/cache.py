"""The cache, which may be away: then everything works, only nothing is remembered."""

import time
from collections.abc import Callable, Iterable
from typing import Any

from django.core.cache.backends.base import DEFAULT_TIMEOUT
from django.core.cache.backends.redis import RedisCache
from redis.exceptions import RedisError

# So long nobody asks again: a server that hangs costs one wait and not six a page.
PAUSE_SECONDS = 5.0


class MayBeAway(RedisCache):
    """Without Redis nobody is stopped by a rate limit, so nobody is locked out."""

    _away_until = 0.0

    def _ask(self, call: Callable[[], Any], otherwise: Any) -> Any:
        if time.monotonic() < MayBeAway._away_until:
            return otherwise
        try:
            return call()
        except (RedisError, OSError):
            MayBeAway._away_until = time.monotonic() + PAUSE_SECONDS
            return otherwise

    def add(
        self,
        key: str,
        value: Any,
        timeout: Any = DEFAULT_TIMEOUT,
        version: int | None = None,
    ) -> bool:
        """Say that the key was free: a lock or a code used once is not refused."""
        call = super().add
        return bool(self._ask(lambda: call(key, value, timeout, version), 1))

    def get(self, key: str, default: Any = None, version: int | None = None) -> Any:
        """Know nothing."""
        call = super().get
        return self._ask(lambda: call(key, default, version), default)

    def get_many(
        self, keys: Iterable[str], version: int | None = None
    ) -> dict[str, Any]:
        """Know nothing of any."""
        call = super().get_many
        return dict(self._ask(lambda: call(keys, version), {}))

    def set(
        self,
        key: str,
        value: Any,
        timeout: Any = DEFAULT_TIMEOUT,
        version: int | None = None,
    ) -> None:
        """Remember nothing."""
        call = super().set
        self._ask(lambda: call(key, value, timeout, version), None)

    def delete(self, key: str, version: int | None = None) -> bool:
        """There was nothing to forget."""
        call = super().delete
        return bool(self._ask(lambda: call(key, version), 0))

    def incr(self, key: str, delta: int = 1, version: int | None = None) -> int:
        """Count; as Django asks, a key that is not there is a ValueError."""
        call = super().incr
        count = self._ask(lambda: call(key, delta, version), None)
        if count is None:
            message = f"Nothing is counted under {key} just now"
            raise ValueError(message)
        return int(count)

"""How often one address may do a thing: roomy for a household, tight for a script."""

import functools
import hashlib
import ipaddress
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from redis.exceptions import RedisError

View = Callable[..., HttpResponse]
# Never shown or sent again by the page that says "wait".
NOT_TYPED = {"csrfmiddlewaretoken"}


@dataclass(frozen=True)
class Limit:
    """So many posts of one kind, from one address, in so many seconds."""

    action: str
    times: int
    seconds: int


BEGIN = Limit("self_referral.begin", times=30, seconds=600)
ANSWER = Limit("self_referral.answer", times=60, seconds=600)
SEND = Limit("self_referral.send", times=20, seconds=600)
ASK_FOR_CODE = Limit("follow.ask", times=10, seconds=3600)
TRY_CODE = Limit("follow.try", times=30, seconds=3600)
API = Limit("referrals.api", times=300, seconds=60)
KEEP = Limit("self_referral.keep", times=20, seconds=3600)
ASK_TO_RETURN = Limit("return.ask", times=10, seconds=3600)
TRY_TO_RETURN = Limit("return.try", times=30, seconds=3600)
PART_CODE = Limit("own_part.code", times=20, seconds=3600)
PART = Limit("own_part.write", times=30, seconds=600)
FOLLOW = Limit("follow.change", times=30, seconds=600)


def limited(limit: Limit) -> Callable[[View], View]:
    """Answer a post over the limit with a sentence, and give back what was typed."""

    def decorate(view: View) -> View:
        @functools.wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if request.method == "POST" and is_over(limit, address=address_of(request)):
                return too_many(request, limit)
            return view(request, *args, **kwargs)

        return guarded

    return decorate


def is_over(limit: Limit, *, address: str) -> bool:
    """Count one more. When the cache is away nobody is stopped."""
    digest = hashlib.sha256(address.encode()).hexdigest()[:32]
    key = f"limit:{limit.action}:{digest}"
    try:
        cache.add(key, 0, limit.seconds)
        return cache.incr(key) > limit.times
    except (RedisError, OSError, ValueError):
        # ValueError: the count ran out between the two calls, so it begins anew.
        return False


def address_of(request: HttpRequest) -> str:
    """Who is asking: the network of the caller, seen past our own proxies.

    Only the last PROXY_HOPS entries of X-Forwarded-For were written by machines that
    we know; the rest is whatever the caller wrote.
    """
    hops = settings.PROXY_HOPS
    passed = [part.strip() for part in _forwarded(request).split(",")]
    seen = passed[-hops] if 0 < hops <= len(passed) else request.META["REMOTE_ADDR"]
    return _network(seen)


def _forwarded(request: HttpRequest) -> str:
    value: str = request.META.get("HTTP_X_FORWARDED_FOR", "")
    return value


def _network(address: str) -> str:
    """One IPv4 address; of IPv6 the half that a household has to itself."""
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return "unknown"
    if parsed.version == 6:
        return str(ipaddress.ip_network((parsed, 64), strict=False))
    return str(parsed)


def too_many(request: HttpRequest, limit: Limit) -> HttpResponse:
    """429 with a sentence, what was typed, and a button that sends it again."""
    posted = [
        (name, value)
        for name, values in request.POST.lists()
        if name not in NOT_TYPED
        for value in values
    ]
    response = render(
        request,
        "errors/send_again.html",
        {
            "heading": _("Vänta en stund"),
            "text": _(
                "Det har kommit många försök från samma plats. Det du skrev finns "
                "kvar här. Vänta en stund och tryck på knappen. Är det bråttom, "
                "ring oss på %(phone)s."
            )
            % {"phone": settings.UNIT_PHONE},
            "posted": posted,
            "was_posted": True,
            "target": request.get_full_path(),
        },
        status=429,
    )
    response.headers["Retry-After"] = str(limit.seconds)
    return response

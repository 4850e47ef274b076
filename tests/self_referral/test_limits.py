"""Who is counted as one, and what cannot be made up."""

import pytest
from django.test import RequestFactory

from referrals.limits import Limit, address_of, is_over

FEW = Limit("test", times=2, seconds=60)


def seen(hops: int, settings, forwarded: str, remote: str = "10.0.0.1") -> str:  # type: ignore[no-untyped-def]
    settings.PROXY_HOPS = hops
    request = RequestFactory().get(
        "/", HTTP_X_FORWARDED_FOR=forwarded, REMOTE_ADDR=remote
    )
    return address_of(request)


@pytest.mark.parametrize(
    ("hops", "forwarded", "address"),
    [
        (0, "1.2.3.4", "10.0.0.1"),
        (1, "1.2.3.4", "1.2.3.4"),
        (1, "made up, 1.2.3.4", "1.2.3.4"),
        (2, "1.2.3.4, 10.9.9.9", "1.2.3.4"),
        (2, "1.2.3.4", "10.0.0.1"),
        (1, "nonsense", "unknown"),
        (1, "2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
    ],
)
def test_only_our_own_proxies_are_believed(  # type: ignore[no-untyped-def]
    hops: int, forwarded: str, address: str, settings
) -> None:
    assert seen(hops, settings, forwarded) == address


def test_an_address_is_over_after_its_number_and_others_are_not() -> None:
    first = [is_over(FEW, address="1.2.3.4") for _turn in range(3)]

    assert first == [False, False, True]
    assert not is_over(FEW, address="1.2.3.5")

"""The browser that the journeys are made in."""

from tests.browsing import address, browser, opens, sent

__all__ = ["address", "browser", "opens", "sent"]

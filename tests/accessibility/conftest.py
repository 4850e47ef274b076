"""The browser that the pages are opened in."""

from tests.browsing import address, browser, opens, sent

__all__ = ["address", "browser", "opens", "sent"]

"""Exchange a medicine for another: choose, see, save, send, sign."""

from tapering.views.switch.page import preview, switch

__all__ = ["preview", "switch"]

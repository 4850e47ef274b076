"""The plan builder: choose, see what comes of it, change by hand, save, send, sign."""

from tapering.views.build.compare import compare
from tapering.views.build.edit import edit
from tapering.views.build.preview import preview

__all__ = ["compare", "edit", "preview"]

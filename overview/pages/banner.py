"""The banner that says whose page this is; every app takes it from `patients`."""

from patients.pages import Banner, Fact, Link, banner_of, shown_name

__all__ = ["Banner", "Fact", "Link", "banner_of", "shown_name"]

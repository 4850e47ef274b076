"""Filters for templates about plans."""

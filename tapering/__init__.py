"""Mapping, plans, versions, policies, products; the engine beside them."""

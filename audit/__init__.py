"""Append-only events: who did or read what; plain values, no pages."""

"""Referrals over REST, for a clinic's own system."""

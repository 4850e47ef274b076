"""Everything that can be done to a referral. One action, one event."""

from referrals.actions.receive import new_reference, receive, receiving_unit

__all__ = ["new_reference", "receive", "receiving_unit"]

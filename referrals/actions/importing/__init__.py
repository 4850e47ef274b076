"""An existing list: looked at, brought in as a whole, taken back."""

from referrals.actions.importing.approve import approve
from referrals.actions.importing.look import choose_columns, discard, look
from referrals.actions.importing.undo import forget_settled, undo

__all__ = [
    "approve",
    "choose_columns",
    "discard",
    "forget_settled",
    "look",
    "undo",
]

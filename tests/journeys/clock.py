"""Everybody's clock, and the sweeps that do what has become due."""

from datetime import datetime

import time_machine
from django.utils.timezone import make_aware

from aftercare.tasks import watch
from messaging.tasks import send_what_is_due
from referrals.tasks import send_follow_codes
from tapering.tasks import follow_plans
from visits.tasks import remind_of_visits


class Calendar:
    """Moves everybody's clock, and lets the sweeps do what has become due."""

    def __init__(self, traveller: time_machine.Traveller) -> None:
        self._traveller = traveller

    def turns_to(self, day: str, clock: str = "10:00") -> None:
        """Let it be that day."""
        moment = datetime.fromisoformat(f"{day}T{clock}:00")
        self._traveller.move_to(make_aware(moment))
        for sweep in (remind_of_visits, follow_plans, watch):
            sweep()
        self.lets_messages_go()

    def lets_messages_go(self) -> None:
        """What waits for its time is sent when the time has come."""
        send_follow_codes()
        send_what_is_due()

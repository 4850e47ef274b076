"""One medicine exchanged for another, and a plan that is changed on the way."""

from dataclasses import replace
from decimal import Decimal

from django.utils import timezone

from nedtrappning.demo.people import DIAZEPAM, Medicine
from nedtrappning.demo.teller import Narrator
from tapering import actions as tapering
from tapering import queries
from tapering.lifecycle import Change
from tapering.models import Plan

TABLE = "ashton-2002"
EVERY_DAYS = 7
# The least sedating part of the day is exchanged last.
ORDER = ("evening", "noon", "morning")
# So many days before today: two pauses, and one dose up.
CHANGES = {110: Change.HOLD, 75: Change.HOLD, 22: Change.STEP_BACK}
TWO_WEEKS = 14
WHY = {
    Change.HOLD: "Vill vänta tills flytten är klar.",
    Change.STEP_BACK: "Svår oro och sömnlöshet i två veckor efter minskningen.",
}


class Switching(Narrator):
    """A switch by a table with a name, two pauses and a step back."""

    def exchanged(self, item: Medicine) -> queries.SwitchChoice:
        """To diazepam, one part of the day at a time, as Ashton's table says."""
        told = queries.equivalents(item.substance, DIAZEPAM.substance, item.total)
        by_table = {each.table.shipped_as: each for each in told}
        return queries.SwitchChoice(
            equivalent=by_table[TABLE],
            factor=Decimal(1),
            at_once=False,
            every_days=EVERY_DAYS,
            order=ORDER,
            products=[p for p in self.products if p.substance == DIAZEPAM.substance],
        )

    def changed(self, plan: Plan, days: int) -> bool:
        """Pause or go back where the story says so; tells whether it did."""
        if days not in CHANGES:
            return False
        at = self.moment(days, 15)
        on = timezone.localdate(at)
        now = queries.to_change(plan, on)
        wish = queries.Wish(change=CHANGES[days], days=TWO_WEEKS)
        if wish.change == Change.STEP_BACK:
            back = queries.earlier_steps(now)[0].n
            wish = replace(wish, to_step=back)
        because = WHY[CHANGES[days]]
        concerns = queries.weigh(plan, *queries.revised(now, wish), on)
        tapering.change_plan(
            plan,
            wish,
            because=because,
            reasons={each.key: because for each in concerns if each.wants_reason},
            by=self.person("eva"),
            at=at,
            form_key=self.key(),
        )
        return True

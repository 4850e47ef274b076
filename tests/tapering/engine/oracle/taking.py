"""From which dayparts a cut is taken, one target at a time."""

from itertools import product as every
from math import prod

from tests.tapering.engine.oracle.words import TooLong

MOST_SPLITS = 600


class Taker:
    """Lowers dayparts as the policy says, and remembers whose turn it is."""

    def __init__(self, making, rules, order, at_start):
        self.making = making
        self.rules = rules
        self.order = order
        self.at_start = at_start
        self.lowered_last = None
        self.seen = {}

    def lower(self, doses, target):
        """Return the doses after a cut towards `target`, and remember the turn."""
        if self.rules.take == "even":
            return self.evenly(doses, target)
        higher = self.turns(doses, target, over=False)
        lower = self.turns(doses, target, over=True)
        chosen = self.choose(higher, lower, target)
        self.lowered_last = chosen[1]
        return chosen[0]

    def choose(self, higher, lower, target):
        """Return what the rounding wants of two (doses, last lowered)."""
        if self.rules.rounding == "slower":
            return higher
        if self.rules.rounding == "faster":
            return lower
        above = abs(sum(higher[0].values()) - target)
        below = abs(target - sum(lower[0].values()))
        return higher if above <= below else lower

    def evenly(self, doses, target):
        """Look at every split that no daypart rises in, counted in whole steps."""
        splits, ideal = self.splits(doses), target / self.making.step
        over = [total for total in splits if total >= ideal]
        under = [total for total in splits if total <= ideal]
        chosen = {
            "slower": min(over, default=None),
            "faster": max(under),
            "nearest": min(
                splits, key=lambda total: (abs(total - ideal), total < ideal)
            ),
        }[self.rules.rounding]
        if chosen is None:
            return doses
        best = min(splits[chosen], key=lambda split: self.unfairness(split, chosen))
        return {part: many * self.making.step for part, many in best.items()}

    def splits(self, doses):
        """Return every split that no daypart rises in, by its total."""
        key = tuple(doses.items())
        if key not in self.seen:
            found = self.seen[key] = {}
            levels = [self.making.up_to(mg) for mg in doses.values()]
            if prod(map(len, levels)) > MOST_SPLITS:
                raise TooLong
            steps = [[int(mg / self.making.step) for mg in each] for each in levels]
            for counts in every(*steps):
                split = dict(zip(doses, counts, strict=True))
                found.setdefault(sum(counts), []).append(split)
        return self.seen[key]

    def unfairness(self, split, total):
        """Return how far a split is from the shares at the start."""
        shares = {
            part: int(mg / self.making.step) for part, mg in self.at_start.items()
        }
        all_of_it = sum(shares.values())
        away = sum(
            (many * all_of_it - total * shares.get(part, 0)) ** 2
            for part, many in split.items()
        )
        return away, [split.get(part, 0) for part in self.order]

    def turns(self, doses, target, *, over):
        """Lower one daypart after the other; `over` ends when not over the target."""
        doses, last = dict(doses), self.lowered_last
        while not over or sum(doses.values()) > target:
            fitting = self.whose_turn(doses, last, target, over=over)
            if not fitting:
                break
            part = fitting[0]
            doses[part], last = self.making.below(doses[part]), part
        return doses, last

    def replayed(self, doses, until):
        """Return who is lowered last when turns go no further than `until`."""
        doses, last = dict(doses), self.lowered_last
        while True:
            fits = [
                part
                for part in self.queue(last)
                if doses.get(part)
                and self.making.below(doses[part]) >= until.get(part, 0)
            ]
            if not fits:
                return last
            last = fits[0]
            doses[last] = self.making.below(doses[last])

    def queue(self, last):
        """Return the dayparts in the order of their turns."""
        at = 0
        if self.rules.take == "round_robin" and last is not None:
            at = self.order.index(last) + 1
        return self.order[at:] + self.order[:at]

    def whose_turn(self, doses, last, target, *, over):
        """Return the next daypart to lower; no daypart when no turn fits."""
        for part in self.queue(last):
            mg = doses.get(part, 0)
            if not mg:
                continue
            after = sum(doses.values()) - mg + self.making.below(mg)
            if over or after >= target:
                return [part]
        return []

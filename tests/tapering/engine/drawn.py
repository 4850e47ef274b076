"""Requests drawn at random, covering all that the contract has words for."""

from fractions import Fraction
from math import prod

from tests.tapering.engine.figures import day, fineness, piece, text, written

STARTS = "2026-12-01"
DAYPARTS = ("morning", "noon", "evening", "night")
STRENGTHS = ("0.5", "1", "2", "2.5", "3", "4", "5", "6", "7.5", "10", "12.5", "15")
PATCHES = ("5", "10", "12.5", "20", "25", "35", "50")
MOST_SPLITS = 400
MOST_LEVELS = 300


class Draw:
    """One request and what may follow it, from one source of chance."""

    def __init__(self, chance):
        self.chance = chance
        self.unit = "ug_per_h" if chance.random() < 0.08 else "mg"
        self.occupancy = chance.random() < 0.3

    def maybe(self, share):
        return self.chance.random() < share

    def request(self):
        """Return a request of a first plan."""
        taper = self.chance.choice(["a", "oxazepam", "åäö mg"])
        others = self.chance.choice([[], [], [], ["b"], ["b", "C d"]])
        products = self.products(taper)
        regimen = self.regimen(taper, products)
        for other in others:
            more = self.products(other, most=2)
            products += more
            regimen += self.regimen(other, more)
        if self.maybe(0.3):
            self.chance.shuffle(regimen)
        self.chance.shuffle(products)
        mine = [each for each in regimen if each["substance"] == taper]
        total = sum(Fraction(each[self.unit]) for each in mine)
        found = {
            "start": STARTS,
            "regimen": regimen,
            "taper": taper,
            "products": products,
            "policy": self.policy(total, products, taper),
        }
        if self.maybe(0.3):
            found["dispense_every_days"] = self.chance.randint(5, 90)
        if self.unit == "mg" and self.maybe(0.15):
            self.switched(found)
        elif self.maybe(0.12):
            found["steps"] = self.steps(found)
        return found

    def products(self, substance, most=4):
        """Return products of one substance."""
        if self.unit != "mg":
            worn = self.chance.choice([1, 3, 7])
            chosen = self.chance.sample(PATCHES, self.chance.randint(1, min(most, 3)))
            return [
                {
                    "substance": substance,
                    "form": "patch",
                    "ug_per_h": mg,
                    "worn_days": worn,
                }
                for mg in chosen
            ]
        liquids = self.chance.choice([0, 0, 0, 0, 0, 1, 1, 2])
        tablets = self.chance.randint(0 if liquids else 1, most)
        found = [
            {
                "substance": substance,
                "form": "tablet",
                "strength_mg": mg,
                "parts": self.chance.choice([1, 2, 2, 4]),
            }
            for mg in self.chance.sample(STRENGTHS, tablets)
        ]
        strengths = self.chance.sample(("1", "2", "2.5", "10"), liquids)
        return found + [
            {
                "substance": substance,
                "form": "liquid",
                "mg_per_ml": mg,
                "smallest_ml": self.chance.choice(["0.1", "0.25", "0.5", "1"]),
            }
            for mg in strengths
        ]

    def made(self, products):
        """Return a dose of a few pieces."""
        many = self.chance.randint(1, 3)
        return sum(
            piece(self.chance.choice(products), self.chance) for _ in range(many)
        )

    def regimen(self, substance, products):
        """Return doses of one substance that its products can make."""
        if self.unit != "mg":
            return [{"substance": substance, self.unit: text(self.made(products))}]
        many = self.chance.choice([1, 2, 2, 3, 3, 4])
        parts = self.chance.sample(DAYPARTS, many)
        mgs = [self.made(products) for _ in parts]
        least = min(map(fineness, products))
        while prod(mg / least + 1 for mg in mgs) > MOST_SPLITS and len(mgs) > 1:
            mgs.pop()
        if mgs[0] / least > MOST_LEVELS:
            mgs[0] = fineness(products[0])
        return [
            {"substance": substance, "daypart": part, "mg": text(mg)}
            for part, mg in zip(parts, mgs, strict=False)
        ]

    def policy(self, total, products, taper):
        """Return a policy for a start dose."""
        goal = Fraction(0)
        if self.maybe(0.25):
            goal = self.made([each for each in products if each["substance"] == taper])
        found = {"bands": self.bands(total, min(goal, total))}
        if goal or self.maybe(0.3):
            found[f"goal_{self.unit}"] = text(goal)
        if self.maybe(0.7):
            stop = total * self.chance.choice([2, 5, 10, 30])
            found[f"stop_below_{self.unit}"] = text(Fraction(int(stop), 100))
        return found | self.manner() | self.measures(total)

    def manner(self):
        """Return how cuts are rounded and taken."""
        found = {}
        for key, choices in (
            ("rounding", ["slower", "faster", "nearest"]),
            ("take", ["even", "round_robin", "one_at_a_time"]),
        ):
            if self.maybe(0.8):
                found[key] = self.chance.choice(choices)
        if self.unit == "mg" and self.maybe(0.6):
            found["order"] = self.dayparts()
        return found

    def measures(self, total):
        """Return what cuts are judged by."""
        found = {}
        if self.maybe(0.7):
            found["limits"] = [self.limit(total) for _ in range(2)]
        if self.occupancy:
            found["occupancy"] = {
                f"half_dose_{self.unit}": self.chance.choice(["3.5", "8", "24.7"]),
                "source": "S30",
            }
            if self.maybe(0.5):
                found["occupancy"]["emax_percent"] = self.chance.choice(["90", "72.5"])
        return found

    def dayparts(self):
        return self.chance.sample(DAYPARTS, self.chance.randint(0, 4))

    def measure(self):
        choices = ["current", "current", "start", self.unit, self.unit]
        return self.chance.choice(choices + ["occupancy"] * (2 * self.occupancy))

    def size(self, of, total):
        """Return a size that ends within a hundred cuts or so."""
        if of == self.unit:
            share = self.chance.choice([4, 5, 10, 10, 25, 40])
            return text(max(Fraction(int(total * share), 100), Fraction(1, 100)))
        if of == "occupancy":
            return self.chance.choice(["1.3", "2.5", "5", "7.75"])
        return self.chance.choice(["5", "10", "12.5", "25", "33.3333", "50"])

    def bands(self, total, goal):
        """Return bands whose edges fall to the goal or under it."""
        percents = sorted(
            self.chance.sample(range(10, 95, 5), self.chance.choice([0, 0, 1, 2, 3])),
            reverse=True,
        )
        edges = []
        for percent in percents:
            if self.maybe(0.5):
                edges.append((str(percent), "percent_of_start"))
            else:
                mg = Fraction(int(total * percent), 100)
                edges.append((text(mg), self.unit))
        last = text(self.chance.choice([Fraction(0), goal]))
        edges.append((last, self.unit))
        return [self.band(above, unit, total) for above, unit in edges]

    def band(self, above, unit, total):
        of = self.measure()
        days = self.chance.randint(1, 40)
        if self.unit != "mg":
            days *= 21
        return {
            "above": above,
            "unit": unit,
            "size": self.size(of, total),
            "of": of,
            "every_days": min(days, 714),
        }

    def limit(self, total):
        of = self.measure()
        found = {
            "size": self.size(of, total),
            "of": of,
            "days": self.chance.randint(1, 60),
        }
        if self.maybe(0.6):
            found["severity"] = self.chance.choice(["reason", "note", "note"])
        if self.maybe(0.02):
            found["severity"] = "refuse"
        if self.maybe(0.6):
            found["source"] = self.chance.choice(["S1", "S2"])
        return found

    # A switch, hand-made steps

    def switched(self, found):
        """Turn a request into one that switches first."""
        to = self.products("to")
        source = found["taper"]
        found["products"] += to
        if self.maybe(0.3):
            found["regimen"] += self.regimen("to", to)
        found["taper"] = "to"
        found["switch"] = {
            "from": source,
            "to": "to",
            "from_mg": self.chance.choice(["1", "10", "15"]),
            "to_mg": self.chance.choice(["5", "10", "12"]),
            "table": "Jönköping 2019",
            "style": self.chance.choice(["daypart_by_daypart", "at_once"]),
            "every_days": self.chance.randint(1, 30),
        }
        if self.maybe(0.5):
            found["switch"]["factor"] = self.chance.choice(["0.5", "0.75", "1"])
        if self.maybe(0.5):
            found["switch"]["order"] = self.dayparts()

    def steps(self, found):
        """Return steps as a person may write them, seldom wholly right."""
        starts, steps = day(STARTS), []
        doses = [dict(each) for each in found["regimen"]]
        for n in range(self.chance.randint(1, 6)):
            days = self.chance.randint(1, 30)
            if n:
                doses = [self.changed(each, found) for each in doses]
            steps.append({"from": written(starts), "days": days, "doses": doses})
            starts += days + (self.maybe(0.05) and self.chance.choice([-1, 1]))
        if self.maybe(0.8):
            steps[-1] = steps[-1] | {"days": None}
        return steps

    def changed(self, dose, found):
        """Return a dose that was changed, or was left."""
        if self.maybe(0.5):
            return dose
        own = [
            each for each in found["products"] if each["substance"] == dose["substance"]
        ]
        old = Fraction(dose[self.unit])
        new = self.chance.choice([0, self.made(own), old / 2, old, max(old - 1, 0)])
        return dose | {self.unit: text(Fraction(int(new * 100), 100))}

    def revision(self, answer):
        """Return a revision of a plan that was answered."""
        steps = answer["steps"]
        at = self.chance.randrange(len(steps))
        kind = self.chance.choice(["hold", "slow_down", "goal", "step_back"])
        on = written(day(steps[at]["from"]) + self.into(steps[at]))
        found = {"from_step": at, "on": on, "kind": kind}
        if kind in ("hold", "step_back"):
            days = self.chance.randint(1, 30)
            found["days"] = days if self.unit == "mg" else 21 * days
        if kind == "step_back":
            found["to_step"] = self.chance.randint(0, max(at - 1, 0))
        return found | self.speed(kind, [step[f"total_{self.unit}"] for step in steps])

    def into(self, step):
        """Return how many days a step has run; now and then it cannot be."""
        if self.maybe(0.03):
            return self.chance.choice([-1, 800])
        if self.maybe(0.3):
            return 0
        return self.chance.randint(0, (step["days"] or 20) - 1)

    def speed(self, kind, totals):
        """Return new bands or a new goal for a plan with these totals."""
        own = max(totals[-1], key=lambda name: totals[0][name] != totals[-1][name])
        if kind == "goal":
            return {f"goal_{self.unit}": self.chance.choice(totals)[own]}
        if kind == "slow_down":
            most = max(Fraction(total[own]) for total in totals)
            return {"bands": self.bands(most, Fraction(totals[-1][own]))}
        return {}

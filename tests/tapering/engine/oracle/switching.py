"""From one substance to another, daypart by daypart or at once."""

from tests.tapering.engine.oracle.rows import row, total
from tests.tapering.engine.oracle.words import DAYPARTS


def switched(asked):
    """Return the rows up to the last switch day, and (row, facts) of each note."""
    switch, making = asked.switch, asked.making[asked.switch.to]
    doses = {(dose.substance, dose.daypart): dose.mg for dose in asked.regimen}
    found, notes = [row(asked.start, doses)], []
    taken = [part for part in switch.order if (switch.source, part) in doses]
    groups = [[part] for part in taken]
    if switch.style == "at_once":
        groups = [taken]
    for group in groups:
        doses = dict(doses)
        for part in sorted(group, key=DAYPARTS.index):
            mg = doses.pop((switch.source, part))
            wanted = mg * switch.to_mg / switch.from_mg * switch.factor
            given = making.not_over(wanted)
            doses[switch.to, part] = doses.get((switch.to, part), 0) + given
            if given != wanted:
                notes.append((len(found), part, wanted, given))
        found[-1].days = switch.every
        found.append(row(found[-1].day + switch.every, doses))
        found[-1].is_switch = True
    for each in found:
        each.target = total(each, asked.taper)
    return found, notes

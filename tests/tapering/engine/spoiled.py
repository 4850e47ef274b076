"""Requests with one thing wrong in them, drawn at random."""

import copy

WRONG = (
    *(None, True, 0, -1, 1.5, 10**40, "", " ", "0", "-1", "1e3", "00", "1.23456"),
    *("999999", "1000000", "10,5", "mg", "\u0661", "5\n", [], {}, [[]], ["noon"] * 2),
    *("2026-02-30", "20261201", "dusk", 731, 3, "100.5"),
)


def spoiled(request, chance):
    """Return a copy of `request` with a value, a key or a member changed."""
    copied = copy.deepcopy(request)
    holder, key = chance.choice(list(places(copied)))
    way = chance.choice(["value", "value", "value", "gone", "more", "twice"])
    if way == "value":
        holder[key] = chance.choice(WRONG)
    elif way == "gone":
        del holder[key]
    elif isinstance(holder, list):
        holder.append(copy.deepcopy(holder[key]))
    elif way == "more":
        holder["alternate_days"] = True
    else:
        holder[key] = [holder[key]] * 45
    return copied


def places(value):
    """Yield every (container, key) in a request, but not in an earlier plan."""
    keys = value if isinstance(value, dict) else range(len(value))
    for key in keys:
        if key == "plan":
            continue
        yield value, key
        if isinstance(value[key], dict | list):
            yield from places(value[key])

"""Looks at every line, and what of their two ranges held."""
import math
import random

from . import capacity
from .look import Look

# Depth, directions that share the time, whether a rule has a limit.
WAYS = {"full depth": ("full", 2, False), "full depth, one direction": ("full", 1, False),
        "quick depth, no limit": ("quick", 2, False), "quick depth, one direction, no limit": ("quick", 1, False),
        "quick depth, a limit": ("quick", 2, True)}
MINUTE = 60

BASE = 0.3    # added to the deviation from load to load, by the value, in the scale of a score
WIDEST = 1.0  # half of the second range by the value; "unknown" beyond
LEVEL = 0.95


def looks_at(lines, starts, way, samples=True):
    depth, ways, limited = WAYS[way]
    found = []
    for line in lines:
        dice = random.Random(f"{line.name} {way}")
        room = line.seconds - MINUTE - 1
        for i in range(starts):
            start = (i + dice.random()) * room / starts
            limit = capacity.spread(dice, 0.15, 1.8) * line.mean(0, line.seconds - 1) if limited else 0.0
            look = Look(line, dice, start, depth, ways, limit, samples)
            if look.kind != "none":
                found.append(look)
    return found


def share(found, holds):
    """(held, all)."""
    return sum(holds(look) for look in found), len(found)


def over_lines(found, holds, runs=1000):
    """The middle 95 % of the share that holds, of so many draws of as many lines."""
    by_line = {}
    for look in found:
        by_line.setdefault(look.line.name, []).append(holds(look))
    lines, dice, shares = list(by_line.values()), random.Random(1), []
    for _ in range(runs):
        drawn = [dice.choice(lines) for _ in lines]
        shares.append(sum(map(sum, drawn)) / sum(map(len, drawn)))
    shares.sort()
    return shares[round(0.025 * runs)], shares[round(0.975 * runs) - 1]


def scale(look):
    return BASE + look.deviation / look.value


def score(look):
    """How many times more or less the minute carried than the look says (the logarithm's distance from 0), by its scale."""
    minute = look.minute()
    return abs(math.log(minute / look.value)) / scale(look) if minute > 0 else math.inf


def grouped_quantile(groups, level=LEVEL):
    """Dunn, Wasserman and Ramdas 2023, pooled distribution functions: each line weighs as much as the line that is to come,
    whose score may be anything."""
    points = sorted((score, 1 / (len(group) * (len(groups) + 1))) for group in groups for score in group)
    below = 0.0
    for value, weight in points:
        below += weight
        if below >= level - 1e-12:
            return value
    return math.inf


def scores_by_line(found):
    groups = {}
    for look in found:
        if look.kind == "sampled" and look.value > 0:
            groups.setdefault(look.line.name, []).append(score(look))
    return groups


def other_minutes(look, quantile):
    """(low, high) of the second range; None where it is unknown."""
    if look.value <= 0 or quantile == math.inf:
        return None
    factor = math.exp(quantile * scale(look))
    low, high = max(0.0, min(look.low, look.value / factor)), max(look.high, look.value * factor)
    return (low, high) if (high - low) / 2 <= WIDEST * look.value else None

"""Cases for the unit test of probes/statistics/sampled_mean: stretches by chance, and what look.py makes of them."""
import json
import random

from . import look


def cases():
    dice, made = random.Random(15), []
    for number in range(12):
        at, stretches = dice.uniform(0, 5), []
        for _ in range(3 + number % 4):
            batches = [round(dice.uniform(1, 9), 3) for _ in range(dice.randint(1, 6))]
            until = at + dice.uniform(0.2, 0.8)
            stretches.append((at, until, batches))
            at = until + dice.uniform(0, 2)
        value, half, deviation = look.sampled_mean(stretches)
        made.append({"stretches": [{"from": a, "until": b, "batches": x} for a, b, x in stretches], "value": value,
                     "half": half, "deviation": deviation})
    return json.dumps(made, indent=1) + "\n"

"""Lines whose capacity varies: recorded ones, and made ones of nine kinds, each from its own seed."""
import csv
import glob
import math
import os
import random

STEP = 0.02  # seconds
SECONDS = 180
PAYLOAD = 1448 / 1500  # of an IP packet, as TCP fills it
SEGMENT = 1448 * 8
RECORDED = os.path.join(os.path.dirname(os.path.abspath(__file__)), "recorded")


class Line:
    """Payload bits that each step can carry; of a policed line no more than its bucket has, which fills at a rate."""

    def __init__(self, name, kind, trip, bits, bucket=0.0, rate=0.0):
        self.name, self.kind, self.trip = name, kind, trip
        self.bits, self.bucket, self.rate = bits, bucket, rate
        self.sums = [0.0]
        for each in bits:
            self.sums.append(self.sums[-1] + each)
        self.seconds = len(bits) * STEP

    def until(self, at):
        """Bits that could have left by then, but for the bucket."""
        step = min(at / STEP, len(self.bits) - 1e-9)
        return self.sums[int(step)] + (step - int(step)) * self.bits[int(step)]

    def mean(self, begin, end, tokens=None):
        """bit/s of a sender that always has something to send, from so full a bucket on."""
        if not self.rate:
            return (self.until(end) - self.until(begin)) / (end - begin)
        tokens = self.bucket if tokens is None else tokens
        sent, at = 0.0, begin
        while at < end - 1e-9:
            width = min(STEP, end - at)
            bits = min(self.until(at + width) - self.until(at), tokens)
            sent += bits
            tokens = min(self.bucket + self.rate * STEP, tokens - bits + self.rate * width)
            at += width
        return sent / (end - begin)


def spread(dice, low, high):
    """Evenly over the logarithm."""
    return math.exp(dice.uniform(math.log(low), math.log(high)))


def wander(dice, sigma, memory):
    """A stationary Gaussian series with a first-order memory of so many seconds."""
    keep = math.exp(-STEP / memory)
    fresh = math.sqrt(1 - keep * keep)
    x, series = dice.gauss(0, sigma), []
    for _ in range(round(SECONDS / STEP)):
        x = keep * x + fresh * dice.gauss(0, sigma)
        series.append(x)
    return series


def cellular(dice, mean):
    slow = wander(dice, dice.uniform(0.2, 0.7), spread(dice, 2, 30))
    fast = wander(dice, dice.uniform(0.1, 0.5), spread(dice, 0.05, 0.5))
    return [mean * math.exp(a + b) for a, b in zip(slow, fast)]


def wifi(dice, mean):
    """Quick fading, and neighbours that take a half or two thirds for a while."""
    share, rates = 1.0, []
    for x in wander(dice, dice.uniform(0.3, 0.8), spread(dice, 0.03, 0.15)):
        if dice.random() < STEP / 1.5:
            share = dice.choice((1.0, 1.0, 0.5, 0.33))
        rates.append(mean * share * math.exp(x))
    return rates


def shared(dice, mean):
    """Other transfers come and go, and each has as much as ours."""
    come, stay, rates = spread(dice, 0.05, 0.5), spread(dice, 2, 20), []
    others = min(6, int(dice.expovariate(1 / (come * stay))))
    for _ in range(round(SECONDS / STEP)):
        if dice.random() < come * STEP:
            others += 1
        if others and dice.random() < others * STEP / stay:
            others -= 1
        rates.append(mean / (1 + others))
    return rates


def satellite(dice, mean):
    """Another satellite every 15 s, with a gap between."""
    sigma, gap, offset = dice.uniform(0.15, 0.45), dice.uniform(0, 0.4), dice.uniform(0, 15)
    level, slot, rates = 1.0, None, []
    for i, x in enumerate(wander(dice, dice.uniform(0.05, 0.25), 0.2)):
        now, into = divmod(i * STEP + offset, 15)
        if now != slot:
            slot, level = now, math.exp(dice.gauss(0, sigma))
        rates.append(0.0 if into < gap else mean * level * math.exp(x))
    return rates


def outages(dice, mean):
    """Of two seconds each."""
    every, left, rates = spread(dice, 10, 60), 0.0, []
    for x in wander(dice, dice.uniform(0, 0.2), 0.3):
        if left <= 0 and dice.random() < STEP / every:
            left = 2.0
        left -= STEP
        rates.append(0.0 if left > 0 else mean * math.exp(x))
    return rates


def handover(dice, mean):
    """To an older network and back, each minute or seldom."""
    less, below, stay, rates = spread(dice, 0.1, 0.5), dice.random() < 0.3, spread(dice, 60, 600), []
    for x in wander(dice, dice.uniform(0.1, 0.4), spread(dice, 1, 10)):
        if dice.random() < STEP / stay:
            below = not below
        rates.append(mean * (less if below else 1) * math.exp(x))
    return rates


def poisson(dice, _):
    """A slow line from which packets leave by chance."""
    mean, rates = spread(dice, 0.5e6, 5e6) * PAYLOAD, []
    due = dice.expovariate(mean / SEGMENT)
    for i in range(round(SECONDS / STEP)):
        packets = 0
        while due < (i + 1) * STEP:
            packets += 1
            due += dice.expovariate(mean / SEGMENT)
        rates.append(packets * SEGMENT / STEP)
    return rates


def evening(dice, mean):
    """A slow tide with a little noise."""
    sway, period, phase = dice.uniform(0.1, 0.5), spread(dice, 20, 120), dice.uniform(0, 2 * math.pi)
    noise = wander(dice, dice.uniform(0.02, 0.15), 0.1)
    return [mean * (1 + sway * math.sin(phase + 2 * math.pi * i * STEP / period)) * math.exp(x)
            for i, x in enumerate(noise)]


def policed(dice, mean):
    """Even but for the policer; one in four mobile."""
    return cellular(dice, mean) if dice.random() < 0.25 else [mean] * round(SECONDS / STEP)


KINDS = {make.__name__: make for make in (cellular, wifi, shared, satellite, outages, handover, poisson, evening, policed)}


def made(each):
    """So many lines of each kind: round trips of 20 to 200 ms, 2 to 100 Mbit/s in the mean or so."""
    lines = []
    for kind, make in KINDS.items():
        for i in range(each):
            dice = random.Random(f"{kind} {i}")
            trip = spread(dice, 0.02, 0.2)
            mean = spread(dice, 2e6, min(100e6, 12e6 / trip))
            rates = make(dice, mean)
            rate = mean * dice.uniform(0.25, 0.8) if kind == "policed" else 0.0
            bucket = (mean - rate) * spread(dice, 0.1, 4) if rate else 0.0
            lines.append(Line(f"{kind}-{i}", kind, trip, [r * STEP for r in rates], bucket, rate))
    return lines


def recorded():
    lines = []
    for file in sorted(glob.glob(os.path.join(RECORDED, "*.csv"))):
        with open(file, newline="") as rows:
            counts = list(csv.DictReader(rows))
        for way in ("down", "up"):
            lines.append(Line(f"{os.path.basename(file)[:-4]}-{way}", "recorded", 0.06,
                              [int(row[way]) * SEGMENT for row in counts]))
    return lines

"""A look at one direction of a line, as the probe network.throughput takes it: the figures here are the program's
(probes/network/line/load, probes/statistics/sampled_mean.h), written a second time so that each can be held against the other."""
import math
import statistics

from .capacity import SEGMENT, STEP
from .simulated import Bucket, load

LONGEST = {"full": 4.4, "quick": 3.0}  # seconds of a load beyond slow start
RAMP_MOST = {"full": 0.0, "quick": 2.0}
MORE = 1.15           # of the seconds that one load would take
MOST_LOADS, LEAST_MORE = 6, 3
STEADY = 0.4          # seconds of each later load
VARIES = 0.1
OFFERED = 1.1         # of the limit
KEEPS_UP = 0.97
HELD_BACK = 0.2       # share of batches that came as fast as they were offered


def student(freedom, alpha=0.05, known={}):
    """The two-sided quantile, by bisection over Simpson's rule."""
    if (freedom, alpha) not in known:
        c = math.exp(math.lgamma((freedom + 1) / 2) - math.lgamma(freedom / 2)) / math.sqrt(freedom * math.pi)

        def above(x, steps=2000):
            # Over y = 1 / u, so that the tail has an end.
            f = lambda y: c * (1 + 1 / (y * y * freedom)) ** (-(freedom + 1) / 2) / (y * y) if y > 0 else 0.0
            h = 1 / x / steps
            return h / 3 * (f(0) + f(1 / x) + sum((4 if i % 2 else 2) * f(i * h) for i in range(1, steps)))
        low, high = 1e-3, 1e3
        for _ in range(60):
            middle = math.sqrt(low * high)
            low, high = (middle, high) if above(middle) > alpha / 2 else (low, middle)
        known[(freedom, alpha)] = high
    return known[(freedom, alpha)]


def mean_interval(batches, alpha=0.05):
    """Any time: the mixture of probes/statistics/statistics.h."""
    n, r = len(batches), 0.3
    mean = sum(batches) / n
    factor = student(n - 1) / 1.959964 * math.sqrt(2 * (n * r + 1) / (n * n * r) * math.log(math.sqrt(n * r + 1) / alpha))
    return mean, factor * statistics.stdev(batches)


def sampled_mean(stretches):
    """(mean, half width, deviation) of [(from, until, batches)]: probes/statistics/sampled_mean.h."""
    n = len(stretches)
    means = [sum(batches) / len(batches) for _, _, batches in stretches]
    edges = [stretches[0][0], *((a[1] + b[0]) / 2 for a, b in zip(stretches, stretches[1:])), stretches[-1][1]]
    whole = edges[-1] - edges[0]
    shares = [(b - a) / whole for a, b in zip(edges, edges[1:])]
    seen = [(s[1] - s[0]) / (b - a) for s, a, b in zip(stretches, edges, edges[1:])]
    mean = sum(w * y for w, y in zip(shares, means))
    square = sum((b - a) ** 2 for a, b in zip(means, means[1:])) / (2 * (n - 1))
    among = student(2 * (n - 1) ** 2 / (3 * n - 4)) * math.sqrt(
        square * sum(w * w * (1 - f) for w, f in zip(shares, seen)))
    batches = sum(len(s[2]) for s in stretches)
    within = 0.0
    if batches > n:
        squares = sum((x - y) ** 2 for s, y in zip(stretches, means) for x in s[2])
        within = student(batches - n) * math.sqrt(squares / (batches - n) / batches)
    return mean, max(among, within), math.sqrt(square)


def varies(batches):
    """More than a tenth from one to the next, in the median: a line that steps once does not."""
    if len(batches) < 4:
        return False
    steps = sorted(abs(b - a) for a, b in zip(batches, batches[1:]))
    return steps[len(steps) // 2] > VARIES * sum(batches) / len(batches)


def slow_start(rate, trip):
    return trip * (1 + max(0, math.ceil(math.log2(max(1.0, rate * trip / (10 * SEGMENT))))))


def arrived(counts, when):
    i = min(len(counts) - 2, max(0, int((when - counts[0][0]) / STEP + 1e-9)))
    (t, a), (u, b) = counts[i], counts[i + 1]
    return a + (b - a) * min(1.0, max(0.0, (when - t) / (u - t)))


def batches_of(counts, begin, seconds):
    n = int((counts[-1][0] - begin) / seconds + 1e-9)
    return [(arrived(counts, begin + (i + 1) * seconds) - arrived(counts, begin + i * seconds)) / seconds for i in range(n)]


def steady_from(batches):
    for i in range(len(batches) - 1):
        following = sorted(batches[i + 1:i + 6])
        median = following[len(following) // 2]
        if 0.95 * median <= batches[i] <= 1.2 * median:
            return i
    return len(batches)


def length(counts):
    return counts[-1][0] - counts[0][0]


class Look:
    """`ways`: directions that share the time; the other one is taken to need as long. `limit`: of a rule, bit/s; 0 is none."""

    def __init__(self, line, dice, start, depth, ways=2, limit=0.0, samples=True):
        self.line, self.dice, self.start, self.depth, self.ways = line, dice, start, depth, ways
        self.limit, self.samples = limit, samples and limit == 0
        self.offered = OFFERED * limit
        regular = 24 * SEGMENT / self.offered if limit else 0
        self.batch = round(min(0.4, max(0.1, 4 * line.trip, regular)) / STEP) * STEP
        self.bucket = Bucket(line)
        self.kind, self.stretches = "none", []
        self.first()

    def parts(self, counts):
        batches = batches_of(counts, counts[0][0], self.batch)
        ramp = steady_from(batches)
        return batches[ramp:], ramp * self.batch if ramp + 1 < len(batches) else length(counts)

    def over(self, counts):
        if len(counts) < 10 or (len(counts) - 1) % 5:
            return False
        steady, ramp = self.parts(counts)
        if length(counts) >= LONGEST[self.depth] + min(RAMP_MOST[self.depth], ramp) - 1e-9:
            return True
        if len(steady) < (4 if self.batch >= 0.3 else 5):
            return False
        low, high = self.one(steady)[1:]
        if self.limit:
            return not low < self.limit < high
        narrow = self.depth == "full" and high - low <= 0.02 * sum(steady) / len(steady)
        return narrow or (self.samples and self.strata(steady, ramp, length(counts)) is not None)

    def one(self, steady):
        value, half = mean_interval(steady)
        half += 2 * SEGMENT / (len(steady) * self.batch)
        reached = sum(x >= KEEPS_UP * self.offered for x in steady) if self.offered else 0
        held = self.offered and (value >= KEEPS_UP * self.offered or reached >= HELD_BACK * len(steady))
        return value, value - half, math.inf if held else value + half

    def strata(self, steady, ramp, seconds):
        """(loads to come, seconds a stratum, seconds left out of each load, steady ones)."""
        rate, trip = sum(steady) / len(steady), self.line.trip
        if rate <= 0 or not varies(steady):
            return None
        left = MORE * (LONGEST[self.depth] + min(RAMP_MOST[self.depth], ramp) + 2 * trip) - seconds - 2 * trip
        skip, keep = slow_start(rate, trip), max(STEADY, 3 * trip)
        each = 2 * trip + skip + keep + 0.05
        loads = min(MOST_LOADS - 1, int(left / each))
        return (loads, left / loads * self.ways, skip, keep, each) if loads >= LEAST_MORE else None

    def first(self):
        counts = load(self.line, self.bucket, self.start, self.over, self.offered)
        steady, ramp = self.parts(counts)
        took = counts[-1][0] - self.start
        self.seconds = took
        if len(steady) < 3:
            return
        self.kind = "one"
        begin = counts[0][0] + ramp
        self.stretches = [(begin, begin + len(steady) * self.batch, steady)]
        self.value, self.low, self.high = self.one(steady)
        self.deviation = 0.0
        short = length(counts) < LONGEST[self.depth] + min(RAMP_MOST[self.depth], ramp) - 0.05
        more = self.strata(steady, ramp, length(counts)) if self.samples and short else None
        if more:
            self.go_on(self.start + took * self.ways, *more)
            self.seconds = took + more[0] * more[1] / self.ways

    def go_on(self, begin, loads, stratum, skip, keep, each):
        self.kind = "sampled"
        for i in range(loads):
            at = begin + i * stratum + self.dice.uniform(0, max(0.0, stratum - each))
            counts = load(self.line, self.bucket, at, lambda c: length(c) >= skip + keep - 1e-9)
            wide = max(0.1, min(self.batch, keep / 2))
            batches = batches_of(counts, counts[0][0] + skip, wide)
            begin_at = counts[0][0] + skip
            self.stretches.append((begin_at, begin_at + len(batches) * wide, batches))
        self.value, half, self.deviation = sampled_mean(self.stretches)
        half += 2 * SEGMENT / sum(b - a for a, b, _ in self.stretches)
        self.low, self.high = self.value - half, self.value + half

    def begin(self):
        return self.stretches[0][0]

    def end(self):
        return self.stretches[-1][1]

    def truth(self):
        """What the line carried in the seconds that the look names."""
        return self.line.mean(self.begin(), self.end(), self.bucket.tokens_at(self.begin()))

    def minute(self):
        """In the 60 s from the first load on."""
        return self.line.mean(self.start, self.start + 60)

    def holds(self, truth):
        return self.low <= truth <= self.high

    def width(self):
        """Half of the range, by the value."""
        return (self.high - self.low) / 2 / self.value if self.value > 0 else math.inf

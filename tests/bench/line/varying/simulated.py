"""One TCP transfer over a line of capacity.py: what had arrived, step by step."""
from .capacity import SEGMENT, STEP


class Bucket:
    """A policer's, with how full it was at each step."""

    def __init__(self, line):
        self.line, self.tokens, self.at, self.past = line, line.bucket + line.rate * STEP, None, []

    def take(self, now, bits):
        if not self.line.rate:
            return bits
        if self.at is not None:
            most = self.line.bucket + self.line.rate * STEP
            self.tokens = min(most, self.tokens + self.line.rate * (now - self.at))
        self.at = now
        self.past.append((now, self.tokens))
        bits = min(bits, self.tokens)
        self.tokens -= bits
        return bits

    def tokens_at(self, when):
        before = [tokens for at, tokens in self.past if at <= when + 1e-9]
        return before[-1] if before else self.line.bucket


class Sender:
    """Doubles each round trip until the line is full, keeps up to two and a half times of what came in the last ten round
    trips on the way (as bbr does), and begins anew after a silence, the later the longer that was."""

    def __init__(self, line, offered):
        self.trip, self.offered = max(line.trip, STEP), offered
        self.least = 10 * SEGMENT / self.trip
        self.recent, self.may, self.backlog = [self.least], self.least, 0.0
        self.silence = self.wait = 0.0

    def bits(self):
        """That it has for the next step."""
        if self.wait > 0:
            self.wait -= STEP
            return 0.0
        bits = self.may * STEP
        return min(bits, self.offered * STEP + self.backlog) if 0 < self.offered * STEP < bits else bits

    def came(self, bits, dead):
        long = self.silence > max(0.3, 2 * self.trip)
        if dead:
            self.silence += STEP
            if long:
                self.wait = self.silence / 2
        elif self.silence > 0:
            if long:
                self.may, self.recent = self.least, self.recent[-1:]
            self.silence = 0.0
        if self.offered:
            most = max(2 * max(self.recent) * self.trip, 4 * SEGMENT)
            grown = max(0.0, self.backlog + self.offered * STEP - bits)
            self.backlog = min(most, grown) if self.may > self.offered else 0.0
        self.recent = (self.recent + [bits / STEP])[-max(2, round(10 * self.trip / STEP)):]
        self.may = max(min(self.may * 2 ** (STEP / self.trip), 2.5 * max(self.recent)), self.least / 4)


def load(line, bucket, begin, over, offered=0.0):
    """[(seconds, bits so far)], two round trips after `begin` on, until `over` says so of them."""
    sender = Sender(line, offered)
    at, arrived = begin + 2 * line.trip, 0.0
    counts = [(at, 0.0)]
    while not over(counts) and at < line.seconds - STEP:
        can = line.bits[int(at / STEP)]
        bits = bucket.take(at, min(can, sender.bits()))
        sender.came(bits, can == 0)
        at += STEP
        arrived += bits
        counts.append((at, arrived))
    return counts

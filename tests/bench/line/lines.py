"""Random home lines, each from its own seed, and a spec whose limits lie around what each line can do."""
import dataclasses
import math
import random


@dataclasses.dataclass
class Line:
    number: int
    kind: str
    down: float  # bit/s of IP packets
    up: float
    delay: float  # seconds, one way
    jitter: float
    loss: float
    burst: float
    queue: float
    limits: dict

    def arguments(self):
        return ["--down", f"{self.down:.0f}", "--up", f"{self.up:.0f}", "--delay", f"{self.delay * 1e3:.3f}",
                "--jitter", f"{self.jitter * 1e3:.3f}", "--loss", f"{self.loss * 100:.4f}",
                "--burst", f"{self.burst:.2f}", "--queue", f"{self.queue * 1e3:.0f}", "--seed", str(self.number + 1)]

    def payload_rate(self, direction):
        """What TCP can carry: 1448 of each 1500 bytes."""
        return getattr(self, direction) * 1448 / 1500

    def spec(self):
        limits = self.limits
        return f"""[spec]
language = 1
name = "bench"
[recommend.network]
latency = "<= {limits['latency'] * 1e3:.6g} ms"
jitter = "<= {limits['jitter'] * 1e3:.6g} ms"
loss = "<= {limits['loss'] * 100:.6g} %"
delay_variation_down = "<= {limits['delay_variation_down'] * 1e3:.6g} ms"
download = ">= {limits['download'] / 1e6:.6g} Mbps"
upload = ">= {limits['upload'] / 1e6:.6g} Mbps"
bufferbloat_download = "<= 10 s"
bufferbloat_upload = "<= 10 s"
latency_download = "<= 10 s"
latency_upload = "<= 10 s"
"""


def spread(dice, low, high):
    """Evenly over the logarithm."""
    return math.exp(dice.uniform(math.log(low), math.log(high)))


def line(number):
    """1-200 Mbit/s, 1-300 ms round trip with rate x round trip up to 1.5 MB, loss to 5 %, queues to 500 ms."""
    dice = random.Random(number * 7919 + 17)
    trip = spread(dice, 0.001, 0.3)
    most = min(200e6, 1.5e6 * 8 / trip)
    down = spread(dice, 1e6, most)
    up = spread(dice, 1e6, min(most, down))
    kind = ("clean", "jittery", "lossy", "bursty")[number % 4]
    jitter = 0.0 if kind == "clean" else min(spread(dice, 0.0005, 0.03), trip / 2)
    loss = spread(dice, 0.0005, 0.05) if kind in ("lossy", "bursty") else 0.0
    burst = dice.uniform(2, 8) if kind == "bursty" else 1.0
    queue = spread(dice, 0.02, 0.5)
    around = lambda low, high: spread(dice, low, high)
    limits = {
        "latency": (trip + jitter) * around(0.5, 2),
        "jitter": max(0.001, jitter / 3 * around(0.4, 2.5)),
        "delay_variation_down": max(0.005, jitter * around(0.5, 2)),
        "loss": 0.01,
        "download": down * 1448 / 1500 * around(0.15, 1.8),
        "upload": up * 1448 / 1500 * around(0.15, 1.8),
    }
    return Line(number, kind, down, up, trip / 2, jitter, loss, burst, queue, limits)

"""Real probes over the emulated line, compared with the emulator's own packet log."""
import math
import os
import sys
import unittest

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path[:0] = [HERE, os.path.join(HERE, "../e2e")]
import ending  # noqa: E402
import lateness  # noqa: E402
import log_truth  # noqa: E402
from line_world import PORT, SPEC, TROUBLE, World  # noqa: E402


def tearDownModule():
    lateness.tell()


def bytes_on_wire(world):
    ethernet = 14
    return sum(int(r["bytes"]) + ethernet for r in world.rows if r["direction"] == "up" or int(r["out_ns"]) > 0)


def bytes_named(world):
    return sum(world.facts[f"network.{name}"]["cost"]["bytes"] for name in ("latency", "download", "upload"))


class CleanLine(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.world = World(["--down", "50M", "--up", "10M", "--delay", "10", "--seed", "7"], SPEC)

    def test_round_trip_is_the_lines(self):
        truth = log_truth.round_trip_median(self.world.rows, PORT)
        measured = self.world.facts["network.latency"]["value"]
        # The devices, the scheduler and the reflector add to what the line alone does.
        self.assertAlmostEqual(measured, truth, delta=0.002)

    def test_nothing_is_lost(self):
        self.assertEqual(self.world.facts["network.loss"]["value"], 0)

    def test_a_line_slower_than_the_limit_is_measured_as_it_is(self):
        fact = self.world.facts["network.download"]
        truth = log_truth.tcp_rate(self.world.rows, "down")
        self.assertFalse(fact.get("at_least", False))
        self.assertAlmostEqual(fact["value"] / truth, 1, delta=0.1)

    def test_a_line_faster_than_the_limit_is_at_least(self):
        fact = self.world.facts["network.upload"]
        self.assertTrue(fact["at_least"])
        self.assertGreater(fact["value"], 5e6)
        self.assertLess(fact["value"], 5.8e6, "it was offered 5.5 Mbit/s")

    def test_an_even_line_is_not_said_to_change(self):
        for name in ("download", "upload"):
            detail = self.world.facts[f"network.{name}"]["detail"]
            self.assertAlmostEqual(detail["looked"]["seconds"], detail["steady_seconds"], delta=0.002)
            self.assertNotIn("other_minutes", detail)
            self.assertNotIn("loads", detail, "it costs no second more")

    def test_the_bytes_named_are_those_on_the_wire(self):
        # The greeting's kilobytes are the run's and no fact's.
        self.assertAlmostEqual(bytes_named(self.world) / bytes_on_wire(self.world), 1, delta=0.02)


class Ipv6Line(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.world = World(["--down", "50M", "--up", "10M", "--delay", "10", "--seed", "7"], SPEC, far="fd78::2")

    def test_it_is_measured_over_ipv6(self):
        for name in ("latency", "download", "upload"):
            self.assertEqual(self.world.facts[f"network.{name}"]["detail"]["address_family"], "IPv6", name)

    def test_figures_agree_with_the_log(self):
        truth = log_truth.round_trip_median(self.world.rows, PORT)
        self.assertAlmostEqual(self.world.facts["network.latency"]["value"], truth, delta=0.002)
        self.assertEqual(self.world.facts["network.loss"]["value"], 0)
        rate = self.world.facts["network.download"]["value"] / log_truth.tcp_rate(self.world.rows, "down")
        self.assertAlmostEqual(rate, 1, delta=0.1)

    def test_the_bytes_named_are_those_on_the_wire(self):
        # 20 bytes of each packet are IPv6's longer header: a fortieth of all bytes of this run.
        self.assertAlmostEqual(bytes_named(self.world) / bytes_on_wire(self.world), 1, delta=0.01)


class LossyLine(unittest.TestCase):
    def test_loss_is_inside_its_interval_and_near_the_log(self):
        spec = SPEC.replace('download = ">= 100 Mbps"\nupload = ">= 5 Mbps"\n', "")
        world = World(["--down", "50M", "--up", "10M", "--delay", "10", "--loss", "5", "--seed", "3"], spec)
        fact = world.facts["network.loss"]
        truth, sent = max(log_truth.loss(log_truth.stamp_packets(world.rows, PORT, d)) for d in ("up", "down"))
        margin = 4 * math.sqrt(truth * (1 - truth) / sent)
        self.assertAlmostEqual(fact["value"], truth, delta=margin)
        self.assertLessEqual(fact["low"], truth)
        self.assertGreaterEqual(fact["high"], truth)


QUEUE = """
[spec]
language = 1
name = "queue"
[recommend.network]
queue_download = "<= 300 ms"
queue_upload = "<= 300 ms"
"""


class FullLine(unittest.TestCase):
    LINE = ["--down", "20M", "--up", "5M", "--delay", "10"]

    def longest_wait(self, world, direction):
        """Seconds that the packets of the probe waited at most; the line's own delay is among them."""
        return max((int(r["out_ns"]) - int(r["in_ns"])) / 1e9 for r in
                   log_truth.stamp_packets(world.rows, PORT, direction) if int(r["out_ns"]) > 0)

    def test_a_long_queue_shows_in_seconds(self):
        world = World([*self.LINE, "--queue", "800"], QUEUE)
        for name, direction in (("queue_download", "down"), ("queue_upload", "up")):
            value = world.facts[f"network.{name}"]["value"]
            self.assertGreater(value, 0.4, name)
            self.assertLess(value, self.longest_wait(world, direction) + 0.05, name)

    def test_a_short_queue_stays_short(self):
        world = World([*self.LINE, "--queue", "50"], QUEUE)
        for name in ("queue_download", "queue_upload"):
            self.assertLess(world.facts[f"network.{name}"]["value"], 0.12, name)


class HomeNetwork(unittest.TestCase):
    def test_loss_at_home_is_told_from_loss_beyond(self):
        home = World(["--down", "50M", "--up", "10M", "--delay", "10", "--home-loss", "4", "--seed", "5"], TROUBLE)
        self.assertEqual(home.facts["network.fault"]["value"], "home_network")
        self.assertGreater(home.facts["network.gateway.loss"]["low"], 0.01)
        beyond = World(["--down", "50M", "--up", "10M", "--delay", "10", "--loss", "4", "--seed", "5"], TROUBLE)
        self.assertEqual(beyond.facts["network.fault"]["value"], "provider")
        self.assertEqual(beyond.facts["network.gateway.loss"]["value"], 0)
        self.assertAlmostEqual(beyond.facts["network.gateway.latency"]["value"], 0.0003, delta=0.001)


if __name__ == "__main__":
    ending.main()

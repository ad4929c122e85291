"""Real probes over lines that reorder, double, die, are full of others or pass no datagrams."""
import os
import sys
import unittest

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path[:0] = [HERE, os.path.join(HERE, "../e2e")]
import ending  # noqa: E402
import lateness  # noqa: E402
import log_truth  # noqa: E402
from line_world import SPEC, TROUBLE, World  # noqa: E402


def tearDownModule():
    lateness.tell()


class OddLine(unittest.TestCase):
    def test_reordering_and_duplicates_are_no_loss(self):
        world = World(["--down", "50M", "--up", "10M", "--delay", "10", "--reorder", "2", "--duplicate", "2", "--seed",
                       "9"], TROUBLE)
        self.assertEqual(world.facts["network.loss"]["value"], 0)
        self.assertGreater(world.facts["network.reordering"]["value"], 0.005)
        self.assertGreater(world.facts["network.duplicates"]["value"], 0.005)

    def test_a_line_that_dies_for_a_while_has_lost_what_it_lost(self):
        world = World(["--down", "50M", "--up", "10M", "--delay", "10", "--outage-at", "3", "--outage", "2"], TROUBLE)
        self.assertGreater(world.facts["network.loss"]["value"], 0.15)
        self.assertLess(world.facts["network.latency"]["value"], 0.05)

    def test_a_slow_line_with_seconds_of_queue(self):
        spec = SPEC.replace("latency =", 'latency_upload = "<= 500 ms"\nlatency =').replace("100 Mbps", "1 Mbps")
        world = World(["--down", "2M", "--up", "2M", "--delay", "20", "--queue", "3000"], spec)
        # The upload offers 5.5 Mbit/s, so it fills the line and, slowly, the queue.
        truth = log_truth.tcp_rate(world.rows, "up")
        self.assertAlmostEqual(world.facts["network.upload"]["value"] / truth, 1, delta=0.1)
        for fact in world.facts.values():
            if isinstance(fact["value"], float):
                self.assertGreaterEqual(fact["value"], 0)


class DeadLine(unittest.TestCase):
    ASKED = ["latency", "loss", "jitter", "download", "upload"]

    def assertSane(self, world):
        """Each question has a figure or a cause; no figure is negative or outside of its interval."""
        for name in self.ASKED:
            self.assertNotEqual(f"network.{name}" in world.facts, f"network.{name}" in world.unmeasured, name)
        for key, why in world.unmeasured.items():
            self.assertTrue(why["cause"] and why["message"], key)
        for key, fact in world.facts.items():
            if isinstance(fact["value"], float):
                self.assertGreaterEqual(fact["value"], 0, key)
                self.assertGreaterEqual(fact["value"], fact.get("low", 0), key)

    def test_that_loses_everything_has_no_figure(self):
        world = World(["--down", "50M", "--up", "10M", "--delay", "10", "--loss", "100"], SPEC)
        self.assertSane(world)
        self.assertEqual({world.unmeasured[f"network.{name}"]["cause"] for name in self.ASKED}, {"far_end_failed"})

    def test_that_dies_in_mid_load_and_returns(self):
        spec = SPEC.replace("100 Mbps", "10 Mbps")
        for at in ("9", "11"):  # the load begins after some 8 s of packets
            with self.subTest(at):
                world = World(["--down", "50M", "--up", "10M", "--delay", "10", "--outage-at", at, "--outage", "1.5"],
                              spec)
                self.assertSane(world)
                for name, most in (("download", 11.8e6), ("upload", 5.9e6)):
                    if f"network.{name}" in world.facts:
                        self.assertLess(world.facts[f"network.{name}"]["value"], most)


class OtherTraffic(unittest.TestCase):
    def test_it_is_noticed_and_named(self):
        # A stream of some 4 Mbit/s of packets to the router, which is no line's fault.
        shout = ("import socket,time\ns=socket.socket(socket.AF_INET,socket.SOCK_DGRAM)\n"
                 "while True:\n s.sendto(bytes(1200),('10.78.0.2',9)); time.sleep(0.0025)")
        world = World(["--down", "50M", "--up", "10M", "--delay", "10"], TROUBLE, beside=shout)
        detail = world.facts["network.latency"]["detail"]
        self.assertEqual(detail["tainted"], "other_traffic")
        self.assertGreater(detail["other_traffic"], 1e6)


class BlockedUdp(unittest.TestCase):
    def test_a_cause_and_no_figure(self):
        world = World(["--down", "50M", "--up", "10M", "--delay", "10", "--block-udp"], SPEC)
        for key in ("network.latency", "network.loss", "network.jitter"):
            self.assertNotIn(key, world.facts)
            self.assertEqual(world.unmeasured[key]["cause"], "far_end_failed")
        self.assertIn("network.download", world.facts, "TCP still works")


if __name__ == "__main__":
    ending.main()

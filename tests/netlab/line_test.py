"""Real probes over the emulated line, compared with the emulator's own packet log."""
import json
import math
import os
import subprocess
import sys
import tempfile
import unittest

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path[:0] = [HERE, os.path.join(HERE, "../e2e")]
import ending  # noqa: E402
import lateness  # noqa: E402
import log_truth  # noqa: E402

BIN = os.environ["DESKREADY_BIN"]
PORT = 8700


class World:
    """One run of `deskready facts --only network` in an emulated home."""

    def __init__(self, line, spec=None, beside=None, far="10.78.0.2"):
        """`beside`: a Python program that runs in the home meanwhile. `far`: the address that the line is measured
        to."""
        host = f"[{far}]" if ":" in far else far
        (self.facts, self.unmeasured), self.rows = lateness.in_time(lambda: self.run(line, spec, beside, host))

    def run(self, line, spec, beside, host):
        with tempfile.TemporaryDirectory() as folder:
            log = os.path.join(folder, "log.csv")
            facts = os.path.join(folder, "facts.json")
            command = [f"{BIN}/netlab", *line, "--log", log, "--far", f"{BIN}/deskready-responder --listen [::]:{PORT}",
                       "--", f"{BIN}/deskready", "facts", "--only", "network", "--far-end", f"http://{host}:{PORT}",
                       "--yes", "--format", "json", "--output", facts]
            if spec:
                file = os.path.join(folder, "spec.toml")
                with open(file, "w") as out:
                    out.write(spec)
                command += ["--for", file]
            if beside:
                at = command.index("--") + 1
                command[at:] = ["sh", "-c", '"$0" -c "$1" & shift; "$@"; e=$?; kill $!; exit $e', sys.executable,
                                beside, *command[at:]]
            env = dict(os.environ, XDG_STATE_HOME=folder, XDG_CONFIG_HOME=folder, XDG_RUNTIME_DIR=folder)
            done = subprocess.run(command, env=env, stdin=subprocess.DEVNULL, capture_output=True, text=True,
                                  timeout=120)
            if done.returncode == ending.SKIPPED:
                raise unittest.SkipTest(done.stderr)
            if done.returncode != 0:
                raise AssertionError(f"exit {done.returncode}: {done.stderr}")
            with open(facts) as file:
                document = json.load(file)
            return (document["facts"], document["unmeasured"]), log_truth.read(log)


def tearDownModule():
    lateness.tell()


SPEC = """
[spec]
language = 1
name = "line"
[require.network]
latency = "<= 100 ms"
loss = "<= 1 %"
jitter = "<= 30 ms"
download = ">= 100 Mbps"
upload = ">= 5 Mbps"
"""


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


TROUBLE = """
[spec]
language = 1
name = "trouble"
[require.network]
latency = "<= 100 ms"
loss = "<= 1 %"
reordering = "<= 1 %"
duplicates = "<= 1 %"
gateway.latency = "<= 50 ms"
gateway.loss = "<= 1 %"
fault = { in = ["none"] }
"""


class HomeNetwork(unittest.TestCase):
    def test_loss_at_home_is_told_from_loss_beyond(self):
        home = World(["--down", "50M", "--up", "10M", "--delay", "10", "--home-loss", "4", "--seed", "5"], TROUBLE)
        self.assertEqual(home.facts["network.fault"]["value"], "home_network")
        self.assertGreater(home.facts["network.gateway.loss"]["low"], 0.01)
        beyond = World(["--down", "50M", "--up", "10M", "--delay", "10", "--loss", "4", "--seed", "5"], TROUBLE)
        self.assertEqual(beyond.facts["network.fault"]["value"], "provider")
        self.assertEqual(beyond.facts["network.gateway.loss"]["value"], 0)
        self.assertAlmostEqual(beyond.facts["network.gateway.latency"]["value"], 0.0003, delta=0.001)


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

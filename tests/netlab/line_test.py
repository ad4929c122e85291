"""Real probes over the emulated line, compared with the emulator's own packet log."""
import json
import math
import os
import subprocess
import sys
import tempfile
import unittest

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import log_truth  # noqa: E402

BIN = os.environ["DESKREADY_BIN"]
PORT = 8700


class World:
    """One run of `deskready facts --only network` in an emulated home."""

    def __init__(self, line, spec=None):
        self.folder = tempfile.TemporaryDirectory()
        self.log = os.path.join(self.folder.name, "log.csv")
        facts = os.path.join(self.folder.name, "facts.json")
        command = [f"{BIN}/netlab", *line, "--log", self.log, "--far",
                   f"{BIN}/deskready-responder --listen 10.78.0.2:{PORT}", "--",
                   f"{BIN}/deskready", "facts", "--only", "network", "--far-end", f"http://10.78.0.2:{PORT}",
                   "--yes", "--format", "json", "--output", facts]
        if spec:
            file = os.path.join(self.folder.name, "spec.toml")
            with open(file, "w") as out:
                out.write(spec)
            command += ["--for", file]
        env = dict(os.environ, XDG_STATE_HOME=self.folder.name, XDG_CONFIG_HOME=self.folder.name,
                   XDG_RUNTIME_DIR=self.folder.name)
        done = subprocess.run(command, env=env, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=120)
        if done.returncode == 77:
            print(done.stderr)
            sys.exit(77)
        if done.returncode != 0:
            raise AssertionError(f"exit {done.returncode}: {done.stderr}")
        with open(facts) as file:
            document = json.load(file)
        self.facts, self.unmeasured = document["facts"], document["unmeasured"]
        self.rows = log_truth.read(self.log)


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


class CleanLine(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.world = World(["--down", "50M", "--up", "10M", "--delay", "10", "--seed", "7"], SPEC)

    @classmethod
    def tearDownClass(cls):
        cls.world.folder.cleanup()

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
        self.assertLess(fact["value"], 6.5e6, "it was offered 6.25 Mbit/s")


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


class BlockedUdp(unittest.TestCase):
    def test_a_cause_and_no_figure(self):
        world = World(["--down", "50M", "--up", "10M", "--delay", "10", "--block-udp"], SPEC)
        for key in ("network.latency", "network.loss", "network.jitter"):
            self.assertNotIn(key, world.facts)
            self.assertEqual(world.unmeasured[key]["cause"], "far_end_failed")
        self.assertIn("network.download", world.facts, "TCP still works")


if __name__ == "__main__":
    unittest.main()

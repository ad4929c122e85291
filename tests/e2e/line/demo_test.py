"""`./run demo`: a whole verdict over an emulated line and a virtual headset, with the emulator's log as the truth.

Exits with 77 when one of the two worlds cannot be built here."""
import json
import os
import pathlib
import subprocess
import sys
import tempfile
import unittest

SOURCE = pathlib.Path(os.environ["DESKREADY_SOURCE"])
BIN = pathlib.Path(os.environ["DESKREADY_BIN"])
sys.path[:0] = [str(SOURCE / "tests/e2e"), str(SOURCE / "tests/netlab")]
import emulated  # noqa: E402
import ending  # noqa: E402
import lateness  # noqa: E402
import log_truth  # noqa: E402

PORT = 8700


def demo(*options):
    """What the demo came to: its exit code, what it said, its report, and what is wrong with that; the line's packets."""
    result, rows = lateness.in_time(lambda: demo_once(options), PORT)
    return *result, rows


def demo_once(options):
    with tempfile.TemporaryDirectory() as folder:
        log = os.path.join(folder, "packets.csv")
        report = os.path.join(folder, "report.json")
        done = subprocess.run([SOURCE / "tests/netlab/demo.sh", BIN.parent, "--format", "json", "--output", report, *options],
                              env=dict(os.environ, DESKREADY_DEMO_LOG=log), stdin=subprocess.DEVNULL,
                              capture_output=True, text=True, timeout=120)
        emulated.built(done)
        valid = subprocess.run([BIN / "report_validator", report], capture_output=True, text=True, timeout=60)
        return (done.returncode, done.stderr, json.loads(pathlib.Path(report).read_text()), valid.stdout), log_truth.read(log)


class ByTheDevicesAlone(unittest.TestCase):
    """As the service checks where it may not listen: nothing is recorded and nobody is asked."""

    def test_a_healthy_desk_is_ready(self):
        code, said, report, faults, _ = demo("--unattended", "--sound", "devices")
        self.assertEqual(faults, "")
        self.assertIn(report["verdict"], ("ready", "ready_with_warnings"), report["findings"])
        self.assertEqual(code, 0 if report["verdict"] == "ready" else 1, said)
        self.assertIs(report["facts"]["audio.microphone.muted"]["value"], False)
        for fact in ("audio.noise_floor", "audio.speech.level", "audio.speaker.heard"):
            self.assertNotIn(fact, report["facts"])


class Demo(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.code, cls.said, cls.report, cls.faults, cls.rows = demo()

    def value(self, name):
        self.assertIn(name, self.report["facts"], self.report["unmeasured"].get(name))
        return self.report["facts"][name]["value"]

    def test_the_verdict_is_whole(self):
        self.assertEqual(self.faults, "")
        self.assertIn(self.report["verdict"], ("ready", "ready_with_warnings"), self.report["findings"])
        self.assertEqual(self.code, 0 if self.report["verdict"] == "ready" else 1, self.said)
        self.assertNotIn("not_measured", {finding["outcome"] for finding in self.report["findings"]})

    def test_the_line_is_as_the_log_says(self):
        # The devices, the scheduler and the reflector add to what the line alone does.
        self.assertAlmostEqual(self.value("network.latency"), log_truth.round_trip_median(self.rows, PORT), delta=0.002)
        self.assertEqual(self.value("network.loss"), 0)
        for fact, direction in (("network.download", "down"), ("network.upload", "up")):
            # Offered a little above the limit and paced, so there is no ramp to leave out.
            truth = log_truth.tcp_rate(self.rows, direction, skip_seconds=0, paced=True)
            self.assertAlmostEqual(self.value(fact) / truth, 1, delta=0.1, msg=fact)

    def test_the_headset_is_the_virtual_one(self):
        self.assertIs(self.value("audio.headset.present"), True)
        # The demo's room has noise of -60 dBFS.
        self.assertAlmostEqual(self.value("audio.noise_floor"), -60, delta=0.5)


def tearDownModule():
    lateness.tell()


if __name__ == "__main__":
    ending.main()

"""Healthy lines that are slow, and a proxy in front of one: nothing that deskready says of them is of its own making."""
import os
import statistics
import sys
import unittest

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path[:0] = [HERE, os.path.join(HERE, "../e2e")]
import emulated  # noqa: E402
import ending  # noqa: E402
import lateness  # noqa: E402
import log_truth  # noqa: E402
from emulated import PORT  # noqa: E402

SPEC = """
[spec]
language = 1
name = "slow"
[require.network]
latency = "<= 1 s"
loss = "<= 5 %"
jitter = "<= 200 ms"
delay_variation_up = "<= 1 s"
call.mos = ">= 2"
"""


def check(line, spec, home=(), far=emulated.FAR_END, server=None):
    """A check over the emulated line: its report and the line's log."""
    one = emulated.Run(line, spec, "--far-end", far, far=server, home=home)
    return one.document, one.rows


def outcomes(report):
    return {one["fact"]: (one["outcome"], one.get("cause")) for one in report["findings"]}


def udp(rows, direction):
    far = "destination" if direction == "up" else "source"
    return [r for r in rows if r["direction"] == direction and r["protocol"] == "17" and int(r[far]) == PORT]


def most_used(rows, rate, seconds):
    """The largest share of the line that our packets took in any stretch of that length."""
    sent = [(int(r["in_ns"]) / 1e9, int(r["bytes"]) * 8) for r in rows]
    most, first, bits = 0, 0, 0
    for at, size in sent:
        bits += size
        while sent[first][0] <= at - seconds:
            bits -= sent[first][1]
            first += 1
        most = max(most, bits / (rate * seconds))
    return most


def tearDownModule():
    lateness.tell()


class SlowLine(unittest.TestCase):
    def assertHonest(self, rate):
        line = ["--down", str(rate), "--up", str(rate), "--delay", "25", "--queue", "1000"]
        report, rows = lateness.in_time(lambda: check(line, SPEC), PORT)
        self.assertNotEqual(report["verdict"], "not_ready")
        for direction in ("up", "down"):
            packets = udp(rows, direction)
            self.assertEqual({r["fate"] for r in packets}, {"passed"}, "nothing of ours overflows the queue")
            # In two seconds a train of the survey, of a tenth, and the rest behind it.
            self.assertLess(most_used(packets, rate, 2), 0.25, direction)
            longest = max(log_truth.transit_seconds(packets))
            # The line's delay, and its time for one train of a tenth of a second.
            self.assertLess(longest, 0.025 + max(0.1, 2 * 200 * 8 / rate) + 0.02, direction)
        facts = report["facts"]
        trips = [sum(statistics.median(log_truth.transit_seconds([r for r in udp(rows, d) if r["payload"] == "172"]))
                     for d in ("up", "down"))]
        self.assertIn("network.latency", facts, report["unmeasured"])
        latency = facts["network.latency"]
        self.assertAlmostEqual(latency["value"], trips[0], delta=0.003)
        self.assertLessEqual(latency["low"], trips[0] + 0.001)
        if "network.loss" in facts:
            self.assertEqual(facts["network.loss"]["value"], 0)
        if "network.jitter" in facts:
            self.assertLess(facts["network.jitter"]["value"], 0.003)
        self.assertAlmostEqual(latency["detail"]["line_rate"] / rate, 1, delta=0.1)
        for name, (outcome, cause) in outcomes(report).items():
            if outcome not in ("met", "borderline"):
                self.assertEqual(cause, "line_slow", name)
        return report

    def test_a_modems(self):
        report = self.assertHonest(33600)
        why = report["unmeasured"]["network.call.mos"]
        self.assertEqual(why["args"]["detail"], "line_carries_no_call")
        self.assertIn("takes 80 kbit/s", why["message"])

    def test_that_carries_two_calls(self):
        report = self.assertHonest(200000)
        self.assertEqual(outcomes(report)["network.loss"][0], "met")
        self.assertEqual(outcomes(report)["network.call.mos"][0], "met")


UPLOAD = """
[spec]
language = 1
name = "upload"
[require.network]
upload = ">= 25 Mbps"
"""


DELAY = """
[spec]
language = 1
name = "delay"
[require.network]
latency = "<= 100 ms"
upload = ">= 1 Mbps"
"""


class Proxy(unittest.TestCase):
    HOME = [sys.executable, os.path.join(HERE, "behind_proxy.py"), "10.79.0.1", str(PORT), "10.78.0.2", str(PORT), "--"]

    def test_who_takes_a_connection_is_not_the_public_test_behind_it(self):
        server = f"{sys.executable} {os.path.join(HERE, '../e2e/far_ends.py')} librespeed 10.78.0.2 {PORT}"
        report, _ = check(["--down", "50M", "--up", "20M", "--delay", "60"], DELAY, self.HOME,
                          far=f"http://10.79.0.1:{PORT}", server=server)
        self.assertEqual(report["verdict"], "incomplete")
        for name, detail in (("latency", "connecting_taken_between"), ("upload", "upload_taken_between")):
            why = report["unmeasured"][f"network.{name}"]
            self.assertEqual((why["cause"], why["args"]["detail"]), ("in_between", detail))
        self.assertGreaterEqual(float(report["unmeasured"]["network.latency"]["args"]["answers"]), 120)

    def test_an_upload_counts_what_the_far_end_received(self):
        report, rows = check(["--down", "50M", "--up", "20M", "--delay", "20"], UPLOAD, self.HOME,
                             far=f"http://10.79.0.1:{PORT}")
        self.assertNotEqual(report["verdict"], "ready")
        fact = report["facts"].get("network.upload")
        if fact is None:
            self.assertEqual(report["unmeasured"]["network.upload"]["cause"], "in_between")
            return
        self.assertFalse(fact.get("at_least", False))
        self.assertAlmostEqual(fact["value"] / log_truth.tcp_rate(rows, "up"), 1, delta=0.1)
        self.assertEqual(fact["detail"]["in_between"], "upload")
        self.assertIn("as the far end received it", fact["method"])


if __name__ == "__main__":
    ending.main()

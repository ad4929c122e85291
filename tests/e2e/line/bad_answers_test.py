"""A far end that lies, and clocks that are set in mid-test: no crash, no negative figure, no fact without cause."""
import json
import math
import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
import ending  # noqa: E402
import far_end_test  # noqa: E402
import far_ends  # noqa: E402
from harness import BIN, Desk  # noqa: E402

SPEC = """
[spec]
language = 1
name = "line"
[require.network]
latency = "<= 100 ms"
loss = "<= 10 %"
loss_up = "<= 10 %"
jitter = "<= 30 ms"
jitter_up = "<= 30 ms"
delay_variation_down = "<= 100 ms"
reordering = "<= 50 %"
duplicates = "<= 50 %"
call.mos = ">= 3"
"""


class BadAnswers(Desk):
    def setUp(self):
        super().setUp()
        self.spec = self.folder / "line.toml"

    def facts(self, url, spec=SPEC, **environment):
        self.spec.write_text(spec)
        self.env.update(environment)
        done = self.run_it("facts", "--only", "network", "--for", self.spec, "--far-end", url, "--yes", "--format",
                           "json")
        self.assertEqual(done.returncode, 0, done.stderr)
        document = json.loads(done.stdout)
        self.assertSane(document)
        return document["facts"], document["unmeasured"]

    def assertSane(self, document):
        self.assertFalse(set(document["facts"]) & set(document["unmeasured"]))
        for key, why in document["unmeasured"].items():
            self.assertTrue(why["cause"] and why["message"], key)
        for key, fact in document["facts"].items():
            self.assertTrue(fact["method"], key)
            self.assertGreaterEqual(fact["cost"]["seconds"], 0, key)
            for name in ("value", "low", "high"):
                number = fact.get(name, 0)
                if isinstance(number, float):
                    self.assertTrue(math.isfinite(number) and number >= 0, f"{key} {name} {number}")
            if isinstance(fact["value"], float):
                self.assertLessEqual(fact.get("low", 0), fact["value"], key)
                self.assertGreaterEqual(fact.get("high", math.inf), fact["value"], key)

    def test_answers_forged_doubled_reordered_truncated_late_and_from_elsewhere(self):
        with far_ends.Server(far_ends.responder(None)) as server, \
                far_ends.LyingReflector(server.server_port) as reflector:
            facts, unmeasured = self.facts(server.url)
        self.assertTrue(all(reflector.told.values()), reflector.told)
        self.assertEqual(unmeasured, {})
        self.assertLess(facts["network.latency"]["value"], far_ends.LyingReflector.LATE / 2,
                        "what is late by seconds is not the median")
        # Late ones of the last seconds are given up; all others came, whatever came beside them.
        self.assertLess(facts["network.loss"]["value"], 0.02)
        self.assertGreater(facts["network.duplicates"]["value"], 0.05)
        self.assertLess(facts["network.duplicates"]["value"], 0.15)
        self.assertGreater(facts["network.reordering"]["value"], 0.05)
        detail = facts["network.latency"]["detail"]
        # Truncated and forged ones are counted, those of strangers never arrive at a connected socket.
        self.assertGreaterEqual(detail["forged"], reflector.told["forged"])
        self.assertLessEqual(detail["forged"], reflector.told["forged"] + reflector.told["truncated"])


class SteppedClock(BadAnswers):
    """The wall clock of one end, 3 s after it began, as a person or a time server sets it."""
    HOURS = 3 * 3600

    def stepped(self, by):
        return {"LD_PRELOAD": f"{BIN}/libclock_step.so", "CLOCK_STEP_AFTER": "3", "CLOCK_STEP_BY": str(by)}

    def assertTrue_figures(self, facts):
        # A step of hours would show as a figure of many seconds, however it is shared out among the packets.
        for name in ("latency", "jitter", "delay_variation_down"):
            self.assertLess(facts[f"network.{name}"]["value"], 1)
        self.assertEqual(facts["network.loss"]["value"], 0)

    def test_of_this_computer(self):
        for by in (self.HOURS, -self.HOURS):
            with self.subTest(by), far_end_test.Responder() as far:
                facts, _ = self.facts(far.url, **self.stepped(by))
                self.assertTrue_figures(facts)

    def test_of_the_far_end(self):
        for by in (self.HOURS, -self.HOURS):
            with self.subTest(by):
                os.environ.update(self.stepped(by))
                try:
                    far = far_end_test.Responder().__enter__()
                finally:
                    for name in self.stepped(by):
                        del os.environ[name]
                try:
                    facts, _ = self.facts(far.url)
                finally:
                    far.__exit__()
                self.assertTrue_figures(facts)

    def test_a_report_still_holds(self):
        self.spec.write_text(SPEC)
        self.env.update(self.stepped(-self.HOURS))
        with far_end_test.Responder() as far:
            _, report = self.report("--spec", self.spec, "--only", "network", "--far-end", far.url, "--yes")
        self.assertGreater(report["cost"]["seconds"], 3)
        self.assertLess(report["cost"]["seconds"], 300)


if __name__ == "__main__":
    ending.main()

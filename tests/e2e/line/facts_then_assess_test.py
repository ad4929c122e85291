"""`facts --for` and then `assess` come to the verdict of `check`, over an emulated line."""
import json
import os
import sys
import unittest

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path[:0] = [os.path.join(HERE, ".."), os.path.join(HERE, "../../netlab")]
import emulated  # noqa: E402
import ending  # noqa: E402
import lateness  # noqa: E402
import log_truth  # noqa: E402
from harness import Desk  # noqa: E402


class FactsThenAssess(Desk):
    def setUp(self):
        super().setUp()
        self.spec = self.folder / "acme.toml"
        self.spec.write_text('[spec]\nlanguage = 1\nname = "acme"\nemployer = "Acme"\nroles = ["voice", "video"]\n'
                             '[require.network]\ndownload = ">= 5 Mbps"\nlatency = "<= 150 ms"\n')

    def over(self, rate, *words):
        """These words to deskready, over a line of this rate down."""
        log = self.folder / "packets.csv"
        line = emulated.before(["--down", rate, "--up", "2M", "--delay", "10"], log=log)

        def run():
            done = emulated.built(self.run_it(*words, "--only", "network", "--far-end", emulated.FAR_END, "--yes", "--format",
                                              "json", before=line))
            return done, log_truth.read(log)

        return lateness.in_time(run, most=lateness.FOR_VERDICTS)[0]

    def both(self, rate):
        """The report of a check, and that of facts that were judged afterwards."""
        checked = self.valid(self.over(rate, "check", "--spec", self.spec).stdout)
        facts = self.folder / "facts.json"
        measured = self.over(rate, "facts", "--for", self.spec)
        facts.write_text(measured.stdout)
        judged = self.run_it("assess", "--spec", self.spec, "--facts", facts, "--format", "json")
        return checked, self.valid(judged.stdout), json.loads(measured.stdout)

    def test_a_line_that_is_too_slow_fails_either_way(self):
        checked, judged, facts = self.both("3M")
        self.assertEqual((checked["verdict"], judged["verdict"]), ("not_ready", "not_ready"))
        first, second = facts["attempts"]["network.download"]
        last = facts["facts"]["network.download"]
        self.assertEqual((last["value"], last["at"]), (second["value"], second["at"]))
        self.assertEqual(last["cost"]["bytes"], first["cost"]["bytes"] + second["cost"]["bytes"])

    def test_a_line_that_is_fast_enough_passes_either_way_and_is_measured_once(self):
        checked, judged, facts = self.both("9M")
        self.assertEqual((checked["verdict"], judged["verdict"]), ("ready", "ready"))
        self.assertNotIn("attempts", facts)

    def test_facts_that_lack_something_say_so_and_are_consistent(self):
        facts = self.folder / "facts.json"
        document = json.loads(self.over("9M", "facts", "--for", self.spec).stdout)
        del document["facts"]["network.latency"]
        facts.write_text(json.dumps(document))
        reports = self.folder / "reports"
        reports.mkdir()
        done = self.run_it("assess", "--spec", self.spec, "--facts", facts, "--format", "json")
        report = self.valid(done.stdout)
        self.assertEqual(report["verdict"], "incomplete")
        self.assertEqual(report["unmeasured"]["network.latency"]["message"], "The facts that were given do not contain this.")
        (reports / "a.json").write_text(done.stdout)
        row, = json.loads(self.run_it("reports", reports, "--spec", self.spec, "--format", "json").stdout)["reports"]
        self.assertEqual((row["verdict"], row["flags"]), ("incomplete", []))


def tearDownModule():
    lateness.tell()


if __name__ == "__main__":
    ending.main()

"""deskready recheck over an emulated line: what it measures, what it keeps, and that nobody picks a pass by it."""
import json
import os
import shutil
import subprocess
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path[:0] = [os.path.join(HERE, ".."), os.path.join(HERE, "../../netlab")]
import emulated  # noqa: E402
import ending  # noqa: E402
import lateness  # noqa: E402
import log_truth  # noqa: E402
from harness import BIN, Desk  # noqa: E402

ACME = """[spec]
language = 1
name = "acme-voice"
employer = "Acme Support"
[require.network]
latency = "<= 150 ms"
loss = "<= 1 %"
[require.system]
memory.installed = ">= 1 MB"
"""
LOSSY, CLEAN = ["--delay", "10", "--loss", "8"], ["--delay", "10"]


class Recheck(Desk):
    def setUp(self):
        super().setUp()
        self.spec = self.folder / "acme.toml"
        self.spec.write_text(ACME)

    def over(self, line, command, *words):
        """How the command ended over a line like this, and its report. A first check that the machine made late, so that it
        could not decide, is run again and with no memory; what comes after one is not, for it counts."""
        if command != "check" or (self.folder / "state").exists():
            return self.over_once(line, command, words)[0]

        def first():
            shutil.rmtree(self.folder / "state", ignore_errors=True)
            return self.over_once(line, command, words)
        return lateness.in_time(first, right=lambda result: result[0].returncode != 3)[0]

    def over_once(self, line, command, words):
        file, log = self.folder / "report.json", self.folder / "packets.csv"
        file.unlink(missing_ok=True)
        done = subprocess.run(
            [*emulated.before(line, log=log), f"{BIN}/deskready", command, "--spec", self.spec, "--far-end", emulated.FAR_END,
             "--yes", "--output", file, *words],
            env=self.env, capture_output=True, text=True, timeout=100)
        emulated.built(done)
        return (done, self.valid(file.read_text()) if file.exists() else None), log_truth.read(log)

    def outcomes(self, report):
        return {finding["fact"]: finding["outcome"] for finding in report["findings"]}

    def test_a_pass_after_a_failure_is_a_warning_with_the_count(self):
        done, failed = self.over(LOSSY, "check")
        self.assertEqual(done.returncode, 2, done.stderr)
        self.assertEqual(self.outcomes(failed), {"network.latency": "met", "network.loss": "not_met",
                                                 "system.memory.installed": "met"})
        done, again = self.over(CLEAN, "recheck")
        self.assertEqual(done.returncode, 1, done.stderr)
        self.assertEqual(self.outcomes(again)["network.loss"], "borderline")
        loss = next(finding for finding in again["findings"] if finding["fact"] == "network.loss")
        self.assertEqual((loss["args"]["failed"], loss["args"]["attempts"]), ("2", "3"))
        self.assertIn("failed in 2 of 3 measurements", loss["message"])
        # What held is the earlier check's, with its time; what failed stands beside the new figure.
        for key in ("network.latency", "system.memory.installed"):
            self.assertEqual(again["facts"][key], failed["facts"][key])
        self.assertGreater(again["facts"]["network.loss"]["at"], again["started"])
        self.assertEqual(again["attempts"]["network.loss"][:2], failed["attempts"]["network.loss"])
        self.assertEqual(again["conditions"]["recheck_of"], failed["id"])
        self.assertEqual(again["valid_until"], failed["valid_until"])
        page = self.run_it("report", "show", "latest").stdout
        self.assertIn("A recheck: measured anew: Lost packets", " ".join(page.split()))
        self.assertIn("measured less than a minute earlier", " ".join(page.split()))
        # An employer who judges it again comes to the same.
        desk = self.folder / "desk"
        desk.mkdir()
        (desk / "a.json").write_text(json.dumps(again))
        derived = self.run_it("reports", "summary", desk, "--spec", self.spec, "--format", "json")
        self.assertNotIn("differs", derived.stdout + derived.stderr)
        # Another pass does not make it go away, and nothing is measured for it.
        done, last = self.over(CLEAN, "recheck")
        self.assertEqual((done.returncode, last["id"]), (1, again["id"]), done.stderr)
        self.assertIn("nothing was measured", " ".join(done.stderr.split()))

    def test_a_plain_check_does_not_wash_a_failure_away(self):
        self.over(LOSSY, "check")
        done, again = self.over(CLEAN, "check")
        self.assertEqual(done.returncode, 1, done.stderr)
        loss = next(finding for finding in again["findings"] if finding["fact"] == "network.loss")
        self.assertEqual((loss["outcome"], loss["args"]["failed"], loss["args"]["attempts"]), ("borderline", "2", "3"))
        self.assertIn("failed in 2 of 3 measurements", loss["message"])
        self.assertGreaterEqual(again["facts"]["network.latency"]["at"], again["started"], "only the failures are kept")
        self.assertNotIn("recheck_of", again["conditions"])
        page = " ".join(self.run_it("report", "show", "latest").stdout.split())
        self.assertIn("A check shortly before had failures, which count here as well: Lost packets.", page)
        desk = self.folder / "desk"
        desk.mkdir()
        (desk / "a.json").write_text(json.dumps(again))
        derived = self.run_it("reports", "summary", desk, "--spec", self.spec, "--format", "json")
        self.assertNotIn("differs", derived.stdout + derived.stderr)
        # One that looked at nothing of it takes nothing back, and one more pass counts as one.
        self.over(CLEAN, "check", "--only", "system")
        last = self.over(CLEAN, "check")[1]
        loss = next(finding for finding in last["findings"] if finding["fact"] == "network.loss")
        self.assertEqual((loss["outcome"], loss["args"]["failed"], loss["args"]["attempts"]), ("borderline", "2", "4"))

    def test_what_fails_again_fails(self):
        self.over(LOSSY, "check")
        done, again = self.over(LOSSY, "recheck")
        self.assertEqual(done.returncode, 2, done.stderr)
        self.assertEqual(len(again["attempts"]["network.loss"]), 4)

    def test_what_was_left_out_is_measured_and_the_line_is_not_asked_for_the_rest(self):
        done, first = self.over(CLEAN, "check", "--only", "network")
        self.assertEqual(done.returncode, 3, done.stderr)
        # Without the line: it is not needed.
        file = self.folder / "r.json"
        done = self.run_it("recheck", "--spec", self.spec, "--yes", "--output", file)
        self.assertEqual(done.returncode, 0, done.stderr)
        again = self.valid(file.read_text())
        self.assertEqual(again["facts"]["network.loss"], first["facts"]["network.loss"])
        self.assertEqual(again["conditions"]["far_end"], "as_named")
        self.assertEqual(again["cost"]["bytes"], 0)

    def test_without_an_earlier_check_it_says_what_to_do(self):
        done = self.run_it("recheck", "--spec", self.spec, "--yes")
        self.assertEqual((done.returncode, done.stdout), (3, ""))
        self.assertIn("deskready check runs a whole one", " ".join(done.stderr.split()))


def tearDownModule():
    lateness.tell()


if __name__ == "__main__":
    ending.main()

"""Input by somebody who means harm: each test is an attack that once worked, or another of its kind."""
import json
import pathlib
import resource
import subprocess
import sys
import unittest

import harness
from harness import Desk

DEEP = 150_000  # levels that overflowed the stack


def deep(name):
    return json.dumps({name: 1})[1:-2] + "[" * DEEP + "]" * DEEP


class Json(Desk):
    """JSON is bounded before anything is built of it, and a refused report costs its own row."""

    def good_report(self):
        _, report = self.report("--yes", "--only", "system", "--spec", "voice-baseline")
        return report

    def rows(self, files):
        inbox = self.folder / "inbox"
        inbox.mkdir()
        for name, text in files.items():
            (inbox / name).write_text(text)
        done = self.run_it("reports", inbox, "--format", "json")
        self.assertEqual(done.returncode, 0, done.stderr)
        return {row["file"]: row for row in json.loads(done.stdout)["reports"]}

    def test_a_refused_report_is_one_row_with_its_reason_and_the_others_are_shown(self):
        report = self.good_report()
        good = json.dumps(report)
        rows = self.rows({
            "good.json": good,
            "deep.json": good.replace('"conditions": {', '"conditions": {' + deep("x") + ", ", 1),
            "deep-objects.json": '{"a":' * DEEP + "1" + "}" * DEEP,
            "wide.json": good.replace('"conditions": {', '"conditions": {"x": [' + "0," * 100_000 + "0], ", 1),
            "twice.json": good.replace('"verdict":', '"verdict": "ready", "verdict":', 1),
            "cut.json": good[:-10],
        })
        self.assertEqual(rows.pop("good.json")["flags"], [])
        reasons = {name: row["detail"] for name, row in rows.items()}
        self.assertEqual({name: row["flags"] for name, row in rows.items()}, dict.fromkeys(rows, ["unreadable"]))
        self.assertIn("deeper than 32 levels", reasons["deep.json"])
        self.assertIn("deeper than 32 levels", reasons["deep-objects.json"])
        self.assertIn("more than 100000 values", reasons["wide.json"])
        self.assertIn("\"verdict\" stands twice" if "\"verdict\"" in reasons["twice.json"] else "verdict stands twice",
                      reasons["twice.json"])
        self.assertIn("no JSON", reasons["cut.json"])

    def test_lines_that_are_no_reports_are_one_row(self):
        rows = self.rows({"lines.json": '{"a":1}\n' + '{"\n' * 1_000_000})
        self.assertIn("more than 100 lines", rows["lines.json"]["detail"])

    def test_the_table_for_people_says_why(self):
        self.rows({"deep.json": "[" * DEEP})
        self.assertIn("deeper than 32 levels", self.run_it("reports", self.folder / "inbox").stdout)

    def test_recorded_facts_are_refused_with_the_reason(self):
        report = self.good_report()
        key = next(iter(report["facts"]))
        report["facts"][key]["detail"] = {"MARK": 1}
        file = self.folder / "facts.json"
        file.write_text(json.dumps(report).replace('"MARK": 1', deep("x")))
        done = self.run_it("assess", "--spec", "voice-baseline", "--facts", file)
        self.assertEqual(done.returncode, 3, done.stderr)
        self.assertIn("deeper than 32 levels", done.stderr)

    def test_remembered_answers_and_notices_are_bounded_too(self):
        state = self.folder / "state" / "deskready"
        state.mkdir(parents=True, mode=0o700)
        (state / "answers.json").write_text('{"a":' * DEEP)
        done = self.run_it("check", "--yes", "--only", "system", "--spec", "voice-baseline")
        self.assertIn("answers.json is damaged", done.stderr)
        told = subprocess.run([harness.BIN / "deskready", "tell", "--desktop"], env=self.env, input="[" * 60_000, text=True,
                              capture_output=True, timeout=harness.PATIENCE)
        self.assertEqual(told.returncode, 3, told.stderr)


if __name__ == "__main__":
    unittest.main()

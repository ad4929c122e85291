"""What commands print fits the terminal, and ends with what the person has to know."""
import json
import os
import pathlib
import re
import subprocess
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
import ending  # noqa: E402
from harness import BIN, Desk  # noqa: E402
from terminal import Terminal  # noqa: E402

WIDTHS = (80, 60)
LONG = "a-spec-with-a-name-that-no-column-of-sixty-has-room-for"


class Widths(Desk):
    def setUp(self):
        super().setUp()
        self.specs = []
        for name, rules in ((LONG, '[require.system]\nmemory.installed = ">= 1 MB"\nos.family = "windows"\n'),
                            ("omega", '[require.system]\nmemory.installed = ">= 900 TB"\ndisk.free = ">= 1 GB"\n')):
            file = self.folder / f"{name}.toml"
            file.write_text(f'[spec]\nlanguage = 1\nname = "{name}"\nemployer = "{name.title()} Ltd"\n{rules}')
            self.specs += ["--spec", str(file)]

    def shown(self, columns, *words, answer=None):
        """What a terminal of so many columns shows, every line of which fits."""
        desk = Terminal(self.env, *words, columns=columns)
        self.addCleanup(desk.child.kill)
        if answer is not None:
            desk.until("[y/N]")
            desk.answer(answer)
        desk.end()
        self.assertEqual(desk.too_wide(), [], (columns, words))
        return desk.said

    def facts(self):
        file = self.folder / "facts.json"
        done = self.run_it("facts", "--only", "system", "--format", "json", "--output", file)
        self.assertEqual(done.returncode, 0, done.stderr)
        return str(file)

    def test_the_help_of_every_command_fits(self):
        def commands(*before):
            page = self.run_it(*before, "--help").stdout
            listed = page.partition("Subcommands:")[2].partition("\n\n")[0]
            for name in re.findall(r"^  ([a-z][a-z-]*) ", listed, re.MULTILINE):
                yield (*before, name)
                yield from commands(*before, name)
        every = [(), *commands()]
        self.assertIn(("spec", "lint"), every)
        for words in every:
            wide = [line for line in self.run_it(*words, "--help").stdout.splitlines() if len(line) > 80]
            self.assertEqual(wide, [], words)
        for columns in WIDTHS:
            for words in ((), ("check",), ("assess",), ("verify",), ("spec", "lint")):
                self.shown(columns, *words, "--help")

    def test_the_help_of_the_other_programs_fits(self):
        for program, parts in (("deskready-responder", ("Options:", "Where it serves:", "Limits:", "What it tells:", "Example:")),
                               ("deskreadyd", ("Usage:", "Example:", "Exit codes:"))):
            done = subprocess.run([BIN / program, "--help"], capture_output=True, text=True, env=self.env)
            self.assertEqual((done.returncode, done.stderr), (0, ""))
            self.assertEqual([line for line in done.stdout.splitlines() if len(line) > 80], [])
            for columns in WIDTHS:
                desk = Terminal(self.env, "--help", program=program, columns=columns)
                self.addCleanup(desk.child.kill)
                self.assertEqual(desk.end(), 0)
                self.assertEqual(desk.too_wide(), [], (program, columns))
                places = [desk.said.index("\n" + part) for part in parts]
                self.assertEqual(places, sorted(places), desk.said)

    def test_two_lists_are_compared_in_a_table_that_fits(self):
        facts = self.facts()
        for columns in WIDTHS:
            said = self.shown(columns, "assess", *self.specs, "--facts", facts)
            self.assertIn("What stands between", said)

    def test_one_list_ends_with_the_verdict_the_steps_and_what_is_next(self):
        facts = self.facts()
        for columns in WIDTHS:
            said = self.shown(columns, "assess", *self.specs[2:], "--facts", facts)
            ordered = ["Technical details", "NOT READY YET for Omega Ltd", "What to do", "When that is done"]
            places = [said.rindex(part) for part in ordered]
            self.assertEqual(places, sorted(places), said)

    def test_what_was_started_anyway_fits(self):
        softphone = self.folder / "a-softphone-with-a-name-that-takes-a-line-by-itself"
        softphone.write_text("#!/bin/sh\n")
        softphone.chmod(0o700)
        self.shown(60, "gate", "--", str(softphone), answer="y")
        (kept,) = json.loads(self.run_it("history", "--started", "--format", "json").stdout)
        self.assertEqual(kept["program"], softphone.name)
        for columns in WIDTHS:
            self.assertIn("started anyway", " ".join(self.shown(columns, "history", "--started").split()))
        self.run_it("check", "--only", "system", *self.specs[2:])
        self.shown(60, "gate", "--", str(softphone), answer="y")
        self.shown(60, "history")
        self.shown(60, "history", "--rules")

    def test_trends_and_hours_of_the_week_fit(self):
        self.run_it("check", "--only", "system", *self.specs[:2])
        for columns in WIDTHS:
            self.assertIn("1 measurement", " ".join(self.shown(columns, "history", "--fact", "system.memory.installed").split()))
            self.shown(columns, "history", "--fact", "system.os.name")
            for words in (("--hours",), ("--rule", "require.system.os.family")):
                said = " ".join(self.shown(columns, "history", "--for", LONG, *words).split())
                self.assertIn("never judged", said)
                self.assertIn("of 1 check", said)

    def test_what_is_proven_fits(self):
        report = self.folder / "a-report-of-a-person-whose-reference-is-part-of-its-name-A-1042.json"
        self.run_it("check", "--only", "system", *self.specs[:2], "--reference", "A-1042", "--sign", "--output", report)
        self.assertTrue(pathlib.Path(report).exists())
        for columns in WIDTHS:
            self.assertIn("No signature proves", " ".join(self.shown(columns, "verify", str(report)).split()))


if __name__ == "__main__":
    ending.main()

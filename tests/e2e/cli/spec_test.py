"""The employer's and the spec writer's commands: spec, assess, reports, facts --for."""
import csv
import io
import json
import os
import pathlib
import pty
import re
import subprocess
import sys
import tempfile
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).parents[1]))
import ending  # noqa: E402

BIN = os.environ["DESKREADY_BIN"]

HEAD = '[spec]\nlanguage = 1\nname = "{}"\nemployer = "{} Ltd"\n'


class Spec(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = folder.name
        os.mkdir(f"{self.folder}/run", 0o700)
        self.env = dict(os.environ, HOME=self.folder, XDG_STATE_HOME=f"{self.folder}/state",
                        XDG_CONFIG_HOME=f"{self.folder}/config", XDG_RUNTIME_DIR=f"{self.folder}/run")

    def run_it(self, *arguments):
        return subprocess.run([f"{BIN}/deskready", *arguments], env=self.env, stdin=subprocess.DEVNULL,
                              capture_output=True, text=True, timeout=90)

    def write(self, name, text):
        with open(f"{self.folder}/{name}", "w") as out:
            out.write(text)
        return f"{self.folder}/{name}"

    def test_lint_tells_every_fault_at_once(self):
        file = self.write("bad.toml", HEAD.format("t", "T") +
                          '[require.network]\ndownlod = ">= 5 Mbps"\nlatency = "minimum 120 ms"\nloss = "<= 5 pct"\n')
        done = self.run_it("spec", "lint", file)
        self.assertEqual(done.returncode, 3)
        lines = done.stdout.splitlines()
        self.assertEqual(len(lines), 4, done.stdout)
        for line, (at, part) in zip(lines, ((6, "did you mean network.download?"), (7, "write <= 120 ms"),
                                            (8, "is no unit"))):
            self.assertTrue(line.startswith(f"{file}:{at}:"), line)
            self.assertIn(part, line)
        done = self.run_it("spec", "lint", file, "--format", "json")
        self.assertEqual(done.returncode, 3)
        faults = json.loads(done.stdout)["faults"]
        self.assertEqual([fault["line"] for fault in faults], [6, 7, 8])

    def test_lists_of_hosts_are_named_and_taken_over(self):
        listed = self.run_it("spec", "list").stdout
        for part in ("zoom ", "twilio/REGION", "twilio-signalling", "unofficial"):
            self.assertIn(part, listed)
        file = self.write("hosts.toml", HEAD.format("hosts", "T") + 'targets = ["zoom", "twilio/dublin"]\n'
                          '[require.network]\n"reachable@zoom-web" = true\n"reachable@twilio-signalling" = true\n')
        self.assertEqual(self.run_it("spec", "lint", file).returncode, 0)
        shown = self.run_it("spec", "show", file).stdout
        for part in ('[targets."zoom-web"]', 'host = "voice-js.dublin.twilio.com"', 'reading = "unofficial"', "published = "):
            self.assertIn(part, shown)
        file = self.write("nowhere.toml", HEAD.format("nowhere", "T") + 'targets = "twilio"\n')
        done = self.run_it("spec", "lint", file)
        self.assertEqual(done.returncode, 3)
        self.assertIn("is by region, and none is named", done.stdout)

    def test_what_this_version_cannot_check_is_advice_and_unsupported(self):
        file = self.write("later.toml", HEAD.format("later", "T") +
                          '[require.network]\nnat.mapping = "endpoint_independent"\n')
        done = self.run_it("spec", "lint", file)
        self.assertEqual(done.returncode, 0, done.stdout)
        self.assertEqual(done.stdout.count("this version cannot check it"), 1, done.stdout)
        self.assertIn("no faults", done.stdout)
        document = json.loads(self.run_it("spec", "lint", file, "--format", "json").stdout)
        self.assertEqual(document["faults"], [])
        self.assertEqual([one["offending"] for one in document["advice"]], ["network.nat.mapping"])
        done = self.run_it("check", "--spec", file, "--yes", "--format", "json")
        self.assertEqual(done.returncode, 3, done.stderr)
        report = json.loads(done.stdout)
        self.assertEqual(report["verdict"], "incomplete")
        self.assertEqual({finding["cause"] for finding in report["findings"]}, {"unsupported"})

    def test_lint_flags_and_show_tell_what_changed(self):
        self.write("base.toml", HEAD.format("base", "T") + '[require.system]\nmemory.installed = ">= 8 GB"\n')
        file = self.write("own.toml", HEAD.format("own", "T") + 'extends = "base.toml"\n'
                          '[require.system]\nmemory.installed = ">= 4 GB"\n[require.network]\ndownload = ">= 25 Mbps"\n')
        done = self.run_it("spec", "lint", file)
        self.assertEqual(done.returncode, 0, done.stdout)
        self.assertIn("round figure of a plan", done.stdout)
        wrong = self.write("wrong.toml", HEAD.format("own", "T") + '[require.network]\ndownload = "10 .. 15 Mbps"\n')
        flagged = self.run_it("spec", "lint", wrong)
        self.assertEqual(flagged.returncode, 3)
        self.assertIn("write >= 10 Mbit/s", flagged.stdout)
        self.assertIn("note: require.system.memory.installed: loosened from base: >= 8 GB, now >= 4 GB", done.stdout)
        shown = self.run_it("spec", "show", file)
        self.assertEqual(shown.returncode, 0)
        self.assertTrue(shown.stdout.startswith("# require.system.memory.installed: loosened"), shown.stdout)
        again = self.write("again.toml", shown.stdout)
        self.assertEqual(self.run_it("spec", "show", again).stdout,
                         "".join(line for line in shown.stdout.splitlines(True) if not line.startswith("#")))

    def test_init_writes_what_lints_clean(self):
        file = f"{self.folder}/acme.toml"
        done = self.run_it("spec", "init", "--employer", "Acme Support", "--download", "25 Mbps", "--headset", "usb",
                           "--output", file)
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertEqual(self.run_it("spec", "lint", file).returncode, 0)
        self.assertEqual(self.run_it("spec", "init", "--employer", "A", "--output", file).returncode, 3)
        done = self.run_it("spec", "init", "--employer", "A", "--download", "25")
        self.assertEqual(done.returncode, 3)
        self.assertIn("--download: ", done.stderr)
        self.assertEqual(self.run_it("spec", "init").returncode, 3)

    def test_one_measurement_many_employers(self):
        facts = f"{self.folder}/facts.json"
        # Every part but the line and the sound, which need more time than this test has.
        a = self.write("a.toml", HEAD.format("a", "A") + '[require.system]\nmemory.installed = ">= 1 MB"\n')
        b = self.write("b.toml", HEAD.format("b", "B") + '[require.system]\nos.family = "windows"\n'
                       '[ask.line]\ntext = "Which line?"\nanswers = ["cable"]\naccept = ["cable"]\n')
        done = self.run_it("facts", "--only", "system", "--for", a, "--for", b, "--format", "json", "--output", facts)
        self.assertEqual(done.returncode, 0, done.stderr)
        with open(facts) as read:
            self.assertEqual(set(json.load(read)["facts"]), {"system.memory.installed", "system.os.family"})
        done = self.run_it("assess", "--spec", a, "--spec", b, "--facts", facts)
        self.assertEqual(done.returncode, 2, done.stderr)
        table = done.stdout.splitlines()
        self.assertRegex(table[0], "^spec +verdict +computer +headset +line +operating system +still to ask$")
        self.assertRegex(table[1], "^a +Ready +ok +- +- +- +-$")
        self.assertRegex(table[2], "^b +Not ready yet +- +- +- +no +1$")
        self.assertIn("Operating system: Linux; asked for: Windows.", done.stdout)
        rows = list(csv.DictReader(io.StringIO(self.run_it("assess", "--spec", a, "--spec", b, "--facts", facts,
                                                           "--format", "csv").stdout)))
        self.assertEqual([row["verdict"] for row in rows], ["ready", "not_ready"])
        documents = self.run_it("assess", "--spec", a, "--spec", b, "--facts", facts, "--format", "json").stdout
        alpha = json.loads(documents.splitlines()[0])
        self.assertEqual(alpha["facts"]["system.memory.installed"]["detail"]["source"], "facts")

    def test_the_ending_names_the_format(self):
        spec = self.write("a.toml", HEAD.format("a", "A") + '[require.system]\nmemory.installed = ">= 1 MB"\n')
        facts = self.write("facts.json", '{"schema": "deskready.facts/1", "facts": {}, "unmeasured": {}}')
        for name, begins in (("x.htm", "<!doctype html>"), ("X.HTML", "<!doctype html>"), ("R.JSON", "{"),
                             ("r.txt", "NOT DECIDED"), ("t.CSV", "facts,spec")):
            file = f"{self.folder}/{name}"
            self.run_it("assess", "--spec", spec, "--facts", facts, "--output", file)
            with open(file) as text:
                self.assertTrue(text.read().lower().startswith(begins.lower()), name)
        done = self.run_it("assess", "--spec", spec, "--facts", facts, "--format", "JSON")
        report = json.loads(done.stdout)
        self.assertEqual(report["spec"]["name"], "a")
        self.assertEqual(report["unmeasured"]["system.memory.installed"]["cause"], "not_recorded")
        self.assertNotIn("--only", self.run_it("assess", "--spec", spec, "--facts", facts).stdout,
                         "nobody left a part out")

    def choice(self, *words):
        """The formats that a command's own help names."""
        text = self.run_it(*words, "--help").stdout
        return re.search(r"--format \{([a-z,]+)\}", text).group(1).split(",")

    def test_every_command_prints_each_format_that_its_help_names(self):
        spec = self.write("a.toml", HEAD.format("a", "A") + '[require.system]\nmemory.installed = ">= 1 MB"\n')
        facts = self.write("facts.json", '{"schema": "deskready.facts/1", "facts": {}, "unmeasured": {}}')
        os.makedirs(f"{self.folder}/inbox")
        self.run_it("check", "--spec", spec, "--only", "system", "--format", "json", "--output", f"{self.folder}/inbox/1.json")
        one_spec = ("assess", "--spec", spec, "--facts", facts)
        for words in (("spec", "lint", spec), ("spec", "facts"), one_spec, (*one_spec, "--facts", f"b={facts}"),
                      ("reports", f"{self.folder}/inbox"), ("report", "show", "latest"), ("history",), ("history", "--rules"),
                      ("history", "--answers"), ("history", "--hours"), ("history", "--fact", "system.memory.installed"),
                      ("facts", "--only", "system", "--for", spec), ("audio", "devices", "--root", "/")):
            shown = {}
            for form in self.choice(*words):
                done = self.run_it(*words, "--format", form)
                if form == "html" and len(words) > len(one_spec):
                    self.assertEqual(done.stdout.count("<article "), 2)
                self.assertGreaterEqual(done.returncode, 0, (words, form, done.stderr))
                self.assertTrue(done.stdout, (words, form, done.stderr))
                shown[form] = done.stdout
            self.assertEqual(len(set(shown.values())), len(shown), words)

    def test_a_format_that_cannot_be_is_refused_with_those_that_can(self):
        for words in (("check",), ("assess", "--spec", "a", "--facts", "b"), ("spec", "lint", "a"), ("spec", "facts"),
                      ("reports", "a"), ("report", "show", "a"), ("report", "at", "a"), ("history",), ("facts",),
                      ("audio", "devices"), ("audio", "analyse", "a")):
            names = self.choice(*words)
            for wrong, why in (("junk", 'there is no format "junk"'), ("csv", 'the format "csv" cannot show this')):
                if wrong in names:
                    continue
                done = self.run_it(*words, "--format", wrong)
                self.assertEqual(done.returncode, 3, words)
                self.assertIn(why, done.stderr)
                self.assertIn(f"{', '.join(names[:-1])} or {names[-1]}", done.stderr)
                self.assertEqual(done.stdout, "")

    def test_several_employers_programs_together(self):
        specs = [self.write(f"{name}.toml", HEAD.format(name, name) + f'[needs.panel]\nmemory = "{memory}"\n')
                 for name, memory in (("a", "2 GB"), ("b", "3 GB"))]
        facts = self.write("facts.json", json.dumps({
            "schema": "deskready.facts/1", "unmeasured": {},
            "facts": {"system.memory.available": {"value": 4e9, "unit": "byte", "samples": 1, "method": "by hand",
                                                  "at": "2026-11-24T09:00:00Z", "trust": "self"}}}))
        done = self.run_it("assess", "--spec", specs[0], "--spec", specs[1], "--facts", facts)
        self.assertEqual(done.returncode, 0, "each alone has room")
        rows = {line.split("  ")[0]: line for line in done.stdout.splitlines()}
        self.assertIn("Ready ", rows["a"])
        self.assertIn("Not ready ", rows["programs of all at once"])
        self.assertIn("Memory free for programs is 4 GB; at least 5 GB is asked for", done.stdout)
        each = self.run_it("assess", "--spec", specs[0], "--spec", specs[1], "--facts", facts, "--format", "json")
        self.assertEqual(len(each.stdout.splitlines()), 2, "no report says what another employer needs")
        self.assertNotIn("5000000000", each.stdout)

    def test_facts_for_several_far_ends_tell_each_line_apart(self):
        specs = [self.write(f"{name}.toml", HEAD.format(name, name) +
                            f'[far_end]\nurl = "https://{host}.invalid"\n[require.network]\nlatency = "<= 90 ms"\n')
                 for name, host in (("a", "one"), ("b", "one"), ("c", "two"))]
        done = self.run_it("facts", "--only", "network", "--yes", "--format", "json",
                           *(word for spec in specs for word in ("--for", spec)))
        lines = [json.loads(line) for line in done.stdout.splitlines()]
        self.assertEqual([line["for"] for line in lines], [["a", "b"], ["c"]])
        for line, host in zip(lines, ("one.invalid", "two.invalid")):
            self.assertEqual(line["unmeasured"]["network.latency"]["cause"], "far_end_failed")
            self.assertIn(f"the far end {host} failed", done.stderr)

    def test_facts_say_which_are_inferred(self):
        lines = {line.split()[0]: line for line in self.run_it("facts", "--only", "system").stdout.splitlines()}
        self.assertTrue(lines["system.antivirus"].endswith("(inferred)"), lines["system.antivirus"])
        self.assertFalse(lines["system.memory.installed"].endswith("(inferred)"))

    def test_the_desk_derives_again(self):
        spec = self.write("a.toml", HEAD.format("a", "A") + '[require.system]\nmemory.installed = ">= 900 TB"\n')
        inbox = f"{self.folder}/inbox"
        os.mkdir(inbox)
        done = self.run_it("check", "--spec", spec, "--only", "system", "--reference", "A-1", "--format", "json",
                           "--output", f"{inbox}/1.json")
        self.assertEqual(done.returncode, 2, done.stderr)
        with open(f"{inbox}/1.json") as read:
            report = json.load(read)
        report["verdict"] = "ready"
        report["findings"][0]["outcome"] = "met"
        report["reference"] = "A-2"
        self.write("inbox/2.json", json.dumps(report))
        done = self.run_it("reports", inbox, "--spec", spec, "--format", "json", "--sort", "reference")
        self.assertEqual(done.returncode, 0, done.stderr)
        honest, forged = json.loads(done.stdout)["reports"]
        self.assertEqual((honest["verdict"], honest["failed"]), ("not_ready", ["require.system.memory.installed"]))
        self.assertEqual(set(honest["flags"]), {"same_id"} | ({"same_machine"} if report["machine"] else set()))
        self.assertEqual(forged["verdict"], "not_ready")
        self.assertLessEqual({"verdict_differs", "inconsistent"}, set(forged["flags"]))
        for form in ("text", "csv"):
            self.assertIn("A-2", self.run_it("reports", inbox, "--format", form).stdout)
        self.assertEqual(self.run_it("reports", f"{self.folder}/none").returncode, 3)

    def test_assess_tells_which_figure_is_old_and_holds_it_to_its_rule(self):
        facts = json.loads(self.run_it("facts", "--only", "system", "--format", "json").stdout)
        old = facts["facts"]["system.memory.installed"]
        old["at"] = f"{int(old['at'][:4]) - 1}{old['at'][4:]}".replace("-02-29", "-02-28")
        file = self.write("facts.json", json.dumps(facts))
        for rule, code, outcome in (('">= 1 MB"', 0, "met"), ('{ limit = ">= 1 MB", valid = "30 d" }', 3, "not_measured")):
            spec = self.write("old.toml", HEAD.format("old", "Old") +
                              f'[require.system]\nmemory.installed = {rule}\nos.family = "linux"\n')
            done = self.run_it("assess", "--spec", spec, "--facts", file, "--format", "json")
            self.assertEqual(done.returncode, code, done.stderr)
            self.assertIn("facts: these were measured long before the newest of its facts: system.memory.installed (36", done.stderr)
            self.assertEqual({one["fact"]: one["outcome"] for one in json.loads(done.stdout)["findings"]}["system.memory.installed"], outcome)
            self.assertIn("days earlier", self.run_it("assess", "--spec", spec, "--facts", file).stdout)

    def test_questions_are_asked_once(self):
        spec = self.write("a.toml", HEAD.format("a", "A") + '[require.system]\nmemory.installed = ">= 1 MB"\n'
                          '[ask.line]\ntext = "Which line?"\nanswers = ["cable", "dsl"]\naccept = ["cable"]\n'
                          'valid = "180 d"\n')
        arguments = [f"{BIN}/deskready", "check", "--spec", spec, "--only", "system", "--format", "json"]

        def at_terminal(*answers):
            """Runs with somebody at a terminal, who answers when asked; returns the report and what was said on stderr."""
            ours, theirs = pty.openpty()
            output = pathlib.Path(self.folder, "asked.json")
            child = subprocess.Popen([*arguments, "--output", output], env=self.env, stdin=theirs, stderr=theirs)
            os.close(theirs)
            heard, said = b"", 0
            while True:
                try:
                    piece = os.read(ours, 4096)
                except OSError:
                    break
                heard += piece
                while said < min(heard.count(b"to skip): "), len(answers)):
                    os.write(ours, answers[said].encode() + b"\n")
                    said += 1
                if not piece:
                    break
            child.wait(timeout=60)
            os.close(ours)
            return json.loads(output.read_text()), heard.decode()

        report, heard = at_terminal("nonsense", "2")
        self.assertIn("none of the answers", heard)
        finding = [one for one in report["findings"] if one["rule"] == "ask.line"][0]
        self.assertEqual((finding["outcome"], finding["measured"], finding["trust"]), ("not_met", "dsl", "declared"))
        self.assertEqual(report["answers"]["line"]["text"], "Which line?")
        report, heard = at_terminal()
        self.assertNotIn("Which line?", heard.replace(json.dumps(report), ""))
        self.assertEqual(report["verdict"], "not_ready")
        with open(spec) as read:
            text = read.read()
        self.write("a.toml", text.replace("Which line?", "What kind of line?"))
        report, heard = at_terminal("1")
        self.assertIn("What kind of line?", heard)
        self.assertEqual(report["verdict"], "ready")
        self.write("a.toml", text.replace("Which line?", "Is it cable?").replace('"cable", "dsl"', '"cable"'))
        report, heard = at_terminal("")
        self.assertIn("Is it cable?", heard)
        self.assertEqual(report["verdict"], "incomplete", "Enter alone declares nothing to an employer")


if __name__ == "__main__":
    ending.main()

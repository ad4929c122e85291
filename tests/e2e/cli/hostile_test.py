"""Input by somebody who means harm: each test is an attack that once worked, or another of its kind."""
import contextlib
import json
import os
import pathlib
import pty
import re
import select
import shutil
import signal
import socket
import sqlite3
import struct
import subprocess
import sys
import threading
import tomllib
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).parents[1]))
import daemon_home  # noqa: E402
import ending  # noqa: E402
import harness  # noqa: E402
import hostile_texts  # noqa: E402
from harness import Desk  # noqa: E402

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



HEAD = '[spec]\nlanguage = 1\nname = "{}"\n'
# Of the registry, so that a format that is added is tried without a word here.
FORMATS = tuple(re.findall(r"^FORMAT\((\w+)\)", (daemon_home.SOURCE / "reports/formats/formats.def").read_text(), re.MULTILINE))


class TextsThatGoOut(Desk):
    """The same 40 texts through every command and format; nothing of them commands what shows it."""

    def setUp(self):
        super().setUp()
        self.spec = self.folder / "evil.toml"
        self.spec.write_text(self.evil_spec())

    @staticmethod
    def evil_spec():
        quoted, texts = hostile_texts.quoted, hostile_texts.TEXTS
        every = quoted(" ".join(texts))
        parts = ["[spec]", "language = 1", f"name = {every}", f"version = {every}", f"employer = {every}", f"source = {every}",
                 'reading = "unofficial"', "[require.system]",
                 f'disk.free = {{ limit = ">= 9000 TB", source = {every}, fix = {every} }}']
        for number, text in enumerate(texts):
            parts += ["[[rule]]", f"id = {quoted(text)}", 'fact = "system.memory.installed"', f'limit = ">= {9000 + number} GB"',
                      f"fix = {quoted(text)}", f"[ask.{quoted(text)}]", f"text = {quoted(text)}",
                      f"answers = [{quoted(text)}, \"no\"]", f"accept = [{quoted(text)}]", f"fix = {quoted(text)}",
                      f"[one_of.{quoted(text)}]", f"text = {quoted(text)}",
                      f'{quoted(text)}.system.memory.installed = ">= {8000 + number} GB"']
        return "\n".join(parts) + "\n"

    def output(self, *words, code=None, **more):
        done = subprocess.run([harness.BIN / "deskready", *words], env=self.env, stdin=subprocess.DEVNULL, capture_output=True,
                              timeout=harness.PATIENCE, **more)
        if code is not None:
            self.assertEqual(done.returncode, code, done.stderr)
        self.assertEqual(hostile_texts.commands(done.stderr), [], f"on stderr of {words}")
        return done.stdout

    def good(self, form, *words, code=None):
        output = self.output(*words, code=code)
        if not output:  # nothing to show, which stderr says
            return output
        self.assertEqual(hostile_texts.faults(output, form), [], words)
        return output

    def in_each_format(self, *words):
        """The formats in which the command shows anything; the others it refuses in words."""
        shown = {}
        for form in FORMATS:
            with self.subTest(words=words, form=form):
                shown[form] = self.good(form, *words, "--format", form)
        return {form: output for form, output in shown.items() if len(output) > 100}

    def test_of_specs_in_every_report(self):
        shown = self.in_each_format("check", "--yes", "--only", "system", "--spec", self.spec)
        self.assertGreaterEqual(len(shown), 7, shown.keys())
        self.assertEqual(json.loads(shown["json"])["spec"]["employer"], " ".join(hostile_texts.TEXTS))
        self.assertEqual(self.in_each_format("report", "show", "latest").keys(), shown.keys())
        for words in (["history"], ["history", "--rules"], ["history", "--hours"]):
            self.in_each_format(*words)

    def test_of_specs_in_what_reads_specs(self):
        self.good("text", "spec", "lint", self.spec)
        self.good("json", "spec", "lint", self.spec, "--format", "json")
        flat = self.good("toml", "spec", "show", self.spec, code=0)
        self.assertEqual(tomllib.loads(flat.decode())["spec"]["employer"], " ".join(hostile_texts.TEXTS))

    def test_a_changed_answer_does_not_break_out_of_its_comment(self):
        (self.folder / "base.toml").write_text(HEAD.format("base") + '[ask.room]\ntext = "Quiet?"\nanswers = ["yes", "no"]\n'
                                               'accept = ["yes"]\n')
        inner = hostile_texts.quoted('x\n[far_end]\nurl = "http://evil.example"\n#\u2028\x85')
        child = self.folder / "child.toml"
        child.write_text(HEAD.format("child") + f'extends = "base.toml"\n[ask.room]\ntext = "Quiet?"\nanswers = ["yes", {inner}]\n'
                         f'accept = ["yes", {inner}]\n')
        flat = tomllib.loads(self.good("toml", "spec", "show", child, code=0).decode())
        self.assertNotIn("far_end", flat)
        self.good("text", "spec", "lint", child)

    def test_of_reports_in_the_employers_tables(self):
        _, report = self.report("--yes", "--only", "system", "--spec", "voice-baseline")
        inbox = self.folder / "inbox"
        inbox.mkdir()
        for number, text in enumerate(hostile_texts.TEXTS):
            evil = dict(report, reference=text, id=text, machine=text, role=text)
            evil["findings"] = [dict(report["findings"][0], rule=text, message=text)]
            evil["facts"] = {key: dict(fact, value=text) if isinstance(fact.get("value"), str) else dict(fact)
                             for key, fact in report["facts"].items()}
            for fact in evil["facts"].values():
                # Earlier versions wrote how it was found out as text, and nothing else.
                fact["method"] = text
                fact.pop("how", None) if number % 2 else fact.update(
                    how=[{"code": "desktop_settings", "args": {"name": text}}])
            (inbox / f"{number}.json").write_text(json.dumps(evil))
        (inbox / "forged\nname \x1b[31m.json").write_text("{}")
        self.assertGreaterEqual(len(self.in_each_format("reports", inbox)), 3)
        facts = [f"--facts={file}" for file in sorted(inbox.glob("[0-9].json"))]
        self.assertGreaterEqual(len(self.in_each_format("assess", "--spec", self.spec, "--spec", "voice-baseline", *facts)), 2)

    def test_bytes_that_are_no_text_are_refused_in_words(self):
        for raw in hostile_texts.RAW:
            with self.subTest(raw=raw):
                spec = self.folder / "raw.toml"
                spec.write_bytes(HEAD.format("raw").encode() + b'employer = "' + raw + b'"\n' + raw)
                self.good("text", "spec", "lint", spec, code=3)
                facts = self.folder / "raw.json"
                facts.write_bytes(b'{"schema": "deskready.facts/1", "x": "' + raw + b'"}')
                self.output("assess", "--spec", "voice-baseline", "--facts", facts, code=3)

    def test_of_the_command_line(self):
        for text in ("\x1b[31mred", "\u202ertl", "two\nlines"):
            self.output("check", "--spec", text, code=3)
            self.output("check", "--format", text, code=3)
            self.output("spec", "lint", text, code=3)
            self.output("report", "show", text, code=3)
            self.output(text, code=3)


class Specs(Desk):
    """What a spec may reach, and what it may cost to read one."""

    def write(self, name, text):
        file = self.folder / name
        file.parent.mkdir(exist_ok=True)
        file.write_text(text)
        return file

    def test_extends_what_lies_beside_it_and_what_is_shipped(self):
        self.write("own/base.toml", HEAD.format("base") + '[require.system]\nmemory.installed = ">= 1 GB"\n')
        for name in ("base.toml", "./base.toml", "voice-baseline", str(self.folder / "own" / "base.toml")):
            spec = self.write("own/child.toml", HEAD.format("child") + f'extends = "{name}"\n')
            self.assertEqual(self.run_it("spec", "show", spec).returncode, 0, name)
        link = self.folder / "linked.toml"
        link.symlink_to("own/child.toml")
        self.write("own/child.toml", HEAD.format("child") + 'extends = "base.toml"\n')
        self.assertEqual(self.run_it("spec", "show", link).returncode, 0, "its own folder is where the link leads")

    def test_extends_nothing_else_of_the_persons(self):
        secret = self.write("rival/rival.toml", HEAD.format("rival") + 'employer = "Rival"\n[require.system]\n'
                            'memory.installed = { limit = ">= 4 GB", source = "rival secret" }\n')
        self.write("rival/private.txt", "password: rival secret\n")
        (self.folder / "own").mkdir()
        # As in the home folder, where a spec may be kept beside the folders of everything else.
        (self.folder / "own" / "below").mkdir()
        (self.folder / "own" / "below" / "rival.toml").write_text(secret.read_text())
        (self.folder / "own" / "down.toml").symlink_to("below/rival.toml")
        (self.folder / "own" / "inside.toml").symlink_to(secret)
        (self.folder / "own" / "folder").symlink_to(self.folder / "rival")
        self.env["SECRET"] = "rival secret"
        for name in (str(secret), "../rival/rival.toml", "../rival/private.txt", "inside.toml", "folder/rival.toml",
                     "below/rival.toml", "./below/../below/rival.toml", "down.toml", str(self.folder / "own/below/rival.toml"),
                     "/proc/self/environ", "/etc/passwd", "./../own/../rival/rival.toml"):
            with self.subTest(name=name):
                spec = self.write("own/acme.toml", HEAD.format("acme") + f'extends = "{name}"\n')
                for words in (["spec", "lint", spec], ["spec", "show", spec],
                              ["check", "--yes", "--only", "system", "--format", "json", "--spec", spec]):
                    done = self.run_it(*words)
                    self.assertEqual(done.returncode, 3, done.stdout)
                    self.assertNotIn("rival secret", done.stdout + done.stderr)
                    self.assertNotIn("root:", done.stdout + done.stderr)

    def test_faults_of_another_file_are_counted_and_not_quoted(self):
        self.write("own/notes.toml", "password: rival secret\n")
        spec = self.write("own/acme.toml", HEAD.format("acme") + 'extends = "notes.toml"\n')
        done = self.run_it("spec", "lint", spec)
        self.assertEqual(done.returncode, 3)
        self.assertNotIn("secret", done.stdout + done.stderr)
        self.assertIn("notes.toml has 1 fault", done.stdout)

    def test_none_takes_the_square_of_its_length(self):
        def up_to_the_limit(pieces):
            text = HEAD.format("x")
            for piece in pieces:
                if len(text) + len(piece) > 990_000:
                    return text
                text += piece
            return text
        many = range(99_999)
        slow = {
            "questions": up_to_the_limit(f'[ask.q{i:x}]\ntext="a"\n' for i in many),
            "choices": up_to_the_limit(f'[one_of.a{i:x}.b]\n"system.memory.installed"=">= 1 GB"\n' for i in many),
            "processors": HEAD.format("x") + '[require.system]\ncpu.model=">= Intel Core i5 gen 8'
                          + " or Intel Core i5 gen 8" * 40_000 + '"\n',
            "unknown": up_to_the_limit(["[require.network]\n", *(f"downlod{i:x}=1\n" for i in many)]),
            "whens": up_to_the_limit(f'[[when]]\nif.role="a"\nid="w{i:x}"\n[when.ask.q]\ntext="a"\n' for i in many),
            "waivers": up_to_the_limit(f'[[waive]]\nrule="r{i:x}"\nfor="x"\nuntil=2030-01-01\nreason="x"\n' for i in many),
            "removals": HEAD.format("x") + 'extends="voice-baseline"\n[remove]\nrules=["' + '","'.join(map(str, many)) + '"]\n',
            "answers": HEAD.format("x") + '[ask.q]\ntext="a"\nanswers=["' + '","'.join(f"a{i:x}" for i in range(60_000))
                       + '"]\naccept=["' + '","'.join(f"b{i:x}" for i in range(60_000)) + '"]\n',
            "days": HEAD.format("x") + "expires = [" + "2026-02-31, " * 80_000 + "]\n",
            "rules": up_to_the_limit(f'[[rule]]\nid="r{i:x}"\nfact="network.loss"\nlimit="<= {i} %"\n' for i in range(9_990)),
        }
        for name, text in slow.items():
            with self.subTest(name=name):
                spec = self.write(f"{name}.toml", text)
                # What takes the square takes minutes, so it ends as what hangs does.
                subprocess.run([harness.BIN / "deskready", "spec", "lint", spec], env=self.env, stdin=subprocess.DEVNULL,
                               stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, timeout=harness.PATIENCE)

    def test_letters_outside_of_texts_are_faults(self):
        for text in ("window\u03e0= \"14 d\"", "a = \u00a1", "[\u0499]", "\u0100", "a = 1 \u00e9", '"é" = 1\né = 2'):
            with self.subTest(text=text):
                done = self.run_it("spec", "lint", self.write("letters.toml", text))
                self.assertEqual(done.returncode, 3)
                self.assertIn("outside of quotes", done.stdout)
        fine = self.write("fine.toml", HEAD.format("über") + '# ünd "ein \'Kommentar\n[ask."straße"]\ntext = """\n"é"\n"""\n'
                          "answers = ['é', \"\\\"é\"]\naccept = ['é']\n")
        self.assertEqual(self.run_it("spec", "lint", fine).stdout.count("fault"), 1, self.run_it("spec", "lint", fine).stdout)


class Employers(Desk):
    """An employer is the spec's own identity, never the name that it claims."""

    ASKS = ('[require.system]\nmemory.installed = ">= 1 GB"\n[ask.health]\ntext = "Do you have a hearing aid?"\n'
            'answers = ["yes", "no"]\naccept = ["no"]\nvalid = "180 d"\n')

    def spec(self, name, employer="Rival"):
        file = self.folder / f"{name}.toml"
        file.write_text(HEAD.format(name) + f'employer = "{employer}"\n' + self.ASKS)
        return file

    def guided(self, spec, answer):
        """A check by a person who gives this answer to each question; its report and what was said to that person."""
        output = self.folder / "guided.json"
        output.unlink(missing_ok=True)
        pid, terminal = pty.fork()
        if pid == 0:
            os.execve(harness.BIN / "deskready", ["deskready", "check", "--yes", "--only", "system", "--guided", "--spec", str(spec),
                                                  "--format", "json", "--output", str(output)], self.env)
        said, asked = b"", 0
        while True:
            ready, _, _ = select.select([terminal], [], [], harness.PATIENCE)
            self.assertTrue(ready, "it hangs")
            try:
                piece = os.read(terminal, 4096)
            except OSError:
                break
            if not piece:
                break
            said += piece
            while said.count(b"Your answer") > asked:
                asked += 1
                os.write(terminal, answer + b"\n")
        os.waitpid(pid, 0)
        os.close(terminal)
        return self.valid(output.read_text()), said.decode(errors="replace")

    def test_who_claims_a_name_gets_neither_its_answers_nor_its_pseudonym(self):
        rival, said = self.guided(self.spec("rival"), b"yes")
        self.assertIn("hearing aid", said)
        self.assertEqual(rival["answers"]["health"]["answer"], "yes")
        _, own = self.report("--yes", "--only", "system", "--spec", self.spec("rival"))
        self.assertEqual(own["answers"]["health"]["answer"], "yes", "the same spec keeps its answers")
        self.assertEqual(own["machine"], rival["machine"])
        (self.folder / "other").mkdir()
        claims = [self.spec("acme"), self.folder / "other" / "rival.toml"]
        claims[1].write_text(self.spec("rival").read_text())
        for claim in claims:
            _, report = self.report("--yes", "--only", "system", "--spec", claim)
            self.assertEqual(report["answers"], {}, claim)
            if rival["machine"]:
                self.assertNotEqual(report["machine"], rival["machine"])
            if claim == claims[0]:
                self.assertNotIn("machine_changed", report, "a claimed name would tell of another employer")

    def test_answers_of_an_earlier_version_are_offered_once_and_never_taken(self):
        state = self.folder / "state" / "deskready"
        state.mkdir(parents=True, mode=0o700)
        (state / "answers.json").write_text(json.dumps({"Rival": {"health": {
            "text": "Do you have a hearing aid?", "language": "en", "answer": "yes", "at": "2026-11-01T00:00:00Z"}}}))
        _, report = self.report("--yes", "--only", "system", "--spec", self.spec("rival"))
        self.assertEqual(report["answers"], {}, "nobody was asked")
        report, said = self.guided(self.spec("rival"), b"no")
        self.assertIn("Before, you told Rival: yes", " ".join(said.split()))
        self.assertEqual(report["answers"]["health"]["answer"], "no")
        _, said = self.guided(self.spec("acme"), b"no")
        self.assertNotIn("Before, you told", said)


    def test_a_new_pseudonym_is_said_once(self):
        if os.geteuid() != 0 or not os.path.exists("/etc/machine-id"):
            self.skipTest("giving this computer another id needs root")
        # Root of a container may be without the right to mount.
        tried = subprocess.run(["unshare", "--mount", "sh", "-c", "mount --bind /etc/machine-id /etc/machine-id"],
                               capture_output=True, text=True, timeout=harness.PATIENCE)
        if tried.returncode != 0:
            self.skipTest(f"giving this computer another id needs bind mounts: {tried.stderr.strip()}")
        other, known = self.folder / "machine-id", []
        for number in ("1", "1", "2", "2", "1"):
            other.write_text(number * 32 + "\n")
            _, report = self.report("--yes", "--only", "system", "--spec", self.spec("rival"), before=(
                "unshare", "--mount", "sh", "-c", 'mount --bind "$0" /etc/machine-id && exec "$@"', other))
            known.append(report["machine"])
            changed = len(known) > 1 and known[-1] != known[-2]
            self.assertEqual(report.get("machine_changed", False), changed, number)
            done = self.run_it("report", "show", "latest")
            self.assertEqual("another pseudonym" in " ".join(done.stdout.split()), changed, done.stdout)
            self.assertFalse(changed and known[-2] in json.dumps(report), "a claimed name would link both")
        self.assertEqual(len(set(known)), 2)


class StoredReports(Desk):
    """The history may have been changed by anything: a row that does not read costs itself and is said once."""

    def check(self, name):
        spec = self.folder / f"{name}.toml"
        spec.write_text(HEAD.format(name) + '[require.system]\nmemory.installed = ">= 1 GB"\n')
        return self.report("--yes", "--only", "system", "--spec", spec)[1]

    def change(self, sql):
        with contextlib.closing(sqlite3.connect(self.folder / "state/deskready/history.db")) as database, database:
            database.execute(sql)

    def listed(self):
        done = self.run_it("history", "--format", "json")
        self.assertEqual(done.returncode, 0, done.stderr)
        return [(one["id"], one["spec"]) for one in json.loads(done.stdout)], done.stderr

    def test_a_damaged_row_is_set_aside_and_said_once(self):
        ids = [self.check(name)["id"] for name in ("a", "b", "c")]
        self.change(f"UPDATE report SET size = -1, finished = 'soon\x1b[2J' WHERE id = '{ids[1]}'")
        rows, said = self.listed()
        self.assertEqual(rows, [(ids[2], "c"), (ids[0], "a")])
        self.assertIn(f"report {ids[1]}", said)
        self.assertIn("set aside", said)
        self.assertNotIn("\x1b", said)
        self.assertEqual(self.listed(), (rows, ""))
        self.assertEqual(self.run_it("report", "show", ids[0]).returncode, 0)

    def test_no_time_is_out_of_bounds(self):
        self.check("a")
        for time in ("99999999999-01-01", "292277026596-12-04", "-99999999999-01-01", "10000-01-01", "9999-99-99"):
            done = self.run_it("report", "at", time)
            self.assertEqual(done.returncode, 3)
            self.assertRegex(done.stderr, "is no time like|not expected|no report yet", time)
        self.assertEqual(self.run_it("report", "at", "9999-12-31").returncode, 0)

    def test_a_changed_number_hides_no_report(self):
        rows = [(self.check(name)["id"], name) for name in ("a", "b", "c")][::-1]
        for sql in ("UPDATE job SET number = 99 WHERE spec = 'b'", "UPDATE report SET job = 77 WHERE id = '%s'" % rows[0][0],
                    "UPDATE job SET spec = 'other' WHERE spec = 'a'", "UPDATE job SET role = x'00' WHERE spec = 'c'"):
            self.change(sql)
            found, said = self.listed()
            self.assertEqual(found, rows, sql)
            self.assertIn("restored", said, sql)
            self.assertEqual(self.listed(), (rows, ""), sql)


class OwnAddresses(Desk):
    """A spec must not make this computer speak to itself."""

    @contextlib.contextmanager
    def service(self, address):
        """A service of this computer's at a port that a spec may name; gives the list of what connected to it."""
        connected = []
        family = socket.AF_INET6 if ":" in address else socket.AF_INET
        with socket.create_server((address, 8700), family=family) as server:
            def accept():
                with contextlib.suppress(OSError):
                    while True:
                        connection, peer = server.accept()
                        connected.append(peer)
                        connection.close()
            threading.Thread(target=accept, daemon=True).start()
            server.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            yield connected
            server.shutdown(socket.SHUT_RDWR)

    def check(self, host):
        spec = self.folder / "own.toml"
        spec.write_text(HEAD.format("x") + f'[far_end]\nurl = "http://{host}:8700"\n[require.network]\nlatency = "<= 100 ms"\n')
        _, report = self.report("--yes", "--only", "network", "--spec", spec)
        return report

    def test_none_of_any_interface_is_connected_to(self):
        if os.geteuid() != 0:
            self.skipTest("giving this computer an address needs root")
        for address in ("8.8.4.9/32", "2a00:1450::9/128"):
            subprocess.run(["ip", "address", "replace", address, "dev", "lo"], check=True)
        for own, host in (("8.8.4.9", "8.8.4.9"), ("2a00:1450::9", "[2a00:1450::9]"), ("8.8.4.9", "[::ffff:8.8.4.9]"),
                          ("8.8.4.9", "134743049"), ("127.0.0.1", "127.0.0.1"), ("127.0.0.1", "localhost"), ("127.0.0.1", "0"),
                          ("::1", "[::1]")):
            with self.subTest(host=host), self.service(own) as connected:
                report = self.check(host)
                self.assertEqual(connected, [])
                self.assertNotEqual(report["verdict"], "ready")


class Trees(Desk):
    """A recorded machine whose files lead out of its tree, block or never end."""

    FILES = ("proc/net/route", "proc/net/ipv6_route", "proc/net/pppoe", "proc/net/wireless", "etc/environment",
             "proc/cpuinfo", "etc/os-release", "sys/class/net/eth0/uevent", "sys/class/net/eth0/speed")

    def tree(self, make):
        tree = self.folder / make.__name__
        for name in self.FILES:
            (tree / name).parent.mkdir(parents=True, exist_ok=True)
            make(tree / name)
        return tree

    def test_no_file_holds_up_or_leads_out(self):
        secret = self.folder / "secret"
        secret.write_text("Iface\nNAME=precious ID=precious http_proxy=precious\n")

        def pipe(file):
            os.mkfifo(file)

        def endless(file):
            file.symlink_to("/dev/zero")

        def outwards(file):
            file.symlink_to("../" * 20 + str(secret)[1:])

        def huge(file):
            with open(file, "wb") as made:
                made.truncate(3 << 30)

        for make in (pipe, endless, outwards, huge):
            with self.subTest(file=make.__name__):
                # One that waits for a pipe or reads without end is ended by the time limit of run_it().
                done = self.run_it("facts", "--root", self.tree(make), "--only", "network,system", "--format", "json")
                self.assertEqual(done.returncode, 0, done.stderr)
                self.assertNotIn("precious", done.stdout)


class Service(daemon_home.Home):
    """The same texts in settings, specs and reports of a service: what it answers, writes and tells."""

    def setUp(self):
        super().setUp()
        every = " ".join(hostile_texts.TEXTS)
        stand_in = (self.bin / "deskready").read_text()
        made = 'report = {"schema": "deskready.report/1"'
        self.assertIn(made, stand_in)
        (self.bin / "deskready").write_text(stand_in.replace(
            "json.dumps(report)", "json.dumps(evil(report))", 1).replace("import json, os", (
                "import json\nTEXT = json.loads(" + repr(json.dumps(every)) + ")\n"
                "def evil(report):\n"
                "    report.update(reference=TEXT, role=TEXT, machine=TEXT, spec={'name': TEXT, 'employer': TEXT})\n"
                "    for finding in report['findings']:\n"
                "        finding.update(rule=TEXT, message=TEXT, fix={'en': TEXT})\n"
                "    return report\n"
                "import json, os"), 1))
        self.configure(f'[[job]]\nspec = "acme"\nrole = {hostile_texts.quoted(every)}\n'
                       f'[metrics]\ntextfile = "{self.folder}/metrics.prom"\n')

    def command(self, *words):
        done = subprocess.run([harness.BIN / "deskready", *words], env=self.environment, stdin=subprocess.DEVNULL,
                              capture_output=True, timeout=harness.PATIENCE)
        for output in (done.stdout, done.stderr):
            self.assertEqual(hostile_texts.commands(output), [], words)
        return done.stdout

    def test_nothing_commands_what_shows_it(self):
        daemon = self.started("--foreground", STANDIN="not_ready")
        self.check_once()
        self.assertNotEqual(self.command("status"), b"")
        self.assertNotEqual(self.command("next"), b"")
        for words in (["status", "--format", "json"], ["next", "--format", "json"], ["history"], ["report", "show", "latest"],
                      ["log"], ["trigger"], ["pause", "1 h"], ["resume"]):
            self.command(*words)
        connection = daemon_home.UnixConnection(self.socket)
        for target in ("/metrics", "/status", "/next", "/reports/latest", "/nowhere%1b[31m"):
            connection.request("GET", target)
            self.assertEqual(hostile_texts.commands(connection.getresponse().read()), [], target)
            connection.close()
        self.assertEqual(hostile_texts.faults((self.folder / "metrics.prom").read_bytes(), "openmetrics"), [])
        daemon.send_signal(signal.SIGTERM)
        log = daemon.stderr.read()
        self.assertIn("acme", log)
        self.assertEqual(hostile_texts.commands(log.encode()), [], "the log")


@unittest.skipUnless(os.geteuid() == 0, "acting as another user needs root")
class Files(Desk):
    """Places in which another user may write."""

    STRANGER = 54321

    def setUp(self):
        super().setUp()
        self.folder.chmod(0o755)
        self.shared = self.folder / "shared"
        self.shared.mkdir()
        self.shared.chmod(0o1777)

    def link(self, name, to):
        link = self.shared / name
        link.symlink_to(to)
        os.lchown(link, self.STRANGER, self.STRANGER)
        return link

    def facts(self):
        file = self.folder / "facts.json"
        done = self.run_it("facts", "--only", "system", "--format", "json", "--output", file)
        self.assertEqual(done.returncode, 0, done.stderr)
        return file

    def test_a_strangers_link_is_not_written_through(self):
        facts = self.facts()
        victim = self.folder / "victim"
        victim.write_text("precious\n")
        os.mkfifo(self.shared / "pipe")
        os.chown(self.shared / "pipe", self.STRANGER, self.STRANGER)
        for output in (self.link("report.txt", victim), self.link("new.txt", self.folder / "new"),
                       self.link("folder", self.folder) / "victim", self.shared / "pipe"):
            with self.subTest(output=output.name):
                done = self.run_it("assess", "--spec", "voice-baseline", "--facts", facts, "--output", output)
                self.assertIn("another user", done.stderr)
                self.assertIn("report", done.stdout, "the result is not lost")
        self.assertEqual(victim.read_text(), "precious\n")
        self.assertFalse((self.folder / "new").exists())

    def test_a_strangers_link_is_not_read_through(self):
        done = self.run_it("assess", "--spec", "voice-baseline", "--facts", self.link("facts.json", self.facts()))
        self.assertEqual(done.returncode, 3)
        self.assertIn("another user's", done.stderr)

    def test_an_own_link_is_followed(self):
        facts, report = self.facts(), self.folder / "report.txt"
        (self.shared / "own.json").symlink_to(facts)
        (self.shared / "own.txt").symlink_to(report)
        done = self.run_it("assess", "--spec", "voice-baseline", "--facts", self.shared / "own.json", "--output",
                           self.shared / "own.txt")
        self.assertNotIn("another user", done.stderr)
        self.assertTrue((self.shared / "own.txt").is_symlink())
        self.assertGreater(report.stat().st_size, 0)

    def test_a_squatted_runtime_folder_is_gone_round(self):
        squatted = self.shared / f"deskready-{os.getuid()}"
        squatted.mkdir()
        os.chown(squatted, self.STRANGER, self.STRANGER)
        self.env.pop("XDG_RUNTIME_DIR")
        self.env["TMPDIR"] = str(self.shared)
        done, _ = self.report("--yes", "--only", "system", "--spec", "voice-baseline")
        self.assertNotIn("not a private folder", done.stderr)
        self.assertEqual(list(squatted.iterdir()), [])


class Notices(Desk):
    """What reaches the desktop."""

    @unittest.skipUnless(shutil.which("dbus-run-session") and shutil.which("dbus-monitor"), "dbus is not installed")
    def test_a_notices_text_is_no_markup(self):
        notice = self.folder / "notice.json"
        notice.write_text(json.dumps({"verdict": "not_ready", "title": "Not ready\x1b[31m\u202e",
                                      "text": '<a href="http://evil.example/">click</a> <img src="file:///x"> & \x1b[2J\u2028'}))
        script = ('dbus-monitor --session interface=org.freedesktop.Notifications > "$1/heard" & monitor=$!; '
                  'until grep -q NameAcquired "$1/heard"; do kill -0 $monitor || exit 1; done; '
                  '"$2" tell --desktop < "$1/notice.json"; until grep -q "array \\[" "$1/heard"; do kill -0 $monitor || exit 1; done; '
                  'kill $monitor')
        subprocess.run(["dbus-run-session", "--", "bash", "-c", script, "bash", self.folder, harness.BIN / "deskready"], env=self.env,
                       timeout=harness.PATIENCE, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=True)
        heard = (self.folder / "heard").read_bytes()
        self.assertIn(b"&lt;a href", heard)
        self.assertNotIn(b"<a href", heard)
        self.assertNotIn(b"<img", heard)
        self.assertEqual(hostile_texts.commands(heard), [])


if __name__ == "__main__":
    ending.main()

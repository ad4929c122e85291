"""What earlier checks said: rules over time, since when a rule fails, answers, what a light check carries forward, and
`deskready history` over a year. Earlier checks are copies of a real one, with other times and figures."""
import contextlib
import copy
import datetime
import json
import os
import pathlib
import random
import re
import sqlite3
import stat
import subprocess
import sys
import zlib

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
import ending  # noqa: E402
import strangers  # noqa: E402
from harness import BIN, PATIENCE, PERSON, Desk  # noqa: E402

HOUR = datetime.timedelta(hours=1)
SPEC = '[spec]\nlanguage = 1\nname = "acme"\nreading = "official"\n'


def rfc3339(time):
    return time.strftime("%Y-%m-%dT%H:%M:%SZ")


class Past(Desk):
    def setUp(self):
        super().setUp()
        self.now = datetime.datetime.now(datetime.timezone.utc).replace(microsecond=0)
        self.database = self.folder / "state/deskready/history.db"

    def spec(self, rules, name="acme"):
        file = self.folder / f"{name}.toml"
        file.write_text(SPEC.replace("acme", name) + rules)
        return file

    def history(self, *words, code=0):
        done = self.run_it("history", *words)
        self.assertEqual(done.returncode, code, done.stderr)
        return done.stdout

    def stored(self):
        """The documents in the history, the oldest first."""
        with contextlib.closing(sqlite3.connect(self.database)) as history:
            return [json.loads(zlib.decompress(row[0]))
                    for row in history.execute("SELECT document FROM report ORDER BY finished")]

    def put(self, documents):
        """Stores reports as the program does."""
        with contextlib.closing(sqlite3.connect(self.database)) as history, history:
            def number(text):
                history.execute("INSERT OR IGNORE INTO name(text) VALUES(?)", (text,))
                return history.execute("SELECT number FROM name WHERE text=?", (text,)).fetchone()[0]

            def seconds(text):
                return int(datetime.datetime.fromisoformat(text.replace("Z", "+00:00")).timestamp())

            for document in documents:
                text = json.dumps(document).encode()
                finished = seconds(document["finished"])
                job = (document["spec"]["name"], document.get("role", ""), document.get("reference", ""))
                history.execute("INSERT OR IGNORE INTO job(spec, role, reference) VALUES(?,?,?)", job)
                job = history.execute("SELECT number FROM job WHERE spec=? AND role=? AND reference=?", job).fetchone()[0]
                history.execute("INSERT OR REPLACE INTO report VALUES(?,?,?,?,0,0,?,?)",
                                (document["id"], finished, job, document["verdict"], len(text), zlib.compress(text)))
                for key, fact in document["facts"].items():
                    value = fact["value"]
                    row = (float(value), None) if not isinstance(value, str) else (None, number(value))
                    history.execute("INSERT OR IGNORE INTO sample VALUES(?,?,?,NULL,NULL,?)",
                                    (number(key), seconds(fact["at"]), *row))
                for finding in document["findings"]:
                    history.execute("INSERT OR REPLACE INTO outcome VALUES(?,?,?,?)",
                                    (job, number(finding["rule"]), finished, number(finding["outcome"])))

    def copies(self, count, change, apart=HOUR):
        """So many copies of the latest report, that far apart and ending before now, each put through
        change(document, time)."""
        latest = self.stored()[-1]
        documents = []
        for i in range(count, 0, -1):
            time = self.now - i * apart
            document = copy.deepcopy(latest)
            document["id"] = f"{random.getrandbits(128):032x}"
            document["started"] = document["finished"] = rfc3339(time)
            for fact in document["facts"].values():
                fact["at"] = rfc3339(time)
            change(document, time)
            documents.append(document)
        self.put(documents)


def line_of(document, rate):
    """As if the line had been measured to the far end that the spec names; None: it did not answer."""
    document["conditions"]["far_end"] = "as_named" if rate else "none"
    for name, value, unit in (("network.download", rate, "bit/s"), ("network.latency", 0.02, "s")):
        document["unmeasured"].pop(name, None)
        document["facts"].pop(name, None)
        if rate:
            document["facts"][name] = {"value": value, "unit": unit, "samples": 1000, "method": "a copy",
                                       "at": document["finished"], "cost": {"bytes": 0, "seconds": 0},
                                       "trust": "self", "detail": {}}
        else:
            document["unmeasured"][name] = {"cause": "far_end_failed", "args": {}, "message": ""}


OVER_TIME = """[require.network]
outages = "<= 2"
availability = { limit = ">= 99 %", window = "7 d" }
[[rule]]
id = "share"
fact = "network.download"
limit = ">= 25 Mbps"
window = "14 d"
share = ">= 95 %"
[[rule]]
id = "median"
fact = "network.download"
limit = ">= 25 Mbps"
window = "14 d"
statistic = "median"
[[rule]]
id = "cores"
fact = "system.cpu.cores"
limit = ">= 1"
window = "14 d"
share = ">= 95 %"
"""


class OverTime(Past):
    def judged(self, spec, *words):
        done, report = self.report("--spec", spec, *words)
        return {finding["rule"]: finding for finding in report["findings"]}, report, done

    def test_a_history_that_cannot_be_opened_does_not_tell_where_it_lies(self):
        home = self.folder / PERSON / ".local/state"  # its path holds the person's name
        (home / "deskready/history.db").mkdir(parents=True)
        self.env["XDG_STATE_HOME"] = str(home)
        findings, report, done = self.judged(self.spec(OVER_TIME))  # looks for names and paths in every field
        self.assertEqual((findings["share"]["outcome"], findings["share"]["cause"]), ("not_measured", "failed"))
        self.assertEqual(findings["share"]["message"], "It could not be measured: the earlier checks cannot be read.")
        self.assertEqual(findings["share"]["args"]["detail"], "history_unread")
        self.assertNotIn("system", findings["share"]["args"], "what the library said stays here")
        self.assertIn("is no ordinary file", done.stderr, "but is said here")
        self.assertEqual(done.returncode, 3, done.stderr)

    def test_rules_over_time_are_judged_from_the_history(self):
        spec = self.spec(OVER_TIME)
        findings, report, _ = self.judged(spec)
        for rule, finding in findings.items():
            self.assertEqual((finding["outcome"], finding["cause"]), ("not_measured", "too_little_history"), finding)
        self.assertIn("there is one; at least 20 over 7 days are needed", findings["cores"]["message"])
        self.assertIn("there is none yet", findings["share"]["message"])  # loopback is no line

        # Fourteen days: a tenth of the checks slow, and in the second week two outages of three checks.
        count = 14 * 24 - 1

        def change(document, time):
            ago = round((self.now - time) / HOUR)
            down = ago in (30, 31, 32, 60, 61, 62)
            line_of(document, None if down else 10e6 if ago % 10 == 0 else 50e6)

        self.copies(count, change)
        findings, report, _ = self.judged(spec)
        tried, slow = count - 6, len([ago for ago in range(1, count + 1) if ago % 10 == 0 and ago not in (30, 60)])
        share = findings["share"]
        self.assertEqual(share["outcome"], "not_met", share)
        self.assertEqual(share["fact"], "network.download#share>=25000000/14d")
        self.assertEqual(share["args"]["samples"], str(tried))
        self.assertAlmostEqual(float(share["measured"].split()[0]), 100 * (tried - slow) / tried, delta=0.1)
        self.assertIn("of the last 14 days; at least 95 % is asked for", share["message"])
        self.assertEqual((findings["median"]["outcome"], findings["median"]["measured"]), ("met", "50 Mbit/s"))
        self.assertEqual((findings["require.network.outages"]["outcome"],
                          findings["require.network.outages"]["measured"]), ("met", "2"))
        self.assertEqual(findings["require.network.availability"]["outcome"], "not_met")
        self.assertEqual(findings["cores"]["outcome"], "met")
        # What this check measured on this computer is one of the figures.
        self.assertEqual(findings["cores"]["args"]["samples"], str(count + 2))
        self.assertEqual(report["facts"]["network.outages"]["value"], 2)
        self.assertEqual(report["facts"]["network.outages"]["samples"], count)

        self.assertAlmostEqual(report["facts"][share["fact"]]["value"], (tried - slow) / tried, places=6)
        # An employer who has the spec comes to the same.
        inbox = self.folder / "inbox"
        inbox.mkdir()
        (inbox / "1.json").write_text(json.dumps(report))
        desk = json.loads(self.run_it("reports", inbox, "--spec", spec, "--format", "json").stdout)["reports"][0]
        self.assertEqual((desk["flags"], desk["verdict"]), ([], report["verdict"]), desk)

        # Other work, another spec: none of its checks.
        findings, _, _ = self.judged(spec, "--role", "video")
        self.assertEqual(findings["share"]["cause"], "too_little_history")
        other = self.spec(OVER_TIME, "bolt")
        findings, _, _ = self.judged(other)
        self.assertEqual(findings["share"]["cause"], "too_little_history")

    def test_a_far_end_that_does_not_answer_is_an_outage_and_one_on_this_computer_says_nothing(self):
        spec = self.spec('[require.network]\noutages = "<= 0"\n')
        self.judged(spec)
        self.copies(335, lambda document, time: line_of(document, 50e6))
        outages = "require.network.outages"
        findings, report, _ = self.judged(spec)
        self.assertEqual((findings[outages]["outcome"], findings[outages]["measured"]), ("met", "0"))
        self.assertEqual(report["facts"]["network.outages"]["samples"], 335)
        findings, report, _ = self.judged(spec, "--far-end", "http://127.0.0.1:9")
        self.assertEqual((findings[outages]["outcome"], findings[outages]["measured"]), ("not_met", "1"))
        self.assertEqual(report["facts"]["network.outages"]["samples"], 336)

    def test_only_the_shifts_count_where_the_rule_says_so(self):
        spec = self.spec(OVER_TIME.replace('share = ">= 95 %"', 'share = ">= 95 %"\nduring = "shifts"', 1))
        findings, _, _ = self.judged(spec, "--only", "network")
        self.assertIn("no shifts are set for this job", findings["share"]["message"])

        def change(document, time):
            line_of(document, 50e6 if 8 <= time.hour < 16 else 5e6)

        self.copies(14 * 24 - 1, change)
        config = self.folder / "config/deskready"
        config.mkdir(parents=True)

        def with_shifts(hours):
            (config / "config.toml").write_text(f'[[job]]\nspec = "{spec}"\nzone = "UTC"\nshifts = ["{hours}"]\n')
            return self.judged(spec, "--only", "network")[0]["share"]

        by_day, at_night = with_shifts("08:00-16:00"), with_shifts("22:00-06:00")
        self.assertEqual((by_day["outcome"], by_day["measured"]), ("met", "100 %"), by_day)
        self.assertEqual((at_night["outcome"], at_night["measured"]), ("not_met", "0 %"), at_night)
        self.assertIn("in shifts", at_night["message"])

    def test_recorded_facts_are_no_history(self):
        spec = self.spec(OVER_TIME)
        facts = self.folder / "facts.json"
        facts.write_text(self.run_it("facts", "--only", "system", "--format", "json").stdout)
        done = self.run_it("assess", "--spec", spec, "--facts", facts, "--format", "json")
        self.assertEqual(done.returncode, 3, done.stderr)
        for finding in self.valid(done.stdout)["findings"]:
            self.assertEqual((finding["outcome"], finding["cause"]), ("not_measured", "too_little_history"), finding)

    def test_lint_knows_what_belongs_together(self):
        for extra, said in (('during = "shifts"', "during needs a window"), ('share = ">= 95 %"', "share needs a window")):
            done = self.run_it("spec", "lint", self.spec(f'[require.network]\nloss = {{ limit = "<= 1 %", {extra} }}\n'))
            self.assertNotEqual(done.returncode, 0)
            self.assertIn(said, done.stdout + done.stderr)


class Since(Past):
    def test_the_report_says_since_when_a_rule_fails(self):
        spec = self.spec('[require.system]\nmemory.installed = ">= 900 TB"\n')
        words = ("check", "--spec", spec, "--only", "system")
        first = self.run_it(*words).stdout
        self.assertNotIn("Not met since", first)
        began, held = self.now - 5 * HOUR, self.now - 9 * HOUR

        def change(document, time):
            if time <= held:
                document["findings"][0]["outcome"] = "met"

        self.copies(12, change)
        self.env["TZ"] = "UTC"
        begins = (held + HOUR)
        expected = [f"{time.day} {time.strftime('%B %Y, %H:%M')} UTC" for time in (begins, held)]
        text = " ".join(self.run_it(*words).stdout.split())
        self.assertIn(f"Not met since {expected[0]}; last met {expected[1]}.", text)
        html = self.run_it(*words, "--format", "html").stdout.replace("<bdi>", "").replace("</bdi>", "")
        self.assertIn(f"Not met since {expected[0]}; last met {expected[1]}.", html)
        # A stored report says it as it was then.
        shown = " ".join(self.run_it("report", "show", "latest", "--format", "text").stdout.split())
        self.assertIn(f"Not met since {expected[0]}", shown)
        self.assertIn("failing since", self.history("--rules"))
        rules = json.loads(self.history("--rules", "--format", "json"))
        self.assertEqual(rules[0]["failing_since"], rfc3339(begins))
        self.assertEqual(rules[0]["last_met"], rfc3339(held))
        self.assertIn(rfc3339(begins), self.history("--rules", "--format", "csv"))
        self.assertLess(began, self.now)


class Jobs(Past):
    """One spec for two kinds of work are two jobs, whose rules go their own ways."""

    def test_rules_are_told_by_job(self):
        spec = self.spec('[[when]]\nif.role = "video"\n[when.require.system]\nmemory.installed = ">= 900 TB"\n'
                         '[[when]]\nif.role = "voice"\n[when.require.system]\nmemory.installed = ">= 1 MB"\n')
        for role in ("video", "voice"):
            self.run_it("check", "--spec", spec, "--only", "system", "--role", role)

        def outcomes(*words):
            return {rule["outcome"] for rule in json.loads(self.history("--rules", "--format", "json", *words))}

        self.assertIn("not_met", outcomes("--role", "video"))
        self.assertNotIn("not_met", outcomes("--role", "voice"))
        self.assertNotIn("not_met", outcomes())  # the latest
        held = self.run_it("report", "at", "2100-01-01", "--format", "json").stdout.strip().split("\n")
        self.assertEqual([json.loads(one)["role"] for one in held], ["video", "voice"])
        # A rule that never failed for this work has not failed since then for the other.
        text = self.run_it("check", "--spec", spec, "--only", "system", "--role", "video", "--reference", "A-1").stdout
        self.assertNotIn("Not met since", text)


class Answers(Past):
    def test_answers_are_kept_and_can_be_read_back(self):
        spec = self.spec('[require.system]\nmemory.installed = ">= 1 MB"\n[ask.line]\ntext = "Which line?"\n'
                         'answers = ["cable", "dsl"]\naccept = ["cable"]\nvalid = "180 d"\n')
        self.assertIn("No question was answered", self.history("--answers"))
        ours, theirs = os.openpty()
        heard = b""
        with subprocess.Popen([BIN / "deskready", "check", "--spec", spec, "--only", "system", "--format", "json"],
                              env=self.env, stdin=theirs, stdout=subprocess.DEVNULL, stderr=theirs) as child:
            os.close(theirs)
            with contextlib.suppress(OSError):
                while piece := os.read(ours, 4096):
                    asked_before = b"to skip): " in heard
                    heard += piece
                    if not asked_before and b"to skip): " in heard:
                        os.write(ours, b"2\n")
            child.wait(PATIENCE)
        os.close(ours)
        self.assertIn("acme, line: dsl", self.history("--answers"))
        said = json.loads(self.history("--answers", "--format", "json"))
        self.assertEqual([(one["spec"], one["question"], one["answer"]) for one in said], [("acme", "line", "dsl")])
        self.assertIn(",acme,line,dsl\n", self.history("--answers", "--format", "csv"))
        # Asked once: a second check carries the same answer and adds none.
        self.run_it("check", "--spec", spec, "--only", "system")
        self.assertEqual(len(json.loads(self.history("--answers", "--format", "json"))), 1)
        self.run_it("history", "forget", "--yes")
        self.assertEqual(json.loads(self.history("--answers", "--format", "json")), [])


class Carried(Past):
    """A light check takes heavy figures over from the last day's checks, and says how old they are."""

    def test_heavy_figures_are_carried_for_a_day_with_their_age(self):
        spec = self.spec('[require.network]\ndownload = ">= 25 Mbps"\n')
        with strangers.Responder() as far_end:
            _, whole = self.report("--spec", spec, "--only", "network", "--far-end", far_end.url)
        self.assertIn("network.download", whole["facts"])
        for hours, carried in ((5, True), (23, True), (25, False)):
            with self.subTest(hours=hours):
                with contextlib.closing(sqlite3.connect(self.database)) as history, history:
                    history.execute("DELETE FROM report")
                old = copy.deepcopy(whole)
                measured = rfc3339(self.now - hours * HOUR)
                old["id"], old["started"], old["finished"] = f"{hours:032x}", measured, measured
                for fact in old["facts"].values():
                    fact["at"] = measured
                # What a disk that goes wrong, or another version, may have left there.
                old["facts"]["network.download"]["detail"].update(other_traffic="much", waited_for_processor=[], wire=None)
                self.put([old])
                _, light = self.report("--spec", spec, "--only", "network", "--light")
                if carried:
                    fact = light["facts"]["network.download"]
                    self.assertEqual((fact["at"], fact["value"]), (measured, whole["facts"]["network.download"]["value"]))
                    shown = self.run_it("report", "show", light["id"], "--format", "html").stdout
                    self.assertIn(f"measured <bdi>{hours}</bdi> hours earlier", shown)
                    self.assertIn("earlier", self.run_it("report", "show", light["id"], "--format", "text").stdout)
                    # Carried again from the light check, it grows no younger.
                    _, again = self.report("--spec", spec, "--only", "network", "--light")
                    self.assertEqual(again["facts"]["network.download"]["at"], measured)
                else:
                    self.assertNotIn("network.download", light["facts"])
                    self.assertEqual(light["unmeasured"]["network.download"]["cause"], "postponed")


class Csv(Past):
    def test_a_name_that_a_spreadsheet_would_run_is_text(self):
        spec = self.spec('[require.system]\nos.name = { not_in = ["none"] }\n')
        self.run_it("check", "--spec", spec, "--only", "system")

        def change(document, time):
            document["facts"]["system.os.name"]["value"] = '=HYPERLINK("x")'

        self.copies(1, change)
        lines = self.history("--fact", "system.os.name", "--format", "csv").splitlines()
        self.assertEqual(lines[0], "at,value,text")
        self.assertEqual(lines[1].split(",", 2)[2], '"\'=HYPERLINK(""x"")"')


class Year(Past):
    def test_a_year_fits_into_eighty_columns(self):
        self.env["TZ"] = "UTC"
        spec = self.spec('[require.system]\nmemory.installed = ">= 1 MB"\n')
        self.assertEqual(self.run_it("check", "--spec", spec, "--only", "system").returncode, 0)

        def change(document, time):
            evening = time.hour >= 18
            document["facts"]["system.memory.installed"]["value"] = (6 if evening else 16) * 1e9
            document["findings"][0]["outcome"] = "not_met" if evening and time.day % 2 else "met"

        self.copies(8760, change)
        trend = self.history("--fact", "system.memory.installed", "--last", "366 d")
        week = self.history("--rule", "require.system.memory.installed", "--last", "366 d")
        for text in (trend, week, self.history("--hours", "--last", "366 d"), self.history(), self.history("--rules")):
            for line in text.splitlines():
                self.assertLessEqual(len(line), 80, line)
        whole = self.history("--hours", "--last", "366 d")
        self.assertIn("When acme is met", whole)
        self.assertRegex(whole, r"Met in 100 % of \d+ checks in the evening")  # the copies' verdict stays
        self.assertIn("█", trend)
        self.assertRegex(week, r"Met in \d+ % of 21\d\d checks in the evening")
        self.assertRegex(week, r"Met in 100 % of 21\d\d checks in the morning")
        csv = self.history("--fact", "system.memory.installed", "--last", "366 d", "--format", "csv").splitlines()
        self.assertGreaterEqual(len(csv), 8760)
        self.assertEqual(csv[0], "at,value,text")
        self.assertEqual(len(json.loads(self.history("--fact", "system.memory.installed", "--last", "366 d", "--format",
                                                     "json"))), len(csv) - 1)
        middle = self.now - 4380 * HOUR
        shown = json.loads(self.run_it("report", "at", middle.strftime("%Y-%m-%dT%H:%M:%S"), "--format", "json").stdout)
        self.assertEqual(shown["finished"], rfc3339(middle))
        # Two specs held at the end of it: two reports, which one page holds.
        self.run_it("check", "--spec", self.spec('[require.system]\ncpu.cores = ">= 1"\n', "bolt"), "--only", "system")
        held = self.run_it("report", "at", "2100-01-01", "--format", "json").stdout.strip().split("\n")
        self.assertEqual([json.loads(one)["spec"]["name"] for one in held], ["acme", "bolt"])
        done = self.run_it("report", "at", "2100-01-01", "--format", "html")
        self.assertEqual((done.returncode, done.stdout.count("<article "), done.stdout.count("<!doctype")), (0, 2, 1), done.stderr)
        for wrong in ("-5 d", "0 d", "soon", "1e300 d"):
            self.assertIn("is no length of time", self.run_it("history", f"--last={wrong}").stderr)
        done = self.run_it("report", "at", "1999-01-01")
        self.assertEqual(done.returncode, 3)
        self.assertIn("no report yet", done.stderr)


class FirstUse(Past):
    def test_programs_that_start_together_on_a_fresh_home_lose_nothing(self):
        spec = self.spec('[require.system]\nmemory.installed = ">= 1 MB"\n')
        check = ("check", "--spec", spec, "--only", "system", "--format", "json")
        for round_ in range(12):
            with self.subTest(round=round_):
                home = self.folder / f"home{round_}"
                running = []
                for number in range(8 if round_ % 2 else 2):
                    # A run-time folder for each: one check at a time is what the lock in it is for.
                    run_time = home / f"run{number}"
                    run_time.mkdir(mode=0o700, parents=True)
                    env = dict(self.env, HOME=str(home), XDG_STATE_HOME=f"{home}/state", XDG_RUNTIME_DIR=str(run_time))
                    words = ("history",) if number % 4 == 1 else check
                    running.append(subprocess.Popen([BIN / "deskready", *words], env=env, stdin=subprocess.DEVNULL,
                                                    stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True))
                ids = set()
                for one in running:
                    out, err = one.communicate(timeout=PATIENCE)
                    self.assertEqual(one.returncode, 0, err)
                    self.assertNotIn("history", err)
                    if out.startswith("{"):
                        ids.add(json.loads(out)["id"])
                self.assertEqual(len(ids), 6 if round_ % 2 else 1)
                state = home / "state/deskready"
                with contextlib.closing(sqlite3.connect(state / "history.db")) as history:
                    self.assertEqual({row[0] for row in history.execute("SELECT id FROM report")}, ids)
                self.assertEqual(list(state.glob("history.broken-*")), [])


class Disk(Past):
    def test_the_history_is_its_owners_alone(self):
        os.umask(0o022)
        (self.folder / "state/deskready").mkdir(parents=True)
        spec = self.spec('[require.system]\nmemory.installed = ">= 1 MB"\n')
        self.run_it("check", "--spec", spec, "--only", "system")
        self.database.chmod(0o644)  # as earlier versions left it
        self.run_it("check", "--spec", spec, "--only", "system")
        for path, mode in ((self.database.parent, 0o700), (self.database, 0o600)):
            self.assertEqual(stat.S_IMODE(path.stat().st_mode), mode, path)

    def on_small_disk(self, script):
        """Runs the shell script with the state folder on a disk of a megabyte of its own."""
        self.folder.joinpath("state/deskready").mkdir(parents=True, exist_ok=True)
        return subprocess.run(["unshare", "-Urm", "sh", "-c", f"mount -t tmpfs -o size=1m none '{self.database.parent}' || exit 77\n"
                               f"{script}"], env=dict(self.env, DESKREADY=BIN / "deskready", STATE=self.database.parent),
                              capture_output=True, text=True, timeout=PATIENCE)

    def test_a_full_disk_is_said(self):
        spec = self.spec('[require.system]\nmemory.installed = ">= 1 MB"\n')
        done = self.on_small_disk(f"check() {{ \"$DESKREADY\" check --spec '{spec}' --only system --format json; }}\n"
                                  "check || exit\n"
                                  "dd if=/dev/zero of=\"$STATE/filler\" bs=4k 2>/dev/null\n"
                                  "check; echo code $?\n\"$DESKREADY\" history --format csv; echo code $?\n")
        if done.returncode == ending.SKIPPED:
            self.skipTest(done.stderr)
        self.assertIn("not kept in the history", done.stderr)
        self.assertIn("the disk is full", done.stderr)
        self.assertEqual(done.stdout.count("\ncode 0"), 2, done.stdout + done.stderr)
        self.assertEqual(done.stdout.count(",acme,ready"), 1)

    def test_a_read_only_disk_can_still_be_read(self):
        spec = self.spec('[require.system]\nmemory.installed = ">= 1 MB"\n')
        done = self.on_small_disk(f"check() {{ \"$DESKREADY\" check --spec '{spec}' --only system --format json; }}\n"
                                  "check || exit\n"
                                  "mount -o remount,ro \"$STATE\"\n"
                                  "check; echo code $?\n\"$DESKREADY\" history --format csv; echo code $?\n")
        if done.returncode == ending.SKIPPED:
            self.skipTest(done.stderr)
        self.assertIn("not kept in the history", done.stderr)
        self.assertEqual(done.stdout.count("\ncode 0"), 2, done.stdout + done.stderr)
        self.assertEqual(done.stdout.count(",acme,ready"), 1)

    def test_a_broken_database_is_set_aside_and_said(self):
        spec = self.spec('[require.system]\nmemory.installed = ">= 1 MB"\n')
        words = ("check", "--spec", spec, "--only", "system")
        self.run_it(*words)
        good = self.database.read_bytes()
        for what, damage in (("text", b"not a database" * 1000), ("cut", good[:len(good) // 3]),
                             ("zeroes in the middle", good[:4096] + bytes(len(good) - 4096)), ("nothing", b"")):
            with self.subTest(what):
                for file in self.database.parent.iterdir():
                    file.unlink() if file.name.startswith("history") else None
                self.database.write_bytes(damage)
                done = self.run_it(*words)
                self.assertEqual(done.returncode, 0, done.stderr)
                again = self.run_it("history", "--format", "json")
                self.assertEqual(again.returncode, 0, again.stderr)
                self.assertEqual(len(json.loads(again.stdout)), 1)
                aside = self.database.with_name("history.broken-1.db")
                if damage:
                    self.assertEqual(aside.read_bytes()[:64], damage[:64])
                    self.assertIn("history.broken-1.db", done.stderr + again.stderr)
                else:
                    self.assertFalse(aside.exists())


    def test_broken_pages_in_the_middle_are_found_by_whoever_comes_upon_them(self):
        spec = self.spec('[require.system]\nmemory.installed = ">= 1 MB"\n')
        words = ("check", "--spec", spec, "--only", "system")
        self.run_it(*words)
        self.copies(2000, lambda document, time: None)
        # The leaves of the index of ids, which opening does not look at: they hold ids and no verdict.
        bad = bytearray(self.database.read_bytes())
        leaves = [at for at in range(0, len(bad), 4096)
                  if bad[at] == 0x0a and b"ready" not in bad[at:at + 4096] and re.search(rb"[0-9a-f]{32}", bad[at:at + 4096])]
        self.assertGreater(len(leaves), 4)
        for at in leaves:
            bad[at:at + 4096] = b"\xa5" * 4096
        aside = self.database.with_name("history.broken-1.db")
        for first in (("report", "show", "abcdef"), words):
            with self.subTest(first[0]):
                for file in self.database.parent.glob("history*"):
                    file.unlink()
                self.database.write_bytes(bad)
                done = self.run_it(*first)
                if first[0] == "report":
                    self.assertEqual(done.returncode, 3)
                    self.assertIn("malformed; the next check or command sets it aside", done.stderr)
                    done = self.run_it(*words)
                self.assertEqual(done.returncode, 0, done.stderr)
                self.assertIn("history.broken-1.db", done.stderr)
                self.assertEqual(aside.read_bytes()[len(bad) // 2:], bytes(bad[len(bad) // 2:]))
                self.assertEqual(len(json.loads(self.history("--format", "json"))), 1)
                self.assertEqual(stat.S_IMODE(self.database.stat().st_mode), 0o600)
                self.assertNotIn("set aside", self.run_it(*words).stderr)
                self.assertEqual(len(json.loads(self.history("--format", "json"))), 2)


if __name__ == "__main__":
    ending.main()

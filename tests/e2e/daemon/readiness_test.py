"""Readiness as a signal for other programs: ready.json, wait-ready, gate, and org.deskready.Agent1 on a session bus of the
test's own, read by busctl and gdbus. The daemon and the commands are the real ones; the check is a stand-in."""
import calendar
import json
import os
import pathlib
import re
import shlex
import shutil
import socket
import stat
import subprocess
import sys
import time
import unittest

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
import ending  # noqa: E402
from daemon_home import BIN, PATIENCE, SOURCE, Home  # noqa: E402
from terminal import Terminal  # noqa: E402

NAME, PLACE = "org.deskready.Agent1", "/org/deskready/Agent1"

# Finds what the file $STANDIN_FINDS says, which holds for as many seconds.
STANDIN = r"""#!/usr/bin/env python3
import json, os, sys, time
if sys.argv[1] == "tell":
    sys.exit(0)
finds = json.load(open(os.environ["STANDIN_FINDS"]))
output = sys.argv[sys.argv.index("--output") + 1]
rfc3339 = lambda seconds: time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(seconds))
verdict, now = finds["verdict"], time.time()
bad = {"rule": "r", "level": "require", "outcome": "borderline" if verdict == "ready_with_warnings" else "not_met",
       "message": "The disk is full.", "fix": {"en": "Empty it."}}
if verdict == "incomplete":
    bad = {"rule": "ask.line", "fact": "ask.line", "level": "require", "outcome": "not_measured", "cause": "not_asked",
           "args": {"question": "What kind of line?"}, "message": "The question was not asked."}
report = {"schema": "deskready.report/1", "id": "%032x" % time.time_ns(), "verdict": verdict, "finished": rfc3339(now),
          "valid_until": rfc3339(now + finds["seconds"]), "spec": {"name": "acme", "employer": "Acme Support"},
          "findings": [] if verdict == "ready" else [bad]}
open(output + ".part", "w").write(json.dumps(report))
os.rename(output + ".part", output)
"""


def seconds_of(text):
    return calendar.timegm(time.strptime(text, "%Y-%m-%dT%H:%M:%SZ"))


def believed(file):
    """The verdict, as whoever reads the file must take it."""
    try:
        told = json.loads(file.read_text())
    except FileNotFoundError:
        return "not_known"
    return told["verdict"] if seconds_of(told["written"]) <= time.time() < seconds_of(told["until"]) else "not_known"


class Signal(Home):
    def setUp(self):
        super().setUp()
        (self.bin / "deskready").write_text(STANDIN)
        self.environment["STANDIN_FINDS"] = str(self.folder / "finds.json")
        self.ready_file = self.folder / "run/deskready/ready.json"
        self.finds("ready")
        spec = self.folder / "acme.toml"
        spec.write_text('[spec]\nlanguage = 1\nname = "acme"\nversion = "1"\n[require.system]\ncpu.cores = ">= 1"\n')
        self.configure(f'[[job]]\nspec = "{spec}"\nreference = "A-1"\n')

    def finds(self, verdict, seconds=3600):
        (self.folder / "finds.json").write_text(json.dumps({"verdict": verdict, "seconds": seconds}))

    def check(self, verdict, seconds=3600):
        self.finds(verdict, seconds)
        return self.check_once()

    def deskready(self, *words, **more):
        return subprocess.run([BIN / "deskready", *words], env={**self.environment, **more}, stdin=subprocess.DEVNULL,
                              capture_output=True, text=True, timeout=PATIENCE)

    def begin(self, *words):
        """A command that goes on."""
        child = subprocess.Popen([BIN / "deskready", *words], env=self.environment, stdin=subprocess.DEVNULL,
                                 stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)

        def end():
            child.kill()
            child.communicate()
        self.addCleanup(end)
        return child

    def softphone(self):
        """A program that writes down as which process and with which words it was started, and whether it ignores SIGPIPE."""
        program = self.folder / "softphone"
        notes = self.folder / "softphone.py"
        notes.write_text("import json, os, sys\nignored = int(os.environ['IGNORED'], 16) >> 12 & 1\n"
                         f"print(json.dumps([os.getpid(), ignored, *sys.argv[1:]]), file=open({str(self.folder / 'started')!r},"
                         " 'a'), flush=True)\nsys.exit(7)\n")
        # A shell, for Python ignores SIGPIPE by itself.
        program.write_text('#!/bin/sh\nIGNORED=$(sed -n "s/^SigIgn://p" /proc/$$/status)\nexport IGNORED\n'
                           f'exec {sys.executable} {notes} "$@"\n')
        program.chmod(0o755)
        return program

    def starts(self):
        log = self.folder / "started"
        return [json.loads(line) for line in log.read_text().splitlines()] if log.exists() else []


class ReadyFile(Signal):
    def test_it_says_what_was_found_and_goes_with_the_service(self):
        daemon = self.started()
        self.until(self.ready_file.exists)
        self.assertEqual(believed(self.ready_file), "not_known")
        self.check("not_ready")
        self.until(lambda: believed(self.ready_file) == "not_ready")
        told = json.loads(self.ready_file.read_text())
        self.assertEqual(told["schema"], "deskready.ready/1")
        (job,) = told["jobs"]
        self.assertEqual((job["name"], job["spec"], job["verdict"], job["first_step"]),
                         ("Acme Support (A-1)", "acme", "not_ready", "Empty it."))
        self.assertGreater(seconds_of(job["until"]), seconds_of(job["since"]))
        self.assertEqual(stat.S_IMODE(self.ready_file.stat().st_mode), 0o600)
        self.assertNotIn(str(self.folder), self.ready_file.read_text())
        self.check("ready")
        self.until(lambda: believed(self.ready_file) == "ready")
        self.assertEqual(json.loads(self.ready_file.read_text())["jobs"][0]["first_step"], None)
        daemon.terminate()
        self.assertEqual(daemon.wait(PATIENCE), 0)
        self.assertFalse(self.ready_file.exists())

    def test_a_job_is_called_as_its_spec_says_before_its_first_check(self):
        spec = self.folder / "requirements-v3.toml"
        spec.write_text('[spec]\nlanguage = 1\nname = "bolt-voice"\nversion = "1"\nemployer = "Bolt Support"\n'
                        '[require.system]\ncpu.cores = ">= 1"\n')
        self.configure(f'[[job]]\nspec = "{spec}"\n')
        self.started()
        self.until(self.ready_file.exists)
        self.assertEqual([job["name"] for job in json.loads(self.ready_file.read_text())["jobs"]], ["Bolt Support"])
        self.assertIn("Bolt Support: Nothing was checked yet", self.deskready("status").stdout)
        for words in ("Bolt Support", "bolt-voice"):
            self.assertIn("not known", self.deskready("wait-ready", "--for", words, "--timeout", "0 s").stdout.lower(), words)

    def test_what_is_not_decided_has_a_first_step_and_says_what_it_is_about(self):
        self.started()
        self.check("incomplete")
        self.until(lambda: believed(self.ready_file) == "incomplete")
        step = "Run deskready check in a terminal and answer its questions, then deskready trigger."
        self.assertEqual(json.loads(self.ready_file.read_text())["jobs"][0]["first_step"], step)
        self.assertEqual(self.status()["jobs"][0]["reason"], "What kind of line? The question was not asked.")
        told = " ".join(self.deskready("status").stdout.split())
        self.assertIn("What kind of line? The question was not asked. " + step, told)

    def test_one_that_a_killed_service_left_is_soon_believed_no_more(self):
        daemon = self.started()
        self.check("ready")
        self.until(lambda: believed(self.ready_file) == "ready")
        daemon.kill()
        daemon.wait()
        told = json.loads(self.ready_file.read_text())
        self.assertLessEqual(seconds_of(told["until"]) - seconds_of(told["written"]), 180)

    def test_it_is_no_longer_ready_than_its_check_holds(self):
        self.started()
        self.check("ready", seconds=1)
        def ended():
            """What the service finds by itself; before the check nothing was known either, and since no time."""
            told = json.loads(self.ready_file.read_text())
            return told["verdict"] == "not_known" and told["jobs"][0]["since"]
        self.until(ended)
        self.assertEqual(believed(self.ready_file), "not_known")
        self.assertEqual(self.status()["readiness"]["verdict"], "not_known")
        self.assertIn("deskready trigger", self.status()["readiness"]["jobs"][0]["first_step"])

    def test_an_earlier_version_s_verdict_ends_when_its_report_says(self):
        daemon = self.started()
        self.check("ready")
        daemon.terminate()
        self.assertEqual(daemon.wait(PATIENCE), 0)
        standing = self.state / "standing.json"
        memory = json.loads(standing.read_text())
        until = memory["jobs"][0].pop("until")
        standing.write_text(json.dumps(memory))
        self.started()
        self.until(lambda: believed(self.ready_file) == "ready")
        self.assertEqual(self.status()["readiness"]["jobs"][0]["until"], until)


class WaitReady(Signal):
    def now(self, *words):
        return self.deskready("wait-ready", "--timeout", "0 s", *words)

    def test_its_codes_are_those_of_a_check(self):
        self.started()
        for verdict, code, words in (("ready", 0, "Ready since"), ("ready_with_warnings", 1, "Ready, with a warning"),
                                     ("not_ready", 2, "The disk is full. Empty it."), ("incomplete", 3, "Not decided yet")):
            with self.subTest(verdict):
                self.check(verdict)
                done = self.now()
                self.assertEqual(done.returncode, code, done)
                self.assertTrue(done.stdout.startswith("Acme Support (A-1): "), done.stdout)
                self.assertIn(words, done.stdout)

    def test_what_nobody_knows_is_neither_ready_nor_not(self):
        self.started()
        self.assertEqual(self.now().returncode, 3)
        self.check("ready", seconds=-1)
        done = self.now()
        self.assertEqual(done.returncode, 3)
        self.assertIn("too old", done.stdout)
        self.assertNotIn("Ready", done.stdout)
        self.assertIn("too old", self.deskready("status").stdout)

    def test_only_the_jobs_that_are_meant_count(self):
        self.started()
        self.check("ready")
        for spec in ("acme", "ACME", str(self.folder / "acme.toml")):
            self.assertEqual(self.now("--for", spec).returncode, 0, spec)
        done = self.deskready("wait-ready", "--for", "bolt")  # and no waiting for what cannot come
        self.assertEqual(done.returncode, 3)
        self.assertIn("it checks for acme", done.stderr)

    def test_without_a_service_nothing_is_known(self):
        done = self.now()
        self.assertEqual(done.returncode, 3)
        self.assertIn("no background service answers", done.stderr)
        self.assertEqual(self.deskready("wait-ready", "--timeout", "soon").returncode, 3)

    def test_it_waits_for_the_service_s_word(self):
        self.started()
        self.check("not_ready")
        waiting = self.begin("wait-ready", "--for", "acme")
        self.until(lambda: self.listens(waiting))
        self.assertIsNone(waiting.poll())
        self.check("ready")
        out, err = waiting.communicate(timeout=PATIENCE)
        self.assertEqual((waiting.returncode, err), (0, ""), out)
        self.assertIn("Ready since", out)

    def test_it_waits_over_the_service_s_restart(self):
        daemon = self.started()
        self.check("not_ready")
        waiting = self.begin("wait-ready")
        self.until(lambda: self.listens(waiting))
        daemon.kill()
        daemon.wait()
        self.started()
        self.check("ready")
        waiting.communicate(timeout=PATIENCE)
        self.assertEqual(waiting.returncode, 0)

    @staticmethod
    def listens(child):
        """It sleeps with a connection to the service, and does nothing else."""
        process = pathlib.Path(f"/proc/{child.pid}")
        try:
            links = [os.readlink(file) for file in (process / "fd").iterdir()]
            return any("socket:" in link for link in links) and "poll" in (process / "wchan").read_text()
        except OSError:
            return False


class Gate(Signal):
    def gate(self, *command, **more):
        return self.deskready("gate", "--for", "acme", "--", *command, **more)

    def test_it_becomes_the_program_when_ready(self):
        self.started()
        words = ["--help", "", "[a,b]", "-x", "--", "two words"]
        for verdict in ("ready", "ready_with_warnings"):
            self.check(verdict)
            child = self.begin("gate", "--", self.softphone(), *words)
            child.communicate(timeout=PATIENCE)
            self.assertEqual(child.returncode, 7)
            self.assertEqual(self.starts()[-1], [child.pid, 0, *words])
        self.assertEqual(json.loads(self.deskready("history", "--started", "--format", "json").stdout), [])
        for wrong in (["--fro", "--", "sh"], [self.softphone(), "-m"], ["--fro", "acme", "--", "sh"], []):
            self.assertEqual(self.deskready("gate", *wrong).returncode, 3, wrong)
        self.assertEqual(len(self.starts()), 2)
        missing = self.gate("no-such-softphone")
        self.assertEqual(missing.returncode, 127)
        self.assertIn("no-such-softphone cannot be started", missing.stderr)

    def test_it_does_not_start_it_when_nobody_is_there_to_say_so(self):
        self.started()
        for verdict, seconds, code in (("not_ready", 3600, 2), ("incomplete", 3600, 3), ("ready", -1, 3)):
            self.check(verdict, seconds)
            done = self.gate(self.softphone())
            self.assertEqual(done.returncode, code, done)
            self.assertIn("softphone was not started", done.stderr)
        self.assertEqual(self.deskready("gate", "--for", "bolt", "--", self.softphone()).returncode, 3)
        self.assertEqual(self.starts(), [])

    def test_without_a_service_it_does_not_start_it(self):
        self.assertEqual(self.gate(self.softphone()).returncode, 3)
        self.assertEqual(self.starts(), [])

    def test_the_person_may_say_so_and_the_history_keeps_it(self):
        self.started()
        self.check("not_ready")
        for answer, code in (("", 2), ("n", 2), ("y", 7)):
            desk = Terminal(self.environment, "gate", "--", self.softphone(), "-m", typed="y\n")  # typed too early
            said = desk.until("[y/N]")
            self.assertIn("Not ready since", said)
            self.assertIn("The disk is full. Empty it.", " ".join(said.split()))
            self.assertEqual(self.starts(), [])
            desk.answer(answer)
            self.assertEqual(desk.end(), code)
            self.assertEqual("softphone was not started, as you chose" in desk.said, code == 2, desk.said)
        self.assertEqual([start[2:] for start in self.starts()], [["-m"]])
        (kept,) = json.loads(self.deskready("history", "--started", "--format", "json").stdout)
        self.assertEqual((kept["job"], kept["verdict"], kept["program"]), ("Acme Support (A-1)", "not_ready", "softphone"))
        listed = self.deskready("history").stdout.splitlines()
        self.assertRegex(listed[0], r"^ {10}\d{4}-.* softphone started anyway, for Acme Support \(A-1\) \(Not ready yet\)$")
        self.assertGreater(len(listed), 1)

    def test_what_cannot_be_started_was_not_started_anyway(self):
        self.started()
        self.check("not_ready")
        locked = self.folder / "locked"
        locked.write_text("#!/bin/sh\n")
        locked.chmod(0o600)
        for program, code in (("no-such-softphone", 127), (str(locked), 126)):
            desk = Terminal(self.environment, "gate", "--", program)
            desk.until("[y/N]")
            desk.answer("y")
            self.assertEqual(desk.end(), code, desk.said)
            self.assertIn("cannot be started", desk.said)
        self.assertEqual(json.loads(self.deskready("history", "--started", "--format", "json").stdout), [])

    def test_the_desktop_is_told(self):
        bus = Bus(self)
        self.started()
        self.check("not_ready")
        seen = bus.monitor("--match=interface='org.freedesktop.Notifications'")
        done = self.gate(self.softphone(), DBUS_SESSION_BUS_ADDRESS=bus.address)
        self.assertEqual(done.returncode, 2)
        self.assertIn("the desktop shows no notifications", done.stderr)  # there is none on this bus
        call = seen.until(lambda message: message.get("member") == "Notify")
        told = call["payload"]["data"]
        self.assertEqual(told[3], "Not ready for Acme Support (A-1)")
        self.assertTrue(told[4].startswith("The disk is full. Empty it. softphone was not started."), told[4])


class Monitor:
    """What goes over a bus, message by message."""

    def __init__(self, test, address, *words):
        self.child = subprocess.Popen(["busctl", f"--address={address}", "--json=short", "monitor", *words],
                                      stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)

        def end():
            self.child.kill()
            self.child.communicate()
        test.addCleanup(end)
        for line in self.child.stderr:  # "Monitoring bus message stream."
            if "Monitoring" in line:
                break

    def until(self, holds):
        for line in self.child.stdout:
            message = json.loads(line)
            if holds(message):
                return message
        raise AssertionError("the bus is gone")


class Bus:
    """A session bus of the test's own."""

    def __init__(self, test):
        for program in ("dbus-daemon", "busctl"):
            if shutil.which(program) is None:
                test.skipTest(f"there is no {program}")
        self.test = test
        self.address = f"unix:path={test.folder}/bus"
        self.begin()

    def begin(self):
        (self.test.folder / "bus").unlink(missing_ok=True)
        self.child = subprocess.Popen(["dbus-daemon", "--session", "--nofork", "--nopidfile", f"--address={self.address}"])
        self.test.addCleanup(self.end)
        self.test.until(self.answers)

    def end(self):
        self.child.kill()
        self.child.wait()

    def answers(self):
        with socket.socket(socket.AF_UNIX) as probe:
            return probe.connect_ex(str(self.test.folder / "bus")) == 0

    def busctl(self, *words):
        return subprocess.run(["busctl", f"--address={self.address}", "--json=short", *words], capture_output=True, text=True,
                              timeout=PATIENCE)

    def property(self, name):
        """None where nobody tells."""
        done = self.busctl("get-property", NAME, PLACE, NAME, name)
        return json.loads(done.stdout)["data"] if done.returncode == 0 else None

    def monitor(self, *words):
        return Monitor(self.test, self.address, *words)


class OnTheBus(Signal):
    def setUp(self):
        super().setUp()
        self.bus = Bus(self)
        self.environment["DBUS_SESSION_BUS_ADDRESS"] = self.bus.address

    def test_everybody_can_read_and_hear_and_nobody_can_do_more(self):
        self.started()
        self.until(lambda: self.bus.property("Verdict") == "not_known")
        heard = self.bus.monitor(f"--match=type='signal',interface='{NAME}'")
        status = self.check("not_ready")
        signal_told = heard.until(lambda message: message.get("member") == "Changed")["payload"]
        self.assertEqual(signal_told["type"], "saa{sv}")
        self.assertEqual(signal_told["data"][0], "not_ready")
        (job,) = self.bus.property("Jobs")
        told = {name: value["data"] for name, value in job.items()}
        heard_of_it = {name: value["data"] for name, value in signal_told["data"][1][0].items()}
        self.assertEqual({**heard_of_it, "Until": told["Until"]}, told)  # a second look has made that later
        own = status["readiness"]["jobs"][0]
        self.assertEqual(told, {"Name": "Acme Support (A-1)", "Spec": "acme", "Verdict": "not_ready", "FirstStep": "Empty it.",
                                "Since": seconds_of(own["since"]), "Until": told["Until"]})
        self.assertGreater(told["Until"], told["Since"])
        listed = self.bus.busctl("introspect", NAME, PLACE, NAME).stdout
        shown = {(member["name"], member["type"]) for member in json.loads(listed)} if listed.startswith("[") else set(
            re.findall(r"^\.(\w+)\s+(\w+)", listed, re.MULTILINE))
        self.assertEqual(shown, {("Jobs", "property"), ("Verdict", "property"), ("Changed", "signal")})
        self.assertNotEqual(self.bus.busctl("set-property", NAME, PLACE, NAME, "Verdict", "s", "ready").returncode, 0)
        self.assertEqual(self.bus.property("Verdict"), "not_ready")

    @unittest.skipUnless(shutil.which("gdbus"), "there is no gdbus")
    def test_gdbus_reads_it_too(self):
        self.started()
        self.check("ready")
        self.until(lambda: self.bus.property("Verdict") == "ready")
        done = subprocess.run(["gdbus", "call", "--address", self.bus.address, "--dest", NAME, "--object-path", PLACE,
                               "--method", "org.freedesktop.DBus.Properties.Get", NAME, "Verdict"],
                              capture_output=True, text=True, timeout=PATIENCE)
        self.assertEqual(done.stdout.strip(), "(<'ready'>,)", done.stderr)

    def test_a_verdict_that_ends_by_itself_is_told(self):
        self.started()
        heard = self.bus.monitor(f"--match=type='signal',interface='{NAME}'")
        self.check("ready", seconds=2)
        for verdict in ("ready", "not_known"):
            heard.until(lambda message: message.get("member") == "Changed" and message["payload"]["data"][0] == verdict)

    def test_a_bus_that_ends_and_one_that_begins(self):
        daemon = self.started()
        self.check("ready")
        self.until(lambda: self.bus.property("Verdict") == "ready")
        self.bus.end()
        self.check("not_ready")  # nothing waits for it
        self.bus.begin()
        self.until(lambda: self.bus.property("Verdict") == "not_ready")
        daemon.terminate()
        self.assertEqual(daemon.wait(PATIENCE), 0)
        self.assertIsNone(self.bus.property("Verdict"))

    def test_a_place_that_takes_connections_and_never_answers(self):
        self.bus.end()
        (self.folder / "bus").unlink(missing_ok=True)
        with socket.socket(socket.AF_UNIX) as deaf:
            deaf.bind(str(self.folder / "bus"))
            deaf.listen(1)
            daemon = self.started()
            for verdict in ("ready", "not_ready") * 3:
                self.assertEqual(self.check(verdict)["readiness"]["verdict"], verdict)
            daemon.terminate()
            self.assertEqual(daemon.wait(PATIENCE), 0)

    def test_without_a_bus_nothing_is_said(self):
        self.bus.end()
        daemon = self.started()
        self.check("ready")
        daemon.terminate()
        self.assertEqual(daemon.wait(PATIENCE), 0)
        self.assertNotIn("bus", daemon.stderr.read())


class Readme(Signal):
    """The worked examples, as they stand there."""

    def test_each_starts_its_program_only_when_ready(self):
        text = (SOURCE / "README.md").read_text()
        lines = [shlex.split(line) for line in re.findall(r"^ *Exec=(deskready gate .*)$", text, re.MULTILINE)]
        self.assertEqual(len(lines), 2, "one for a softphone and one for a browser")
        self.started()
        for line in lines:
            program = line[line.index("--") + 1]
            stand_in = self.folder / program
            stand_in.write_text(self.softphone().read_text())
            stand_in.chmod(0o755)
            words = ["acme" if before == "--for" else word for before, word in zip(["", *line], line)]
            path = f"{self.folder}:{BIN}:{os.environ['PATH']}"
            for verdict, code in (("not_ready", 2), ("ready", 7)):
                self.check(verdict)
                before = len(self.starts())
                done = subprocess.run(words, env={**self.environment, "PATH": path}, stdin=subprocess.DEVNULL,
                                      capture_output=True, text=True, timeout=PATIENCE)
                self.assertEqual(done.returncode, code, done)
                self.assertEqual(len(self.starts()) - before, code == 7)


if __name__ == "__main__":
    ending.main()

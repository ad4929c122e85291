"""deskreadyd from outside: its socket, its child, its history, its end, its unit file.

Most tests put a stand-in for `deskready` beside a copy of the daemon, so that a check can hang, crash or be deaf on
purpose; RealCheck runs the real one.
"""
import calendar
import contextlib
import http.client
import http.server
import json
import os
import pathlib
import shutil
import signal
import socket
import sqlite3
import stat
import subprocess
import sys
import tempfile
import threading
import time
import unittest
import zlib

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import ending  # noqa: E402
import private  # noqa: E402

BIN = pathlib.Path(os.environ["DESKREADY_BIN"])
SOURCE = pathlib.Path(os.environ.get("DESKREADY_SOURCE", pathlib.Path(__file__).parents[2]))
# Under a sanitizer the programs are larger; what it found is told where these say.
SANITIZERS = {name: value for name, value in os.environ.items() if name.endswith("SAN_OPTIONS")}
PATIENCE = 90  # seconds; ends a test that hangs, and is never what a test measures

# Behaves as $STANDIN says; writes down its arguments and what it inherited.
STANDIN = r"""#!/usr/bin/env python3
import json, os, signal, sys, time
how = os.environ.get("STANDIN", "ready")
arguments = sys.argv[1:]
if arguments[0] == "tell":
    with open(os.environ["STANDIN_LOG"] + ".told", "a") as log:
        *before, notice = sys.stdin.read().splitlines()
        print(json.dumps({"arguments": arguments, "before": before, "notice": json.loads(notice)}), file=log, flush=True)
    sys.exit(0)
if how == "chatters":
    for _ in range(20000):
        print(json.dumps({"doing": "x" * 100}), flush=True)
    how = "ready"
if how == "talks":
    print(json.dumps({"doing": "Measuring the line"}), flush=True)
    how = "slow"
output = arguments[arguments.index("--output") + 1]
if how == "finishes":
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGTERM})
if how == "deaf":
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
with open(os.environ["STANDIN_LOG"], "a") as log:
    print(json.dumps({"pid": os.getpid(), "group": os.getpgid(0), "arguments": arguments,
                      "notify": "NOTIFY_SOCKET" in os.environ,
                      "files": sorted(os.readlink("/proc/self/fd/" + f) for f in os.listdir("/proc/self/fd")
                                      if os.path.exists("/proc/self/fd/" + f))}), file=log, flush=True)
if how in ("deaf", "slow"):
    time.sleep(600)
if how == "finishes":
    signal.sigwait({signal.SIGTERM})
    how = "not_ready"
if how == "crash":
    os.abort()
if how == "garbage":
    open(output, "w").write("{ not json")
    sys.exit(0)
if how == "flickers":
    how = "ready" if "--light" in arguments else "not_ready"
verdict = {"ready": "ready", "not_ready": "not_ready"}[how]
findings = [{"rule": "r", "level": "require", "outcome": "not_met", "message": "The disk is full.", "fix": {"en": "Empty it."}}]
report = {"schema": "deskready.report/1", "id": "%032x" % time.time_ns(), "verdict": verdict,
          "finished": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()), "spec": {"name": "acme", "employer": os.environ.get("STANDIN_EMPLOYER", "")},
          "findings": findings if verdict == "not_ready" else []}
open(output + ".part", "w").write(json.dumps(report))
os.rename(output + ".part", output)
sys.exit(2 if verdict == "not_ready" else 0)
"""


class UnixConnection(http.client.HTTPConnection):
    def __init__(self, path):
        super().__init__("localhost", timeout=PATIENCE)
        self.path = str(path)

    def connect(self):
        self.sock = socket.socket(socket.AF_UNIX)
        self.sock.settimeout(self.timeout)
        self.sock.connect(self.path)


class Home(unittest.TestCase):
    """A private home, runtime and state folder for each test, and a daemon in them."""

    stand_in = True

    def setUp(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="dr-"))
        self.addCleanup(shutil.rmtree, self.folder, ignore_errors=True)
        (self.folder / "run").mkdir(mode=0o700)
        self.socket = self.folder / "run/deskready/control.sock"
        self.state = self.folder / "state/deskready"
        self.environment = {
            **SANITIZERS, "PATH": os.environ["PATH"], "HOME": str(self.folder), "XDG_RUNTIME_DIR": str(self.folder / "run"),
            "XDG_STATE_HOME": str(self.folder / "state"), "XDG_CONFIG_HOME": str(self.folder / "config"),
            "STANDIN_LOG": str(self.folder / "standin.log"), "TZ": "UTC"}
        self.bin = BIN
        if self.stand_in:
            self.bin = self.folder / "bin"
            self.bin.mkdir()
            shutil.copy(BIN / "deskreadyd", self.bin)
            (self.bin / "deskready").write_text(STANDIN)
            (self.bin / "deskready").chmod(0o755)
        self.daemons = []

    def tearDown(self):
        for daemon in self.daemons:
            if daemon.poll() is None:
                daemon.kill()
                daemon.wait()
            daemon.stderr.close()

    def start(self, *arguments, **environment):
        daemon = subprocess.Popen([self.bin / "deskreadyd", *arguments], stderr=subprocess.PIPE, text=True,
                                  env={**self.environment, **environment})
        self.daemons.append(daemon)
        return daemon

    def started(self, *arguments, **environment):
        daemon = self.start(*arguments, **environment)
        self.until(lambda: daemon.poll() is not None or self.answers())
        self.assertIsNone(daemon.poll(), "the daemon did not start")
        return daemon

    def until(self, holds):
        end = time.monotonic() + PATIENCE
        while not holds():
            self.assertLess(time.monotonic(), end, "it did not come to pass")
            time.sleep(0.02)

    def answers(self):
        try:
            return self.ask("GET", "/status")[0] == 200
        except OSError:
            return False

    def ask(self, method, target, body=None):
        connection = UnixConnection(self.socket)
        try:
            connection.request(method, target, body=None if body is None else json.dumps(body))
            answer = connection.getresponse()
            return answer.status, json.loads(answer.read())
        finally:
            connection.close()

    def status(self):
        return self.ask("GET", "/status")[1]

    def configure(self, text):
        file = self.folder / "config/deskready/config.toml"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)

    def kept(self):
        """The reports in the history, the oldest first."""
        file = self.state / "history.db"
        if not file.exists():
            return []
        with contextlib.closing(sqlite3.connect(f"file:{file}?mode=ro", uri=True, timeout=PATIENCE)) as history:
            return [json.loads(zlib.decompress(row[0]))
                    for row in history.execute("SELECT document FROM report ORDER BY rowid")]

    def peak_kb(self, daemon):
        status = pathlib.Path(f"/proc/{daemon.pid}/status").read_text()
        return next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmHWM"))

    def told(self):
        log = self.folder / "standin.log.told"
        return [json.loads(line) for line in log.read_text().splitlines()] if log.exists() else []

    def runs(self):
        log = self.folder / "standin.log"
        return [json.loads(line) for line in log.read_text().splitlines()] if log.exists() else []

    def check_once(self):
        self.assertEqual(self.ask("POST", "/trigger")[0], 202)
        self.until(lambda: self.status()["state"] != "checking")
        return self.status()


class Checks(Home):
    def test_a_triggered_check_leaves_its_report_and_its_verdict(self):
        self.started(STANDIN="not_ready")
        before = self.status()
        self.assertEqual((before["state"], before["verdict"], before["last_report"]), ("idle", None, None))
        after = self.check_once()
        self.assertEqual((after["verdict"], after["reason"], after["trouble"]),
                         ("not_ready", "The disk is full.", None))
        first, again = self.kept()  # a changed verdict is looked at twice
        self.assertEqual(after["last_report"]["id"], again["id"])
        self.assertEqual(after["since"], first["finished"])
        self.assertEqual(stat.S_IMODE(self.state.stat().st_mode), 0o700)
        self.assertEqual([("--light" in run["arguments"]) for run in self.runs()], [False, True])
        self.assertEqual(self.ask("GET", "/reports/" + first["id"]), (200, first))
        self.assertEqual(self.ask("GET", "/reports/ffffffffffff")[0], 404)

    def test_the_child_gets_the_job_and_nothing_else(self):
        self.configure('[[job]]\nspec = "voice-baseline"\nrole = "a b"\nfar_end = "http://127.0.0.1:9"\n'
                       'reference = "A-1"\n[[job]]\nspec = "/nonexistent.toml"\n[sound]\nscheduled = "listen"\n')
        self.started(NOTIFY_SOCKET="/nowhere")
        self.check_once()
        first, second = self.runs()[:2]
        text = " ".join(first["arguments"])
        self.assertTrue(text.startswith("check --spec voice-baseline --yes --unattended --format json --output "), text)
        self.assertIn("--sound listen", text)
        self.assertEqual(first["arguments"][first["arguments"].index("--role") + 1], "a b")
        self.assertEqual(first["arguments"][first["arguments"].index("--reference") + 1], "A-1")
        self.assertIn("--far-end http://127.0.0.1:9", text)
        self.assertIn("--spec /nonexistent.toml", " ".join(second["arguments"]))
        self.assertNotIn("--light", first["arguments"])
        self.assertEqual(first["group"], first["pid"])
        self.assertFalse(first["notify"])
        self.assertFalse([f for f in first["files"] if "socket" in f or "eventpoll" in f or ".lock" in f], first["files"])
        self.assertEqual(len(self.kept()), 2)

    def test_the_standing_survives_a_restart_and_since_stays(self):
        daemon = self.started(STANDIN="not_ready")
        first = self.check_once()
        daemon.terminate()
        self.assertEqual(daemon.wait(PATIENCE), 0)
        self.started(STANDIN="not_ready")
        self.assertEqual(self.status()["last_report"], first["last_report"])
        second = self.check_once()
        self.assertEqual(second["since"], first["since"])
        self.assertNotEqual(second["last_report"]["id"], first["last_report"]["id"])
        self.assertEqual(len(self.kept()), 3)  # what was told already is looked at once

    def test_a_check_that_crashes_or_writes_nonsense_is_never_a_pass(self):
        for how, words in (("crash", "signal 6"), ("garbage", "no JSON")):
            with self.subTest(how):
                daemon = self.started(STANDIN=how)
                status = self.check_once()
                self.assertEqual(status["verdict"], "incomplete")
                self.assertIn(words, status["trouble"])
                self.assertEqual(self.kept(), [])
                daemon.terminate()
                daemon.wait(PATIENCE)

    def test_the_first_check_comes_by_itself(self):
        self.configure('[schedule]\nevery = "1 min"\n')
        self.started()
        self.until(self.kept)

    def test_pause_ends_a_check_and_holds_over_a_restart_until_resume(self):
        daemon = self.started(STANDIN="slow")
        self.ask("POST", "/trigger")
        self.until(self.runs)
        self.assertEqual(self.ask("POST", "/pause")[0], 200)
        self.until(lambda: self.status()["state"] == "paused")
        self.assertIsNone(self.status()["verdict"])
        self.assertEqual(self.ask("POST", "/trigger")[0], 409)
        daemon.terminate()
        daemon.wait(PATIENCE)
        self.started()
        self.assertEqual(self.status()["state"], "paused")
        self.assertIsNone(self.status()["next_run"])
        self.assertEqual(self.ask("POST", "/resume")[0], 200)
        self.assertEqual(self.check_once()["verdict"], "ready")

    def test_a_check_that_just_ends_as_the_pause_begins_is_not_looked_at_again_before_its_end(self):
        self.started(STANDIN="finishes")
        self.ask("POST", "/trigger")
        self.until(self.runs)
        self.ask("POST", "/pause")
        self.until(lambda: self.status()["verdict"] == "not_ready")
        self.assertEqual((self.status()["state"], len(self.kept())), ("paused", 1))

    def test_an_allowance_that_is_used_up_makes_the_check_a_light_one(self):
        self.configure('[budget]\nday = "0 MB"\n')
        self.started()
        held = self.ask("POST", "/trigger")[1]["held"]
        self.assertEqual((held["cause"], held["reason"]), ("budget", "the data allowance of the day is used up"))
        self.until(self.runs)
        arguments = self.runs()[0]["arguments"]
        self.assertIn("--light", arguments)
        self.assertEqual(arguments[arguments.index("--held") + 1], "budget")
        self.assertEqual(arguments[arguments.index("--held-since") + 1], held["since"])

    def test_without_sound_server_bus_and_network_manager_it_checks_and_says_what_it_cannot_see(self):
        daemon = self.started(DBUS_SYSTEM_BUS_ADDRESS="unix:path=/nonexistent", PULSE_SERVER="unix:/nonexistent",
                              DBUS_SESSION_BUS_ADDRESS="unix:path=/nonexistent")
        status = self.check_once()
        self.assertEqual((status["verdict"], status["held"], status["sees_calls"]), ("ready", None, False))
        told = subprocess.run([BIN / "deskready", "status"], env=self.environment, capture_output=True, text=True).stdout
        self.assertIn("Calls cannot be noticed", told)
        self.assertIsNone(daemon.poll())

    def test_a_person_is_told_of_each_job_with_what_to_do(self):
        self.configure('[[job]]\nspec = "voice-baseline"\n[[job]]\nspec = "video-baseline"\n')
        self.started(STANDIN="not_ready")
        self.check_once()
        told = subprocess.run([BIN / "deskready", "status"], env=self.environment, capture_output=True, text=True).stdout
        for job in ("voice-baseline", "video-baseline"):
            self.assertRegex(told, rf"(?m)^{job}: Not ready since .*: The disk is full\. Empty it\.$")

    def test_everything_for_people_names_the_employer_and_no_file(self):
        sheet = self.folder / "private" / "sheet.toml"
        sheet.parent.mkdir()
        sheet.write_text('[spec]\nlanguage = 1\nname = "acme"\n[require.system]\ncpu.cores = ">= 1"\n')
        self.configure(f'[[job]]\nspec = "{sheet}"\nrole = "video"\n[metrics]\ntextfile = "{self.folder}/figures.prom"\n')
        daemon = self.started("--foreground", STANDIN="not_ready", STANDIN_EMPLOYER="Acme Support")
        self.assertEqual(self.status()["jobs"][0]["name"], "sheet (video)")
        self.check_once()
        self.assertEqual(self.status()["jobs"][0]["name"], "Acme Support (video)")
        self.until(self.told)
        notice = self.told()[0]["notice"]
        self.assertEqual((notice["job"], notice["title"]), ("Acme Support (video)", "Not ready for Acme Support (video)"))
        said = "".join(subprocess.run([BIN / "deskready", word], env=self.environment, capture_output=True, text=True).stdout
                       for word in ("status", "next"))
        self.assertIn("Acme Support (video): Not ready since", said)
        connection = UnixConnection(self.socket)
        connection.request("GET", "/metrics")
        figures = connection.getresponse().read().decode()
        connection.close()
        self.assertIn('job="Acme Support (video)"', figures)
        for text in (str(notice), said, figures, (self.folder / "figures.prom").read_text()):
            self.assertNotIn("private", text)
        daemon.terminate()
        daemon.wait(PATIENCE)
        self.started(STANDIN="not_ready")
        self.assertEqual(self.status()["jobs"][0]["name"], "Acme Support (video)")

    def deskready(self, *words):
        return subprocess.run([BIN / "deskready", *words], env=self.environment, capture_output=True, text=True,
                              timeout=PATIENCE)

    def test_a_person_who_waits_hears_what_the_check_found(self):
        self.started(STANDIN="not_ready")
        done = self.deskready("trigger", "--wait")
        self.assertEqual(done.returncode, 2, done.stderr)
        self.assertIn("voice-baseline: Not ready since", done.stdout)
        self.assertEqual(len(self.kept()), 2)  # the retest belongs to it

    def test_a_pause_is_asked_for_as_people_write_it(self):
        self.started()
        for words in (["2 h"], ["2", "hours"], ["120min"], ["--for", "2 h"]):
            before = time.time()
            done = self.deskready("pause", *words)
            self.assertEqual(done.returncode, 0, done.stderr)
            until = calendar.timegm(time.strptime(self.status()["paused_until"][:19], "%Y-%m-%dT%H:%M:%S"))
            self.assertTrue(before + 7198 <= until <= time.time() + 7201, words)
        self.assertIn("deskready pause 2 h", self.deskready("pause", "soon").stderr)

    def test_a_second_trigger_starts_no_second_check(self):
        self.started(STANDIN="slow")
        self.assertFalse(self.ask("POST", "/trigger")[1]["already"])
        self.assertTrue(self.ask("POST", "/trigger")[1]["already"])
        self.until(self.runs)
        self.assertEqual(len(self.runs()), 1)


class Upgrade(Home):
    """The program's file is replaced while it runs, as a package's upgrade does it, without systemd."""

    def replace(self, program="deskreadyd"):
        shutil.copy(self.bin / program, self.folder / "new")
        os.replace(self.folder / "new", self.bin / program)

    def program_of(self, daemon):
        return os.readlink(f"/proc/{daemon.pid}/exe")

    def until_new(self, daemon):
        self.assertIn("(deleted)", self.program_of(daemon))
        self.until(lambda: daemon.poll() is not None or "(deleted)" not in self.program_of(daemon))
        self.assertIsNone(daemon.poll(), "it did not go on")
        self.until(self.answers)

    def test_it_goes_on_as_the_new_one_with_its_pause_schedule_and_reports(self):
        self.configure('[[job]]\nspec = "voice-baseline"\nlead = "30 min"\nshifts = ["Mon..Sun 10:00-18:00"]\n')
        daemon = self.started("--foreground", STANDIN="not_ready")
        found = self.check_once()
        planned = self.ask("GET", "/next")[1]
        self.ask("POST", "/pause", {"seconds": 7200})
        before, kept = self.status(), self.kept()
        self.replace()
        self.until_new(daemon)
        after = self.status()
        self.assertEqual({key: after[key] for key in ("state", "paused_until", "verdict", "since", "last_report", "jobs")},
                         {key: before[key] for key in ("state", "paused_until", "verdict", "since", "last_report", "jobs")})
        self.assertEqual((after["since"], self.kept()), (found["since"], kept))
        self.ask("POST", "/resume")
        self.assertEqual(self.ask("GET", "/next")[1]["runs"], planned["runs"])
        arguments = pathlib.Path(f"/proc/{daemon.pid}/cmdline").read_bytes().split(b"\0")
        self.assertEqual(arguments[1], b"--foreground")
        daemon.terminate()
        self.assertEqual(daemon.wait(PATIENCE), 0)

    def test_a_check_that_runs_ends_before(self):
        daemon = self.started(STANDIN="finishes")
        self.ask("POST", "/trigger")
        self.until(self.runs)
        self.replace()
        # Longer than it would wait, were it idle: a look comes with every question of a client that changes something.
        begun = time.monotonic()
        self.until(lambda: self.ask("POST", "/reload") and time.monotonic() > begun + 8)
        self.assertIn("(deleted)", self.program_of(daemon))
        os.killpg(self.runs()[0]["group"], signal.SIGTERM)
        self.until(lambda: len(self.runs()) == 2)  # the retest that it owes
        os.killpg(self.runs()[1]["group"], signal.SIGTERM)
        self.until_new(daemon)
        self.assertEqual((self.status()["verdict"], len(self.kept())), ("not_ready", 2))

    def test_a_report_that_only_the_new_one_s_history_takes_is_not_lost(self):
        daemon = self.started(STANDIN="ready")
        self.check_once()
        with contextlib.closing(sqlite3.connect(self.state / "history.db")) as history:
            version = history.execute("PRAGMA user_version").fetchone()[0]
            history.execute("PRAGMA user_version = 9999")  # as a check of a later version leaves it
        second = self.check_once()
        self.assertIn("newer", second["history"])
        self.replace()
        with contextlib.closing(sqlite3.connect(self.state / "history.db")) as history:
            history.execute(f"PRAGMA user_version = {version}")  # which the new program knows
        self.until_new(daemon)
        self.check_once()
        self.assertIn(second["last_report"]["id"], [report["id"] for report in self.kept()])
        self.assertEqual(len(self.kept()), 3)

    def test_it_ends_when_the_program_is_removed_for_good(self):
        daemon = self.started()
        (self.bin / "deskreadyd").unlink()
        self.assertEqual(daemon.wait(PATIENCE), 0)


class Ends(Home):
    def stop_in_mid_check(self, how, number):
        daemon = self.started(STANDIN=how)
        self.ask("POST", "/trigger")
        self.until(self.runs)
        daemon.send_signal(number)
        self.assertEqual(daemon.wait(PATIENCE), 0)
        with self.assertRaises(ProcessLookupError):
            os.killpg(self.runs()[-1]["group"], 0)
        self.assertFalse(self.socket.exists())

    def test_sigterm_in_mid_check(self):
        self.stop_in_mid_check("slow", signal.SIGTERM)

    def test_sigint_while_the_check_is_deaf_to_sigterm(self):
        self.stop_in_mid_check("deaf", signal.SIGINT)

    def test_sigterm_while_idle(self):
        daemon = self.started()
        daemon.terminate()
        self.assertEqual(daemon.wait(PATIENCE), 0)

    def test_a_second_daemon_is_refused_and_the_first_stays(self):
        self.started()
        second = self.start()
        self.assertEqual(second.wait(PATIENCE), 3)
        self.assertIn("already running", second.stderr.read())
        self.assertTrue(self.answers())

    def test_another_session_of_the_same_person_finds_the_daemon(self):
        self.started()
        del self.environment["XDG_RUNTIME_DIR"]
        self.environment["TMPDIR"] = str(self.folder)
        second = self.start()
        self.assertEqual(second.wait(PATIENCE), 3)
        self.assertIn("already running", second.stderr.read())
        told = subprocess.run([BIN / "deskready", "status"], env=self.environment, capture_output=True, text=True, timeout=PATIENCE)
        self.assertEqual(told.returncode, 0, told.stderr)

    def test_a_killed_daemons_socket_is_replaced(self):
        daemon = self.started()
        daemon.kill()
        daemon.wait()
        self.assertTrue(self.socket.exists())
        self.started()

    def test_what_is_in_the_sockets_way_is_named(self):
        self.socket.parent.mkdir(mode=0o700)
        self.socket.write_text("mine")
        daemon = self.start()
        self.assertEqual(daemon.wait(PATIENCE), 3)
        self.assertIn("no socket", daemon.stderr.read())
        self.assertEqual(self.socket.read_text(), "mine")

    def test_a_runtime_folder_with_too_long_a_name(self):
        deep = self.folder / ("x" * 100)
        deep.mkdir(mode=0o700)
        daemon = self.start(XDG_RUNTIME_DIR=str(deep))
        self.assertEqual(daemon.wait(PATIENCE), 3)
        self.assertIn("too long", daemon.stderr.read())

    def test_settings_with_faults_stop_the_start_but_not_a_reload(self):
        self.configure('[schedule]\nevery = "6 parsecs"\n')
        daemon = self.start()
        self.assertEqual(daemon.wait(PATIENCE), 3)
        self.assertIn("parsecs", daemon.stderr.read())
        self.configure('[sound]\nscheduled = "listen"\n')
        daemon = self.started()
        self.configure('[sound]\nscheduled = "trumpet"\n')
        daemon.send_signal(signal.SIGHUP)
        while "trumpet" not in (line := daemon.stderr.readline()):
            self.assertTrue(line, "the fault was not logged")
        self.check_once()
        self.assertIn("listen", self.runs()[-1]["arguments"])
        self.configure('[sound]\nscheduled = "loop"\n')
        daemon.send_signal(signal.SIGHUP)
        while "anew" not in (line := daemon.stderr.readline()):
            self.assertTrue(line, "the reload was not logged")
        self.check_once()
        self.assertIn("loop", self.runs()[-1]["arguments"])

    def test_a_job_whose_spec_breaks_is_refused_at_reload_and_said_at_start(self):
        good = self.folder / "good.toml"
        good.write_text('[spec]\nlanguage = 1\nname = "good"\n[require.system]\nmemory.installed = ">= 1 MB"\n')
        self.configure(f'[[job]]\nspec = "{good}"\n[[job]]\nspec = "voice-baselin"\n')
        daemon = self.started()
        while "voice-baselin cannot be checked" not in (line := daemon.stderr.readline()):
            self.assertTrue(line, "the job was not named")
        self.assertIn("did you mean voice-baseline?", line)
        self.assertIn("did you mean voice-baseline?", self.status()["trouble"])
        for jobs, what in ((f'[[job]]\nspec = "{good}"\n[[job]]\nspec = "/nosuch.toml"\n', "/nosuch.toml"),
                           (f'[[job]]\nspec = "{good}"\n[[job]]\nspec = "voice-baselin"\n[[job]]\nspec = "chat"\n', "chat")):
            self.configure(jobs)
            status, answer = self.ask("POST", "/reload")
            self.assertGreaterEqual(status, 400, answer)
            self.assertIn(what, answer["error"])
            self.assertEqual([job["job"] for job in self.status()["jobs"]], [str(good), "voice-baselin"])
        text = good.read_text()
        good.write_text(text.replace("1 MB", "1 parsec"))
        self.configure(f'[[job]]\nspec = "{good}"\n')
        self.assertIn("parsec", self.ask("POST", "/reload")[1]["error"])
        good.write_text(text)
        self.assertEqual(self.ask("POST", "/reload")[0], 200)
        self.until(lambda: [job["job"] for job in self.status()["jobs"]] == [str(good)])
        self.assertIsNone(self.status()["trouble"])

    def test_systemd_hears_ready_watchdog_and_stopping(self):
        path = str(self.folder / "notify")
        with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as listener:
            listener.bind(path)
            listener.settimeout(PATIENCE)
            daemon = self.start(NOTIFY_SOCKET=path, WATCHDOG_USEC="200000")
            heard = listener.recv(4096).decode()
            said = [heard]
            while not {"READY=1", "WATCHDOG=1"} <= set(said):
                said.append(listener.recv(4096).decode())
            daemon.terminate()
            while "STOPPING=1" not in said:
                said.append(listener.recv(4096).decode())
            self.assertEqual(daemon.wait(PATIENCE), 0)


class Socket(Home):
    def talk(self, data):
        with socket.socket(socket.AF_UNIX) as connection:
            connection.settimeout(PATIENCE)
            connection.connect(str(self.socket))
            answer = b""
            try:
                connection.sendall(data)
                while part := connection.recv(65536):
                    answer += part
            except (BrokenPipeError, ConnectionResetError):
                pass
            return answer

    def test_it_is_private(self):
        self.started()
        self.assertEqual(stat.S_IMODE(self.socket.stat().st_mode), 0o600)
        self.assertEqual(stat.S_IMODE(self.socket.parent.stat().st_mode), 0o700)

    def test_wrong_places_and_methods_change_nothing(self):
        self.started()
        self.assertEqual(self.ask("GET", "/")[0], 404)
        self.assertEqual(self.ask("GET", "/trigger")[0], 405)
        self.assertEqual(self.ask("POST", "/status")[0], 405)
        self.assertEqual(self.runs(), [])

    def test_garbage_is_refused_and_survived(self):
        self.started()
        self.assertIn(b" 400 ", self.talk(os.urandom(512) + b"\r\n\r\n"))
        self.assertIn(b" 413 ", self.talk(b"GET /status HTTP/1.1\r\nX: " + b"y" * 20000 + b"\r\n\r\n"))
        self.assertIn(b" 413 ", self.talk(b"POST /trigger HTTP/1.1\r\nContent-Length: 99999\r\n\r\n"))
        for size in (0, 1, 7):
            with socket.socket(socket.AF_UNIX) as connection:
                connection.connect(str(self.socket))
                connection.sendall(b"GET /status HTTP/1.1\r\n"[:size])
        self.assertEqual(self.runs(), [])
        self.assertTrue(self.answers())

    def test_100_megabytes_are_neither_read_nor_kept(self):
        daemon = self.started()
        for head in (b"POST /trigger HTTP/1.1\r\nContent-Length: 100000000\r\n\r\n",
                     b"POST /trigger HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n5f5e100\r\n"):
            self.talk(head + b"z" * 100_000_000)
            self.assertTrue(self.answers())
        if not SANITIZERS:
            self.assertLess(self.peak_kb(daemon), 90_000)
        self.assertEqual(self.runs(), [])

    def test_idlers_are_dropped_and_lock_nobody_out(self):
        self.started()
        idlers = []
        for _ in range(40):
            idler = socket.socket(socket.AF_UNIX)
            self.addCleanup(idler.close)
            idler.settimeout(PATIENCE)
            idler.connect(str(self.socket))
            idlers.append(idler)
            self.assertTrue(self.answers(), f"locked out by {len(idlers)} idlers")
        for idler in idlers:
            try:
                self.assertEqual(idler.recv(1), b"")
            except ConnectionResetError:
                pass

    def test_a_burst_of_clients_is_queued_while_the_daemon_cannot_run(self):
        daemon = self.started()
        daemon.send_signal(signal.SIGSTOP)
        self.addCleanup(daemon.send_signal, signal.SIGCONT)
        clients = []
        for _ in range(60):
            client = socket.socket(socket.AF_UNIX)
            self.addCleanup(client.close)
            client.settimeout(PATIENCE)
            client.connect(str(self.socket))
            clients.append(client)
        daemon.send_signal(signal.SIGCONT)
        self.assertTrue(self.answers())


def faults(value, schema, document, where="it"):
    """What is wrong with a value by the part of JSON Schema that the control document uses."""
    if "$ref" in schema:
        part = document
        for step in schema["$ref"].removeprefix("#/").split("/"):
            part = part[step]
        return faults(value, part, document, where)
    unknown = set(schema) - {"type", "enum", "required", "properties", "additionalProperties", "items", "description"}
    assert not unknown, unknown
    if "enum" in schema and value not in schema["enum"]:
        return [f"{where} is {value!r}"]
    types = {"object": dict, "array": list, "string": str, "boolean": bool, "integer": int, "number": (int, float),
             "null": type(None)}
    allowed = schema.get("type", [])
    allowed = [allowed] if isinstance(allowed, str) else allowed
    if allowed and not any(isinstance(value, types[name]) for name in allowed):
        return [f"{where} is a {type(value).__name__}"]
    found = []
    if isinstance(value, dict):
        found += [f"{where} has no {name}" for name in schema.get("required", []) if name not in value]
        for name, part in value.items():
            if name in schema.get("properties", {}):
                found += faults(part, schema["properties"][name], document, f"{where}.{name}")
            elif schema.get("additionalProperties") is False:
                found.append(f"{where} has a {name} that is not documented")
    if isinstance(value, list):
        for entry in value:
            found += faults(entry, schema.get("items", {}), document, where + "[]")
    return found


class Control(Home):
    """The daemon against docs/control.openapi.json."""

    def setUp(self):
        super().setUp()
        self.document = json.loads((SOURCE / "docs/control.openapi.json").read_text())
        self.seen = set()

    def hold(self, method, target, body=None, path=None):
        path = path or target
        status, answer = self.ask(method, target, body)
        response = self.document["paths"][path][method.lower()]["responses"].get(str(status))
        self.assertIsNotNone(response, f"{method} {target}: {status} is not documented: {answer}")
        if "$ref" in response:
            response = self.document["components"]["responses"][response["$ref"].rsplit("/", 1)[1]]
        schema = response["content"]["application/json"]["schema"]
        self.assertEqual(faults(answer, schema, self.document), [], f"{method} {target}: {answer}")
        self.seen.add((path, method.lower(), status))
        return answer

    def test_every_answer_is_as_documented(self):
        self.configure('[[job]]\nspec = "voice-baseline"\nzone = "Asia/Karachi"\nshifts = ["20:00-05:00"]\n')
        self.started(STANDIN="not_ready")
        self.hold("GET", "/status")
        runs = self.hold("GET", "/next")["runs"]
        self.assertEqual({run["weight"] for run in runs}, {"light", "full"})
        self.assertEqual([run["at"] for run in runs], sorted(run["at"] for run in runs))
        self.hold("POST", "/trigger", {"weight": "light"})
        self.hold("GET", "/status")
        self.until(lambda: self.status()["state"] != "checking")
        report = self.hold("GET", "/status")["last_report"]["id"]
        self.hold("GET", "/reports/" + report, path="/reports/{id}")
        self.hold("GET", "/reports/none", path="/reports/{id}")
        self.hold("POST", "/trigger", {"weight": "heavy"})
        self.hold("POST", "/pause", {"until": "yesterday"})
        self.hold("POST", "/pause", {"seconds": 3600})
        self.hold("GET", "/status")
        self.assertEqual(self.hold("GET", "/next")["runs"], [])
        self.hold("POST", "/trigger")
        self.hold("POST", "/resume")
        self.hold("POST", "/reload")
        self.configure("[schedule]\nevery = 5\n")
        self.hold("POST", "/reload")
        documented = {(path, method, int(status)) for path, methods in self.document["paths"].items()
                      for method, operation in methods.items() for status in operation["responses"]}
        streams = {("/events", "get", 200), ("/events", "get", 503), ("/metrics", "get", 200)}
        self.assertEqual(documented - self.seen, streams)

    def test_no_other_place_is_there(self):
        self.started()
        told = self.ask("GET", "/")[1]["error"]
        for path in self.document["paths"]:
            self.assertIn(path.replace("{id}", "ID"), told)
        self.assertEqual(told.count("/"), len(self.document["paths"]) + 1)
        self.assertEqual(self.ask("POST", "/pause", [1])[0], 400)

    def listen(self):
        connection = socket.socket(socket.AF_UNIX)
        self.addCleanup(connection.close)
        connection.settimeout(PATIENCE)
        connection.connect(str(self.socket))
        connection.sendall(b"GET /events HTTP/1.1\r\nHost: x\r\n\r\n")
        return connection

    def events(self, connection):
        text = b""
        while True:
            while b"\n\n" in text:
                event, text = text.split(b"\n\n", 1)
                lines = dict(line.split(": ", 1) for line in event.decode().splitlines() if ": " in line)
                yield lines["event"], json.loads(lines["data"])
            part = connection.recv(65536)
            if not part:
                return
            text = (text + part).replace(b"close\r\n\r\n", b"close\r\n")

    def test_events_tell_status_progress_and_the_report(self):
        self.started(STANDIN="talks")
        stream = self.events(self.listen())
        name, status = next(stream)
        self.assertEqual(name, "status")
        self.assertEqual(faults(status, self.document["components"]["schemas"]["Status"], self.document), [])
        self.ask("POST", "/trigger")
        while (event := next(stream))[0] != "progress":
            pass
        self.assertEqual(event[1], {"doing": "Measuring the line", "job": "voice-baseline"})
        self.assertEqual(self.status()["progress"], {"doing": "Measuring the line"})
        self.ask("POST", "/pause")
        while next(stream)[1].get("state") != "paused":
            pass

    def test_listeners_have_a_bound_and_one_that_does_not_read_harms_nobody(self):
        self.started()
        listeners = [self.listen() for _ in range(8)]
        for listener in listeners:
            self.assertIn(b" 200 ", listener.recv(15))
        self.assertIn(b" 503 ", self.listen().recv(15))
        self.assertTrue(self.answers())
        listeners[0].close()
        self.until(lambda: b" 200 " in self.listen().recv(15))

    def test_a_listener_that_never_reads_is_dropped_and_nothing_is_kept_for_it(self):
        self.started(STANDIN="chatters")
        deaf = self.listen()
        self.check_once()
        self.assertEqual(self.status()["verdict"], "ready")
        got = 0
        with contextlib.suppress(ConnectionResetError):
            while part := deaf.recv(1 << 20):
                got += len(part)
        self.assertLess(got, 2_000_000, "what was meant for it was kept")

    def test_metrics_are_valid_and_written_where_asked(self):
        file = self.folder / "node/deskready.prom"
        file.parent.mkdir()
        self.configure(f'[metrics]\ntextfile = "{file}"\n[[job]]\nspec = "voice-baseline"\nrole = "a \\"b\\""\n')
        daemon = self.started(STANDIN="not_ready")
        self.check_once()
        self.until(lambda: file.exists() and 'verdict="not_ready"} 1' in file.read_text())
        connection = UnixConnection(self.socket)
        self.addCleanup(connection.close)
        connection.request("GET", "/metrics")
        answer = connection.getresponse()
        self.assertTrue(answer.headers["Content-Type"].startswith("application/openmetrics-text"))
        served = answer.read().decode()
        self.assertTrue(served.endswith("# EOF\n"))
        # Only a daemon that has ended writes to it no more.
        daemon.terminate()
        daemon.wait()
        self.assertEqual([entry.name for entry in file.parent.iterdir()], ["deskready.prom"])
        if shutil.which("promtool") is None:
            self.skipTest("promtool (package prometheus) is not installed")
        for text in (served, file.read_text()):
            done = subprocess.run(["promtool", "check", "metrics"], input=text, capture_output=True, text=True)
            self.assertEqual((done.returncode, done.stdout + done.stderr), (0, ""))


class Disks(Home):
    """A state folder on a disk of its own, in a mount namespace; the test reaches it through /proc."""

    def started_on_a_small_disk(self, size, **environment):
        self.state.mkdir(parents=True)
        daemon = subprocess.Popen(
            ["unshare", "-rm", "sh", "-c", f'mount -t tmpfs -o size={size},mode=700 none "$1" && exec "$2"', "sh", self.state,
             self.bin / "deskreadyd"], stderr=subprocess.PIPE, text=True, env={**self.environment, **environment})
        self.daemons.append(daemon)
        self.until(lambda: daemon.poll() is not None or self.answers())
        if daemon.poll() is not None and "unshare" in (said := daemon.stderr.read()):
            self.skipTest(said)
        self.assertIsNone(daemon.poll(), "the daemon did not start")
        self.state = pathlib.Path(f"/proc/{daemon.pid}/root{self.state}")
        return daemon

    def kept(self):
        """From a copy: SQLite resolves the link in /proc and would look in this namespace."""
        seen, self.state = self.state, self.folder / "copy"
        self.state.mkdir(exist_ok=True)
        try:
            for file in seen.glob("history.db*"):
                shutil.copy(file, self.state)
            return super().kept()
        finally:
            shutil.rmtree(self.state)
            self.state = seen

    def test_a_full_disk_costs_no_report_and_is_said(self):
        self.started_on_a_small_disk("1m")
        self.check_once()
        self.assertEqual(len(self.kept()), 1)
        filler = self.state / "filler"
        with contextlib.suppress(OSError), filler.open("wb") as file:
            while True:
                file.write(b"x" * 4096)
                file.flush()
        status = self.check_once()
        self.assertIn("the disk is full", status["history"])
        self.assertIn("is kept as", status["history"])
        self.assertNotIn(status["last_report"]["id"], [report["id"] for report in self.kept()])
        filler.unlink()
        self.assertIsNone(self.check_once()["history"])
        self.assertEqual(len(self.kept()), 3)
        self.assertIn(status["last_report"]["id"], [report["id"] for report in self.kept()])
        self.assertEqual(list((self.folder / "run/deskready").glob("unsaved*")), [])

    def test_a_read_only_disk_is_said_and_survived(self):
        daemon = self.started_on_a_small_disk("1m")
        self.check_once()
        subprocess.run(["nsenter", "-t", str(daemon.pid), "-U", "--preserve-credentials", "-m", "mount", "-o", "remount,ro",
                        str(self.state).removeprefix(f"/proc/{daemon.pid}/root")], check=True)
        status = self.check_once()
        self.assertIn("is kept as", status["history"])
        self.assertEqual(status["verdict"], "ready")

    def test_a_broken_history_is_set_aside_and_said(self):
        self.state.mkdir(parents=True)
        (self.state / "history.db").write_bytes(b"x" * 8192)
        self.started()
        self.assertIn("history.broken-1.db", self.status()["history"])
        self.check_once()
        self.assertEqual(len(self.kept()), 1)

    def test_a_history_that_another_program_locks_keeps_no_answer_waiting(self):
        daemon = self.started()
        first = self.check_once()
        daemon.terminate()
        daemon.wait(PATIENCE)
        file = self.state / "history.db"
        with contextlib.closing(sqlite3.connect(file)) as history, history:
            history.execute("INSERT INTO used VALUES(?, 5000000)", (int(time.time()),))
        self.started()
        with contextlib.closing(sqlite3.connect(file, isolation_level=None)) as other:
            other.execute("PRAGMA locking_mode=EXCLUSIVE")
            other.execute("BEGIN EXCLUSIVE")
            # From memory: that nothing could be read would show as nothing used.
            self.assertEqual(self.status()["used"]["day_bytes"], 5000000)
            locked = self.check_once()
            self.assertIn("is kept as", locked["history"])
            self.assertEqual(locked["used"]["day_bytes"], 5000000)
            other.execute("COMMIT")
        self.assertIsNone(self.check_once()["history"])
        kept = [report["id"] for report in self.kept()]
        self.assertIn(first["last_report"]["id"], kept)
        self.assertIn(locked["last_report"]["id"], kept)

    def test_the_state_of_another_user_is_refused(self):
        if os.geteuid() != 0:
            self.skipTest("only root can give a folder away")
        self.state.mkdir(parents=True)
        os.chown(self.state, 12345, 12345)
        daemon = self.start()
        self.assertEqual(daemon.wait(PATIENCE), 3)
        self.assertIn("another user", daemon.stderr.read())


class Battery(Home):
    """A computer whose power supply the test makes up, in a mount namespace. What a planned check does there is decided by
    CheckQueue, whose unit tests have a clock of their own."""

    def setUp(self):
        super().setUp()
        self.supply = self.folder / "supply/BAT0"
        self.supply.mkdir(parents=True)
        (self.supply / "type").write_text("Battery\n")
        (self.supply / "status").write_text("Discharging\n")
        daemon = subprocess.Popen(
            ["unshare", "-rm", "sh", "-c", 'mount --bind "$1" /sys/class/power_supply && exec "$2"', "sh", self.supply.parent,
             self.bin / "deskreadyd"], stderr=subprocess.PIPE, text=True, env=self.environment)
        self.daemons.append(daemon)
        self.until(lambda: daemon.poll() is not None or self.answers())
        if daemon.poll() is not None and "shar" in (said := daemon.stderr.read()) + "mount" in said:
            self.skipTest(said)
        self.assertIsNone(daemon.poll(), "the daemon did not start")

    def test_on_battery_what_a_person_asks_for_is_a_light_check_and_it_is_said_since_when_and_why(self):
        told = subprocess.run([BIN / "deskready", "trigger"], env=self.environment, capture_output=True, text=True).stdout
        self.assertRegex(told, r"The full check waits since .*: the computer runs on battery\. So it is a light one\.")
        self.until(lambda: self.status()["state"] == "idle")
        held = self.ask("POST", "/trigger")[1]["held"]
        self.assertEqual((held["cause"], held["reason"]), ("on_battery", "the computer runs on battery"))
        self.until(lambda: self.status()["state"] == "idle")
        for run in self.runs():
            arguments = run["arguments"]
            self.assertIn("--light", arguments)
            self.assertEqual(arguments[arguments.index("--held") + 1:arguments.index("--held") + 4],
                             ["on_battery", "--held-since", held["since"]], "since when is told as on the first time")
        (self.supply / "status").write_text("Charging\n")
        self.assertIsNone(self.ask("POST", "/trigger")[1]["held"])
        self.until(lambda: self.status()["state"] == "idle")
        self.assertNotIn("--light", self.runs()[-1]["arguments"])


class Kills(Home):
    def test_what_was_announced_survives_a_kill_at_any_moment(self):
        announced = set()
        for round_number in range(8):
            daemon = self.started()
            end = time.monotonic() + 0.05 * (round_number + 1)
            while time.monotonic() < end:
                self.ask("POST", "/trigger")
                if last := self.status()["last_report"]:
                    announced.add(last["id"])
            if round_number == 7:  # however slow the computer, one is announced
                self.until(lambda: self.status()["last_report"])
                announced.add(self.status()["last_report"]["id"])
            daemon.kill()
            daemon.wait()
        self.started()
        self.assertTrue(announced)
        self.assertEqual(announced - {report["id"] for report in self.kept()}, set())


    def test_a_pause_that_was_granted_outlives_a_kill_though_the_disk_was_slow(self):
        daemon = self.started()
        self.check_once()
        with contextlib.closing(sqlite3.connect(self.state / "history.db", isolation_level=None)) as other:
            other.execute("PRAGMA locking_mode=EXCLUSIVE")
            other.execute("BEGIN EXCLUSIVE")  # the next report has to wait, and whatever is written after it
            self.ask("POST", "/trigger")
            self.until(lambda: len(self.runs()) == 2)
            self.until(lambda: not pathlib.Path(f"/proc/{self.runs()[1]['pid']}").exists())
            granted = self.ask("POST", "/pause")
            daemon.kill()
            daemon.wait()
        self.assertEqual(granted, (200, {"state": "paused", "paused_until": "resume"}))
        self.started()
        self.assertEqual(self.status()["state"], "paused")


class Alarms(Home):
    def test_a_confirmed_change_is_told_once_and_recovery_too(self):
        self.configure('[notify]\nexec = ["%s", "tell", "by-exec"]\nwebhook = "http://127.0.0.1:9/x"\n' % (self.bin / "deskready"))
        daemon = self.started(STANDIN="not_ready")
        self.check_once()
        self.until(lambda: len(self.told()) == 3)
        self.assertEqual(sorted(told["arguments"][1] for told in self.told()), ["--desktop", "--webhook", "by-exec"])
        # The address is mostly a secret, and everybody sees the arguments of a process.
        self.assertNotIn("127.0.0.1:9", str([told["arguments"] for told in self.told()]))
        self.assertEqual([told["before"] for told in self.told() if told["before"]], [["http://127.0.0.1:9/x"]])
        for told in self.told():
            self.assertEqual((told["notice"]["verdict"], told["notice"]["before"]), ("not_ready", None))
            self.assertEqual(told["notice"]["text"], "The disk is full. Empty it.")
        self.check_once()
        daemon.terminate()
        daemon.wait(PATIENCE)
        self.started(STANDIN="ready")
        self.check_once()
        self.until(lambda: len(self.told()) == 6)
        self.assertEqual({told["notice"]["before"] for told in self.told()[3:]}, {"not_ready"})

    def test_what_the_retest_does_not_confirm_is_told_to_nobody(self):
        self.configure('[notify]\ndesktop = true\n')
        self.started(STANDIN="flickers")
        self.check_once()
        self.assertEqual([len(self.runs()), self.told()], [2, []])


class Tell(unittest.TestCase):
    """`deskready tell`, which the daemon starts, against a webhook that is not well."""

    def hooked(self, statuses):
        heard = []

        class Hook(http.server.BaseHTTPRequestHandler):
            def do_POST(self):
                heard.append(self.rfile.read(int(self.headers["Content-Length"])))
                self.send_response(statuses.pop(0))
                self.end_headers()

            def log_message(self, *_):
                pass

        server = http.server.HTTPServer(("127.0.0.1", 0), Hook)
        self.addCleanup(server.server_close)
        self.addCleanup(server.shutdown)
        threading.Thread(target=server.serve_forever).start()
        done = subprocess.run([BIN / "deskready", "tell", "--webhook"], text=True, capture_output=True,
                              input=f'http://127.0.0.1:{server.server_port}/x\n{{"verdict": "not_ready"}}')
        return done, heard

    def test_a_hook_that_is_down_for_a_moment_is_asked_again(self):
        done, heard = self.hooked([503, 200])
        self.assertEqual((done.returncode, heard), (0, [b'{"verdict": "not_ready"}'] * 2), done.stderr)

    def test_a_hook_that_refuses_is_not(self):
        done, heard = self.hooked([404])
        self.assertEqual((done.returncode, len(heard)), (3, 1))
        self.assertIn("404", done.stderr)

    def test_without_a_session_bus_it_says_so(self):
        done = subprocess.run([BIN / "deskready", "tell", "--desktop"], input="{}", text=True, capture_output=True,
                              env={"PATH": os.environ["PATH"], "DBUS_SESSION_BUS_ADDRESS": "unix:path=/nonexistent"})
        self.assertEqual(done.returncode, 3)
        self.assertIn("nobody was told", done.stderr)


class RealCheck(Home):
    stand_in = False

    def command(self, *words):
        return subprocess.run([BIN / "deskready", *words], env=self.environment, capture_output=True, text=True,
                              timeout=PATIENCE)

    def test_nobody_there(self):
        done = self.command("status")
        self.assertEqual((done.returncode, done.stdout), (3, ""))
        self.assertIn("systemctl --user start deskready", done.stderr)

    def test_status_trigger_report(self):
        self.started()
        self.assertIn("Nothing was checked yet", self.command("status").stdout)
        self.assertIn("has begun", self.command("trigger").stdout)
        self.until(lambda: self.status()["state"] != "checking")
        status = self.status()
        self.assertIsNone(status["trouble"], status)
        report = self.kept()[-1]
        self.assertEqual(report["schema"], "deskready.report/1")
        self.assertEqual(private.told(report, str(self.folder)), [], "this tells whose computer it is")
        self.assertEqual((status["verdict"], status["last_report"]["id"]), (report["verdict"], report["id"]))
        self.assertIn("The next check is", self.command("status").stdout)
        self.assertIn("Paused", self.command("pause").stdout)
        self.assertEqual(self.command("trigger").returncode, 3)
        self.assertIn("go on", self.command("resume").stdout)
        self.assertIn("until", self.command("pause", "--for", "2 h").stdout)
        self.assertIn("paused until", self.command("status").stdout)
        self.assertIn("No check is planned", self.command("next").stdout)
        self.command("resume")
        self.assertIn("light", self.command("next").stdout)
        self.assertIn("read anew", self.command("reload").stdout)
        self.the_history_tells(report)

    def the_history_tells(self, report):
        listed = json.loads(self.command("history", "--format", "json").stdout)
        self.assertEqual(listed[0], {"id": report["id"], "finished": report["finished"], "spec": report["spec"]["name"],
                                     "verdict": report["verdict"]})
        self.assertIn(report["id"][:8], self.command("history").stdout)
        self.assertTrue(self.command("history", "--format", "csv").stdout.startswith("id,finished,spec,verdict\n"))
        memory = report["facts"]["system.memory.installed"]["value"]
        self.assertIn("█", self.command("history", "--fact", "system.memory.installed").stdout)
        samples = json.loads(self.command("history", "--fact", "system.memory.installed", "--format", "json").stdout)
        self.assertEqual(samples[-1]["value"], memory)
        rule = next(finding["rule"] for finding in report["findings"] if finding["fact"] == "system.memory.installed")
        self.assertIn(rule, self.command("history", "--rules").stdout)
        self.assertIn("Met in", self.command("history", "--rule", rule).stdout)
        unknown = self.command("history", "--fact", "network.nothing")
        self.assertEqual((unknown.returncode, "system.memory.installed" in unknown.stderr), (3, True))
        at = json.loads(self.command("report", "at", report["finished"], "--format", "json").stdout)
        self.assertEqual(at["id"], report["id"])
        self.assertEqual(self.command("report", "at", "2020-01-01T00:00").returncode, 3)
        latest = json.loads(self.command("report", "show", "latest", "--format", "json").stdout)
        self.assertEqual(latest["id"], report["id"])

    def test_sigterm_in_mid_check(self):
        daemon = self.started()
        self.ask("POST", "/trigger")
        self.until(lambda: self.status().get("progress"))
        check, = pathlib.Path(f"/proc/{daemon.pid}/task/{daemon.pid}/children").read_text().split()
        daemon.terminate()
        self.assertEqual(daemon.wait(PATIENCE), 0)
        with self.assertRaises(ProcessLookupError):
            os.killpg(int(check), 0)


class Installed(Home):
    def test_the_daemon_loads_only_what_it_needs(self):
        needed = subprocess.run(["readelf", "-d", BIN / "deskreadyd"], capture_output=True, text=True, check=True).stdout
        self.assertIn("libsystemd", needed)
        for library in ("libcurl", "libportaudio", "libasound", "libsndfile", "libssl"):
            self.assertNotIn(library, needed)

    def test_the_units_hold(self):
        if shutil.which("systemd-analyze") is None:
            self.skipTest("systemd-analyze is not installed")
        for unit, binary, options in (("deskready.service", "deskreadyd", ["--user"]),
                                      ("deskready-responder.service", "deskready-responder", [])):
            with self.subTest(unit):
                text = (SOURCE / "systemd" / unit).read_text()
                self.assertIn("ExecStart=/usr/bin/" + binary, text)
                file = self.folder / unit
                file.write_text(text.replace("/usr/bin/" + binary, str(BIN / binary)))
                done = subprocess.run(["systemd-analyze", "verify", *options, "--man=no", file], text=True,
                                      env=self.environment, capture_output=True)
                self.assertEqual((done.returncode, [line for line in done.stderr.splitlines() if unit in line]), (0, []),
                                 done.stderr)


if __name__ == "__main__":
    ending.main()

"""deskreadyd from outside: its socket, its child, its reports, its end, its unit file.

Most tests put a stand-in for `deskready` beside a copy of the daemon, so that a check can hang, crash or be deaf on
purpose; RealCheck runs the real one.
"""
import http.client
import json
import os
import pathlib
import shutil
import signal
import socket
import stat
import subprocess
import sys
import tempfile
import time
import unittest

BIN = pathlib.Path(os.environ["DESKREADY_BIN"])
SOURCE = pathlib.Path(os.environ.get("DESKREADY_SOURCE", pathlib.Path(__file__).parents[2]))
PATIENCE = 20  # for what must happen at all
STOP_WITHIN = 2.0  # the service's promise

# Behaves as $STANDIN says; writes down its arguments and what it inherited.
STANDIN = r"""#!/usr/bin/env python3
import json, os, signal, sys, time
how = os.environ.get("STANDIN", "ready")
arguments = sys.argv[1:]
output = arguments[arguments.index("--output") + 1]
with open(os.environ["STANDIN_LOG"], "a") as log:
    print(json.dumps({"pid": os.getpid(), "group": os.getpgid(0), "arguments": arguments,
                      "notify": "NOTIFY_SOCKET" in os.environ,
                      "files": sorted(os.readlink("/proc/self/fd/" + f) for f in os.listdir("/proc/self/fd")
                                      if os.path.exists("/proc/self/fd/" + f))}), file=log, flush=True)
if how == "deaf":
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
if how in ("deaf", "slow"):
    time.sleep(600)
if how == "crash":
    os.abort()
if how == "garbage":
    open(output, "w").write("{ not json")
    sys.exit(0)
verdict = {"ready": "ready", "not_ready": "not_ready"}[how]
findings = [{"rule": "r", "level": "require", "outcome": "not_met", "message": "The disk is full."}]
report = {"schema": "deskready.report/1", "id": "%032x" % time.time_ns(), "verdict": verdict,
          "finished": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()), "spec": {"name": "acme"},
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
        self.reports = self.folder / "state/deskready/reports"
        self.environment = {
            "PATH": os.environ["PATH"], "HOME": str(self.folder), "XDG_RUNTIME_DIR": str(self.folder / "run"),
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

    def ask(self, method, target):
        connection = UnixConnection(self.socket)
        try:
            connection.request(method, target)
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
        return sorted(file.name for file in self.reports.glob("[!.]*.json"))

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
        self.assertEqual(len(self.kept()), 1)
        report = json.loads((self.reports / self.kept()[0]).read_text())
        self.assertEqual(after["last_report"]["id"], report["id"])
        self.assertEqual(after["since"], report["finished"])
        self.assertTrue(self.kept()[0].endswith(report["id"] + ".json"))
        self.assertEqual(stat.S_IMODE(self.reports.stat().st_mode), 0o700)

    def test_the_child_gets_the_job_and_nothing_else(self):
        self.configure('[[job]]\nspec = "voice-baseline"\nrole = "a b"\nfar_end = "http://127.0.0.1:9"\n'
                       'reference = "A-1"\n[[job]]\nspec = "/nonexistent.toml"\n[sound]\nscheduled = "listen"\n')
        self.started(NOTIFY_SOCKET="/nowhere")
        self.check_once()
        first, second = self.runs()
        text = " ".join(first["arguments"])
        self.assertTrue(text.startswith("check --spec voice-baseline --yes --format json --output "), text)
        self.assertIn("--sound listen", text)
        self.assertEqual(first["arguments"][first["arguments"].index("--role") + 1], "a b")
        self.assertEqual(first["arguments"][first["arguments"].index("--reference") + 1], "A-1")
        self.assertIn("--far-end http://127.0.0.1:9", text)
        self.assertIn("--spec /nonexistent.toml", " ".join(second["arguments"]))
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

    def test_a_second_trigger_starts_no_second_check(self):
        self.started(STANDIN="slow")
        self.assertFalse(self.ask("POST", "/trigger")[1]["already"])
        self.assertTrue(self.ask("POST", "/trigger")[1]["already"])
        self.until(self.runs)
        self.assertEqual(len(self.runs()), 1)


class Ends(Home):
    def stop_in_mid_check(self, how, number):
        daemon = self.started(STANDIN=how)
        self.ask("POST", "/trigger")
        self.until(self.runs)
        time.sleep(0.3)  # until a deaf one is deaf
        begun = time.monotonic()
        daemon.send_signal(number)
        self.assertEqual(daemon.wait(PATIENCE), 0)
        took = time.monotonic() - begun
        self.assertLess(took, STOP_WITHIN)
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


class RealCheck(Home):
    stand_in = False

    def command(self, word):
        return subprocess.run([BIN / "deskready", word], env=self.environment, capture_output=True, text=True,
                              timeout=PATIENCE)

    def test_nobody_there(self):
        done = self.command("status")
        self.assertEqual((done.returncode, done.stdout), (3, ""))
        self.assertIn("systemctl --user start deskready", done.stderr)

    def test_status_trigger_report(self):
        self.started()
        self.assertIn("Nothing was checked yet", self.command("status").stdout)
        self.assertIn("has begun", self.command("trigger").stdout)
        end = time.monotonic() + 120
        while self.status()["state"] == "checking" and time.monotonic() < end:
            time.sleep(0.2)
        status = self.status()
        self.assertIsNone(status["trouble"], status)
        self.assertEqual(len(self.kept()), 1)
        report = json.loads((self.reports / self.kept()[0]).read_text())
        self.assertEqual(report["schema"], "deskready.report/1")
        self.assertEqual((status["verdict"], status["last_report"]["id"]), (report["verdict"], report["id"]))
        self.assertIn("The next check is", self.command("status").stdout)
        self.assertIn("Paused", self.command("pause").stdout)
        self.assertEqual(self.command("trigger").returncode, 3)
        self.assertIn("go on", self.command("resume").stdout)

    def test_sigterm_in_mid_check(self):
        daemon = self.started()
        self.ask("POST", "/trigger")
        time.sleep(1)
        self.assertEqual(self.status()["state"], "checking")
        begun = time.monotonic()
        daemon.terminate()
        self.assertEqual(daemon.wait(PATIENCE), 0)
        self.assertLess(time.monotonic() - begun, STOP_WITHIN)


class Installed(Home):
    def test_the_daemon_loads_neither_curl_nor_sound(self):
        needed = subprocess.run(["readelf", "-d", BIN / "deskreadyd"], capture_output=True, text=True, check=True).stdout
        self.assertIn("libsystemd", needed)
        for library in ("libcurl", "libportaudio", "libasound", "libsndfile", "libpulse"):
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
    program = unittest.main(exit=False)
    result = program.result
    sys.exit(1 if not result.wasSuccessful() else 77 if result.skipped else 0)

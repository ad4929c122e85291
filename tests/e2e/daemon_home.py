"""A daemon in a home of a test's own, for the tests of deskreadyd.

Most of them put a stand-in for `deskready` beside a copy of the daemon, so that a check can hang, crash or be deaf on
purpose.
"""
import contextlib
import http.client
import json
import os
import pathlib
import shutil
import socket
import sqlite3
import subprocess
import tempfile
import time
import unittest
import zlib


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

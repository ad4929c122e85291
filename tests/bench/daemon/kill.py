#!/usr/bin/env python3
"""kill -9 at random moments: no report that was announced may be lost, and the daemon must come back by itself.

    tests/bench/daemon/kill.py BUILD/bin [SHORT] [WHOLE]

SHORT kills hit a daemon whose checks take 50 ms (a stand-in for `deskready`), WHOLE ones real checks. Announced is what
/events or /status told. Prints one line of JSON; ends 1 when a report is missing or a restart failed.
"""
import contextlib
import json
import os
import pathlib
import random
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time

binaries = pathlib.Path(sys.argv[1])
short = int(sys.argv[2]) if len(sys.argv) > 2 else 450
whole = int(sys.argv[3]) if len(sys.argv) > 3 else 50

STANDIN = r"""#!/usr/bin/env python3
import json, os, sys, time
arguments = sys.argv[1:]
if arguments[0] != "check":
    sys.exit(0)
time.sleep(0.02)
output = arguments[arguments.index("--output") + 1]
report = {"schema": "deskready.report/1", "id": os.urandom(16).hex(), "verdict": "ready", "spec": {"name": "acme"},
          "finished": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()), "findings": [], "facts": {}}
open(output + ".part", "w").write(json.dumps(report))
os.rename(output + ".part", output)
"""


def request(path, method, target):
    with contextlib.closing(socket.socket(socket.AF_UNIX)) as connection:
        connection.settimeout(10)
        connection.connect(path)
        connection.sendall(f"{method} {target} HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n".encode())
        text = b""
        while part := connection.recv(65536):
            text += part
    return json.loads(text.split(b"\r\n\r\n", 1)[1])


class Home:
    def __init__(self, folder, programs):
        self.folder = pathlib.Path(folder)
        (self.folder / "run").mkdir(mode=0o700)
        self.programs = programs
        self.socket = str(self.folder / "run/deskready/control.sock")
        settings = self.folder / "config/deskready/config.toml"
        settings.parent.mkdir(parents=True)
        settings.write_text("[notify]\ndesktop = false\n")
        self.environment = {**os.environ, "HOME": folder, "XDG_RUNTIME_DIR": folder + "/run",
                            "XDG_STATE_HOME": folder + "/state", "XDG_CONFIG_HOME": folder + "/config"}
        self.announced = set()

    def start(self):
        self.daemon = subprocess.Popen([self.programs / "deskreadyd"], env=self.environment, stderr=subprocess.DEVNULL)
        end = time.monotonic() + 20
        while time.monotonic() < end:
            with contextlib.suppress(OSError, ValueError, IndexError):
                self.note(request(self.socket, "GET", "/status").get("last_report"))
                return
            time.sleep(0.005)
        raise SystemExit("the daemon did not come back")

    def note(self, report):
        if report:
            self.announced.add(report["id"])

    def listen(self):
        """Notes every report that is announced, until the daemon is gone."""
        with contextlib.suppress(OSError), contextlib.closing(socket.socket(socket.AF_UNIX)) as connection:
            connection.connect(self.socket)
            connection.sendall(b"GET /events HTTP/1.1\r\nHost: x\r\n\r\n")
            text = ""
            while part := connection.recv(65536):
                text += part.decode()
                while "\n\n" in text:
                    event, text = text.split("\n\n", 1)
                    for line in event.splitlines():
                        if line.startswith("data: "):
                            data = json.loads(line[6:])
                            self.note(data.get("last_report"))
                            if "report" in data:
                                self.announced.add(data["report"])

    def kill_once(self, longest):
        self.start()
        listener = threading.Thread(target=self.listen)
        listener.start()
        end = time.monotonic() + random.uniform(0, longest)
        while time.monotonic() < end:
            with contextlib.suppress(OSError, ValueError, IndexError):
                request(self.socket, "POST", "/trigger")
            time.sleep(min(0.02, max(0, end - time.monotonic())))
        self.daemon.send_signal(signal.SIGKILL)
        self.daemon.wait()
        listener.join()

    def kept(self):
        with contextlib.closing(sqlite3.connect(self.folder / "state/deskready/history.db")) as history:
            assert history.execute("PRAGMA integrity_check").fetchone() == ("ok",)
            return {row[0] for row in history.execute("SELECT id FROM report")}


def home_with_stand_in(folder):
    programs = pathlib.Path(folder, "bin")
    programs.mkdir()
    shutil.copy(binaries / "deskreadyd", programs)
    (programs / "deskready").write_text(STANDIN)
    (programs / "deskready").chmod(0o755)
    return Home(folder, programs)


def kills(count, longest, real):
    with tempfile.TemporaryDirectory() as folder:
        home = Home(folder, binaries) if real else home_with_stand_in(folder)
        for _ in range(count):
            home.kill_once(longest)
        home.start()
        home.daemon.terminate()
        code = home.daemon.wait(10)
        lost = home.announced - home.kept() if count else set()
        return {"kills": count, "announced": len(home.announced), "lost": len(lost), "last_end": code}


if __name__ == "__main__":
    told = {"short": kills(short, 0.4, False), "whole": kills(whole, 30, True)}
    print(json.dumps(told))
    sys.exit(any(part["lost"] or part["last_end"] for part in told.values()))

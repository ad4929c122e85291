"""A live call and the daemon, in a world with a virtual headset: heavy parts wait, and what plays stops.

DESKREADY names the program. Exits with 77 when the world cannot be built here."""
import json
import os
import pathlib
import subprocess
import sys
import unittest

LAB = pathlib.Path(__file__).with_name("audiolab.sh")
DESKREADY = pathlib.Path(os.environ.get("DESKREADY", "build/bin/deskready"))
SKIPPED = 77

# A stand-in for `deskready check` that tells how it was called and leaves no report.
STANDIN = """#!/bin/sh
[ "$1" = check ] && echo "$*" >>"$STANDIN_LOG"
exit 1
"""

LIBRARY = r"""
import contextlib, json, os, pathlib, signal, socket, subprocess, sys, time

def until(holds, what):
    end = time.monotonic() + 60
    while not (seen := holds()):
        assert time.monotonic() < end, what + " did not come to pass"
        time.sleep(0.02)
    return seen

def ask(method, target):
    path = os.environ["XDG_RUNTIME_DIR"] + "/deskready/control.sock"
    with contextlib.closing(socket.socket(socket.AF_UNIX)) as connection:
        connection.settimeout(60)
        connection.connect(path)
        connection.sendall(f"{method} {target} HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n".encode())
        text = b""
        while part := connection.recv(65536):
            text += part
    return json.loads(text.split(b"\r\n\r\n", 1)[1])

def call(*options):
    return subprocess.Popen(["pacat", "--record", *options], stdout=subprocess.DEVNULL)

def hang_up(process):
    process.kill()
    process.wait()

def streams(kind):
    return subprocess.run(["pactl", "list", "short", kind], capture_output=True, text=True).stdout.splitlines()
"""


def in_lab(script, **environment):
    done = subprocess.run([LAB, "--", sys.executable, "-c", LIBRARY + script], capture_output=True, text=True, timeout=90,
                          env={**os.environ, "DESKREADY": str(DESKREADY), **environment})
    if done.returncode == SKIPPED:
        raise unittest.SkipTest(done.stderr)
    if done.returncode != 0:
        raise AssertionError(done.stderr)
    return json.loads(done.stdout)


class Daemon(unittest.TestCase):
    def test_a_call_makes_the_full_check_wait_and_its_end_is_noticed(self):
        told = in_lab(r"""
home = pathlib.Path(os.environ["HOME"])
(home / "bin").mkdir()
programs = pathlib.Path(os.environ["DESKREADY"]).parent
(home / "bin/deskreadyd").write_bytes((programs / "deskreadyd").read_bytes())
(home / "bin/deskready").write_text(os.environ["STANDIN"])
for program in (home / "bin").iterdir():
    program.chmod(0o755)
os.environ["STANDIN_LOG"] = str(home / "log")
daemon = subprocess.Popen([home / "bin/deskreadyd"], stderr=subprocess.DEVNULL)
status = lambda: ask("GET", "/status")
def answers():
    with contextlib.suppress(OSError):
        return status()["sees_calls"]
until(answers, "the sound server")
free = ask("POST", "/trigger")["held"]
until(lambda: status()["state"] == "idle", "the first check")
meter = call("-d", "hs_spk.monitor")  # whoever records what is played is in no call
until(lambda: len(streams("source-outputs")) > 1, "the recording of a monitor")
monitor = ask("POST", "/trigger")["held"]
until(lambda: status()["state"] == "idle", "the second check")
hang_up(meter)
talk = call("-d", "hs_mic")
def held():
    with contextlib.suppress(OSError):
        answer = ask("POST", "/trigger")
        return answer["held"]
during = until(held, "the call")
until(lambda: status()["state"] == "idle", "the light check")
hang_up(talk)
until(lambda: held() is None, "the call's end")
until(lambda: status()["state"] == "idle", "the last check")
daemon.terminate()
daemon.wait()
lines = (home / "log").read_text().splitlines()
print(json.dumps({"free": free, "monitor": monitor, "during": during, "lines": lines}))
""", STANDIN=STANDIN)
        self.assertIsNone(told["free"])
        self.assertIsNone(told["monitor"])
        self.assertEqual((told["during"]["cause"], told["during"]["reason"]), ("busy", "a call is on"))
        held = [line for line in told["lines"] if "--held busy" in line]
        self.assertTrue(held)
        for line in held:
            self.assertIn("--light", line)
            self.assertIn("--sound devices", line)
        self.assertNotIn("--light", told["lines"][0])


class Check(unittest.TestCase):
    def test_a_call_that_begins_in_mid_check_ends_what_plays(self):
        told = in_lab(r"""
spec = pathlib.Path(os.environ["HOME"], "loop.toml")
spec.write_text('[spec]\nlanguage = 1\nname = "loop"\nversion = "1"\n[require.audio.loop]\ndelay = "<= 1 s"\n')
check = subprocess.Popen([os.environ["DESKREADY"], "check", "--spec", spec, "--yes", "--unattended", "--only", "audio", "--sound", "loop",
                          "--format", "json", "--output", os.environ["HOME"] + "/report.json"], stdout=subprocess.DEVNULL)
until(lambda: streams("sink-inputs"), "the playback")
talk = call("-d", "hs_mic")
until(lambda: not streams("sink-inputs"), "the playback's end")
still = check.poll() is None
check.wait()
hang_up(talk)
report = json.load(open(os.environ["HOME"] + "/report.json"))
print(json.dumps({"unmeasured": report["unmeasured"], "interrupted": report["interrupted"]}))
""")
        causes = {why["cause"] for name, why in told["unmeasured"].items() if name.startswith("audio.")}
        self.assertIn("busy", causes, told)
        self.assertNotIn("stopped", causes, told)
        self.assertFalse(told["interrupted"])


if __name__ == "__main__":
    program = unittest.main(exit=False)
    result = program.result
    sys.exit(1 if not result.wasSuccessful() else 77 if result.skipped else 0)

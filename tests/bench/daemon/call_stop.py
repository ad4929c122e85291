#!/usr/bin/env python3
"""How soon an unattended check lets go when a call begins in its middle.

    tests/bench/daemon/call_stop.py BUILD/bin [CALLS]

A real check over the emulated line (50 / 10 Mbit/s) with the virtual headset, CALLS times in playback and CALLS times in
load. A call begins when the sound server says that a recording of the microphone is there; sound has stopped when it says
that the check's stream is gone, load when the line's counters stay below 1 Mbit/s. Prints one line of JSON, in
milliseconds; needs root, and ends 77 where the laboratories cannot be built.
"""
import json
import os
import pathlib
import random
import re
import subprocess
import sys
import threading
import time

HERE = pathlib.Path(__file__).resolve()
TESTS = HERE.parents[2]
FAR_END = "http://10.78.0.2:8700"
PATIENCE = 60
SPEC = '[spec]\nlanguage = 1\nname = "bench"\nversion = "1"\n'
KINDS = {
    "playback": (SPEC + '[require.audio.loop]\ndelay = "<= 1 s"\n', ["--only", "audio", "--sound", "loop"]),
    "load": (SPEC + '[require.network]\ndownload = ">= 100 Mbps"\nupload = ">= 20 Mbps"\n',
             ["--only", "network", "--far-end", FAR_END]),
}


def until(holds, what):
    end = time.monotonic() + PATIENCE
    while not (found := holds()):
        if time.monotonic() > end:
            raise SystemExit(what + " did not come to pass")
        time.sleep(0.002)
    return found


class Events:
    """What the sound server says, each with its time."""

    def __init__(self):
        self.heard = []
        self.listener = subprocess.Popen(["pactl", "subscribe"], stdout=subprocess.PIPE, text=True)
        threading.Thread(target=self.listen, daemon=True).start()

    def listen(self):
        for line in self.listener.stdout:
            if found := re.match(r"Event '(\w+)' on ([\w-]+) #(\d+)", line):
                self.heard.append((time.monotonic(), *found.groups()))

    def first(self, what, kind, after):
        return next((event for event in list(self.heard) if event[0] >= after and event[1:3] == (what, kind)), None)

    def open(self, kind, after):
        """Those that have come and not gone."""
        events = [event for event in list(self.heard) if event[0] >= after and event[2] == kind]
        return {event[3] for event in events if event[1] == "new"} - {event[3] for event in events if event[1] == "remove"}

    def last_removal(self, kind, after):
        """When the last one went; None when none did."""
        return max((event[0] for event in list(self.heard) if event[0] >= after and event[1:3] == ("remove", kind)),
                   default=None)


class Line:
    """Bits a second of all devices but loopback, a sample every 5 ms."""

    def __init__(self):
        self.samples = []
        threading.Thread(target=self.watch, daemon=True).start()

    def watch(self):
        while True:
            lines = pathlib.Path("/proc/net/dev").read_text().splitlines()[2:]
            carried = sum(int(line.split(":")[1].split()[i]) for line in lines if not line.strip().startswith("lo:")
                          for i in (0, 8))
            self.samples.append((time.monotonic(), carried))
            time.sleep(0.005)

    def busy(self, most, back=10):
        """The times of the samples at which more than `most` bit/s were carried over the samples before."""
        samples = list(self.samples)
        return [samples[i][0] for i in range(back, len(samples))
                if (samples[i][1] - samples[i - back][1]) * 8 > most * (samples[i][0] - samples[i - back][0])]


def one(kind, events):
    spec, words = KINDS[kind]
    home = pathlib.Path(os.environ["HOME"])
    (home / "spec.toml").write_text(spec)
    line = Line()
    begun = time.monotonic()
    check = subprocess.Popen([os.environ["DESKREADY"], "check", "--spec", home / "spec.toml", "--yes", "--unattended", *words,
                              "--format", "json", "--output", home / "report.json"],
                             stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    if kind == "playback":
        until(lambda: events.open("sink-input", begun), "the playback")
    else:
        until(lambda: len(line.busy(8e6)) > 5, "the load")
    time.sleep(random.uniform(0.05, 0.3))
    if check.poll() is not None:
        return None
    before = time.monotonic()
    call = subprocess.Popen(["pacat", "--record", "-d", "hs_mic"], stdout=subprocess.DEVNULL)
    began = until(lambda: events.first("new", "source-output", before), "the call")[0]
    check.wait(PATIENCE)
    ended = events.last_removal("sink-input", began) if kind == "playback" else line.busy(1e6)[-1]
    call.kill()
    call.wait()
    unmeasured = json.loads((home / "report.json").read_text())["unmeasured"]
    busy = any(why["cause"] == "busy" for why in unmeasured.values())
    until(lambda: events.first("remove", "source-output", began), "the call's end")
    return None if ended is None or not busy else max(0.0, ended - began) * 1000


def inside(calls):
    events = Events()
    told = {}
    for kind in KINDS:
        took, missed = [], 0
        while len(took) < calls and missed < calls:
            ms = one(kind, events)
            missed += ms is None
            took += [] if ms is None else [ms]
        took.sort()
        told[kind] = {"calls": len(took), "over_before_the_call": missed, "median_ms": round(took[len(took) // 2]),
                      "largest_ms": round(took[-1])}
    events.listener.kill()
    print(json.dumps(told))
    sys.exit(told["playback"]["largest_ms"] > 100 or told["load"]["largest_ms"] > 500)


if __name__ == "__main__":
    if len(sys.argv) > 1 and sys.argv[1] == "--inside":
        inside(int(sys.argv[2]))
    binaries = pathlib.Path(sys.argv[1]).resolve()
    os.environ["DESKREADY"] = str(binaries / "deskready")
    os.execv(binaries / "netlab", [
        str(binaries / "netlab"), "--down", "50M", "--up", "10M", "--delay", "10", "--seed", "1", "--far",
        f"{binaries}/deskready-responder --listen 10.78.0.2:8700", "--", str(TESTS / "audiolab/audiolab.sh"), "--",
        sys.executable, str(HERE), "--inside", sys.argv[2] if len(sys.argv) > 2 else "20"])

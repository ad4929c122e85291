#!/usr/bin/env python3
"""Whether the daemon grows over a day: 24 hours of real wake-ups, with clocks that run 300 times as fast.

    tests/bench/daemon/day.py BUILD/bin [HOURS]

Its timers, children, reports, history and events are real; the checks are a stand-in's, so that what grows is the daemon's
own: light ones every 5 minutes, full ones before two shifts. Memory is what belongs to no file, after an eighth of the
time and at the end. Where heaptrack is installed, it counts what a second daemon beside never freed. Prints one line of JSON;
ends 1 when it grew by more than 256 kB or fewer checks came than were planned.
"""
import contextlib
import json
import os
import pathlib
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time

sys.argv, arguments = [sys.argv[0], sys.argv[1], "0", "0"], sys.argv
import kill  # noqa: E402  the home and the talk with the daemon

SPEED = 300
hours = float(arguments[2]) if len(arguments) > 2 else 24
real_seconds = hours * 3600 / SPEED

# Without sleeps, which do not run fast.
STANDIN = r"""#!/bin/sh
[ "$1" = check ] || exit 0
while [ $# -gt 0 ]; do
  [ "$1" = --output ] && output=$2
  shift
done
echo '{"doing": "Standing in"}'
id=$(od -An -N16 -tx1 /dev/urandom | tr -d ' \n')
printf '{"schema": "deskready.report/1", "id": "%s", "verdict": "ready", "spec": {"name": "acme"}, "finished": "%s", "findings": [], "facts": {}}' \
  "$id" "$(date -u +%Y-%m-%dT%H:%M:%SZ)" >"$output.part"
mv "$output.part" "$output"
"""
SETTINGS = """[notify]
desktop = false
[schedule]
every = "5 min"
[[job]]
spec = "voice-baseline"
shifts = ["09:00-12:00", "20:00-23:00"]
"""


def anonymous_kb(process):
    text = pathlib.Path(f"/proc/{process}/smaps_rollup").read_text()
    return int(re.search(r"Anonymous:\s+(\d+)", text).group(1))


def process_of(program):
    for exe in pathlib.Path("/proc").glob("[0-9]*/exe"):
        with contextlib.suppress(OSError):
            if os.readlink(exe) == str(program):
                return int(exe.parent.name)
    raise SystemExit("the daemon is gone")


class Day:
    """One daemon's, under `tracker` or under none."""

    def __init__(self, folder, tracker=()):
        self.home = kill.home_with_stand_in(folder)
        (self.home.programs / "deskready").write_text(STANDIN)
        (self.home.folder / "config/deskready/config.toml").write_text(SETTINGS)
        clock = folder + "/fast_clock.so"
        subprocess.run(["cc", "-O2", "-shared", "-fPIC", "-o", clock, pathlib.Path(__file__).with_name("fast_clock.c"), "-ldl"],
                       check=True)
        self.started = subprocess.Popen([*tracker, self.home.programs / "deskreadyd"], stdout=subprocess.DEVNULL,
                                        stderr=subprocess.DEVNULL,
                                        env={**self.home.environment, "LD_PRELOAD": clock, "FAST_CLOCK_SPEED": str(SPEED),
                                             "FAST_CLOCK_BEGIN": str(int(time.time()))})

    def process(self):
        return process_of(self.home.programs / "deskreadyd")

    def end(self):
        os.kill(self.process(), signal.SIGTERM)
        self.started.wait()


with tempfile.TemporaryDirectory() as plain, tempfile.TemporaryDirectory() as tracked:
    day = Day(plain)
    watched = Day(tracked, ["heaptrack", "-o", tracked + "/heap"]) if shutil.which("heaptrack") else None
    time.sleep(real_seconds / 8)
    early = anonymous_kb(day.process())
    time.sleep(real_seconds * 7 / 8)
    late = anonymous_kb(day.process())
    day.end()
    told = {"hours": hours, "checks": len(day.home.kept()), "anonymous_kb_after_an_eighth": early,
            "anonymous_kb_at_the_end": late}
    if watched:
        watched.end()
        heap = next(pathlib.Path(tracked).glob("heap*"))
        printed = subprocess.run(["heaptrack_print", "-f", heap, "-p0", "-a0", "-T0"], capture_output=True, text=True).stdout
        found = re.search(r"total memory leaked: (\S+)", printed)
        told["never_freed"] = found.group(1) if found else None
print(json.dumps(told))
sys.exit(late - early > 256 or told["checks"] < hours * 10)

#!/usr/bin/env python3
"""Whether the daemon grows over a day: 24 hours of real wake-ups, with clocks that run 300 times as fast.

    tests/bench/daemon/day.py BUILD/bin [HOURS]

Its timers, children, reports, history and events are real; the checks are a stand-in's, so that what grows is the daemon's
own: light ones every 5 minutes, full ones before two shifts. Memory is what the daemon has written to (private, dirty) after
an eighth of the time and at the end. Where heaptrack is installed it counts what was never freed. Prints one line of JSON;
ends 1 when it grew by more than 256 kB or fewer checks came than were planned.
"""
import contextlib
import json
import os
import pathlib
import re
import shutil
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


def written_kb(process):
    text = pathlib.Path(f"/proc/{process}/smaps_rollup").read_text()
    return int(re.search(r"Private_Dirty:\s+(\d+)", text).group(1))


def process_of(program):
    for exe in pathlib.Path("/proc").glob("[0-9]*/exe"):
        with contextlib.suppress(OSError):
            if os.readlink(exe) == str(program):
                return int(exe.parent.name)
    raise SystemExit("the daemon is gone")


with tempfile.TemporaryDirectory() as folder:
    clock = folder + "/fast_clock.so"
    subprocess.run(["cc", "-O2", "-shared", "-fPIC", "-o", clock, pathlib.Path(__file__).with_name("fast_clock.c"), "-ldl"],
                   check=True)
    home = kill.home_with_stand_in(folder)
    (home.programs / "deskready").write_text(STANDIN)
    (home.folder / "config/deskready/config.toml").write_text(SETTINGS)
    environment = {**home.environment, "LD_PRELOAD": clock, "FAST_CLOCK_SPEED": str(SPEED), "FAST_CLOCK_BEGIN": str(int(time.time()))}
    track = ["heaptrack", "-o", folder + "/heap"] if shutil.which("heaptrack") else []
    daemon = subprocess.Popen([*track, home.programs / "deskreadyd"], env=environment, stdout=subprocess.DEVNULL,
                              stderr=subprocess.DEVNULL)
    time.sleep(real_seconds / 8)
    process = process_of(home.programs / "deskreadyd")
    early = written_kb(process)
    time.sleep(real_seconds * 7 / 8)
    late = written_kb(process)
    status = kill.request(home.socket, "GET", "/status")
    os.kill(process, 15)
    daemon.wait()
    told = {"hours": hours, "checks": len(home.kept()), "written_kb_after_an_eighth": early, "written_kb_at_the_end": late,
            "last_check": status["last_report"]["finished"]}
    if track:
        heap = next(pathlib.Path(folder).glob("heap*"))
        printed = subprocess.run(["heaptrack_print", "-f", heap, "-p0", "-a0", "-T0"], capture_output=True, text=True).stdout
        found = re.search(r"total memory leaked: (\S+)", printed)
        told["never_freed"] = found.group(1) if found else None
print(json.dumps(told))
sys.exit(late - early > 256 or told["checks"] < hours * 10)

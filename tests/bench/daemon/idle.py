#!/usr/bin/env python3
"""What an idle daemon costs: resident memory (RSS, and PSS beside it), wake-ups, processor time.

    tests/bench/daemon/idle.py BUILD/bin [SECONDS]

Runs deskreadyd in a private home, lets one check pass, then watches it. Wake-ups are the voluntary context switches of
all its threads. Prints one line of JSON and ends 1 above 12 MB or above one wake-up in 90 s (rounded up).
"""
import json
import os
import pathlib
import subprocess
import sys
import tempfile
import time

binaries = pathlib.Path(sys.argv[1])
seconds = float(sys.argv[2]) if len(sys.argv) > 2 else 360


def fields(process):
    status = dict(line.split(":", 1) for line in pathlib.Path(f"/proc/{process}/status").read_text().splitlines())
    switches = 0
    for task in pathlib.Path(f"/proc/{process}/task").iterdir():
        for line in (task / "status").read_text().splitlines():
            if line.startswith("voluntary_ctxt_switches"):
                switches += int(line.split()[1])
    ticks = pathlib.Path(f"/proc/{process}/stat").read_text().rsplit(") ", 1)[1].split()
    rollup = pathlib.Path(f"/proc/{process}/smaps_rollup").read_text()
    proportional = next(int(line.split()[1]) for line in rollup.splitlines() if line.startswith("Pss:"))
    return int(status["VmRSS"].split()[0]), switches, int(ticks[11]) + int(ticks[12]), proportional


with tempfile.TemporaryDirectory() as home:
    run = pathlib.Path(home, "run")
    run.mkdir(mode=0o700)
    settings = pathlib.Path(home, "config/deskready/config.toml")
    settings.parent.mkdir(parents=True)
    settings.write_text('[notify]\ndesktop = false\n[[job]]\nspec = "voice-baseline"\nshifts = ["Mon..Fri 09:00-17:00"]\n')
    environment = {**os.environ, "HOME": home, "XDG_RUNTIME_DIR": str(run), "XDG_STATE_HOME": home + "/state",
                   "XDG_CONFIG_HOME": home + "/config", "WATCHDOG_USEC": "180000000",
                   "NOTIFY_SOCKET": home + "/nobody"}
    daemon = subprocess.Popen([binaries / "deskreadyd"], env=environment, stderr=subprocess.DEVNULL)
    try:
        control = [binaries / "deskready"]
        while subprocess.run(control + ["trigger"], env=environment, capture_output=True).returncode != 0:
            time.sleep(0.1)
        while json.loads(subprocess.run(control + ["status", "--json"], env=environment, capture_output=True).stdout)[
                "state"] == "checking":
            time.sleep(1)
        time.sleep(2)
        before = fields(daemon.pid)
        time.sleep(seconds)
        after = fields(daemon.pid)
    finally:
        daemon.terminate()
        daemon.wait()
    wakes = after[1] - before[1]
    print(json.dumps({"resident_kb": after[0], "proportional_kb": after[3], "seconds": seconds, "wake_ups": wakes,
                      "processor_ticks": after[2] - before[2]}))
    sys.exit(1 if after[0] > 12_000 or wakes > seconds / 90 + 1 else 0)

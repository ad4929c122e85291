#!/usr/bin/env python3
"""Whether the daemon grows: its resident memory after 50 checks and after many more.

    tests/bench/daemon/growth.py BUILD/bin [CHECKS]

The checks are a stand-in's, so that what grows is the daemon's own. Each is a real wake-up: trigger, child, report,
history, events. Prints one line of JSON; ends 1 when it grew by more than 1 MB.
"""
import json
import os
import pathlib
import sys
import tempfile
import time

sys.argv, arguments = [sys.argv[0], sys.argv[1], "0", "0"], sys.argv
import kill  # noqa: E402  the home, the stand-in and the talk with the daemon

checks = int(arguments[2]) if len(arguments) > 2 else 1000


def resident(process):
    status = dict(line.split(":", 1) for line in pathlib.Path(f"/proc/{process}/status").read_text().splitlines())
    return int(status["VmRSS"].split()[0])


with tempfile.TemporaryDirectory() as folder:
    home = kill.home_with_stand_in(folder)
    home.start()
    sizes = []
    for number in range(checks):
        while kill.request(home.socket, "POST", "/trigger")["already"]:
            time.sleep(0.01)
        if number in (50, checks - 1):
            time.sleep(1)
            sizes.append(resident(home.daemon.pid))
    home.daemon.terminate()
    home.daemon.wait()
print(json.dumps({"checks": checks, "resident_kb_after_50": sizes[0], "resident_kb_at_the_end": sizes[1]}))
sys.exit(sizes[1] - sizes[0] > 1000)

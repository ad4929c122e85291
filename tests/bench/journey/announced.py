"""How long a check takes over emulated lines that are well or slow, beside what was announced: a table row for each.

announced.py BUILD [SPEC…]
"""
import os
import pathlib
import re
import subprocess
import sys
import tempfile
import time

FAR_END = "http://10.78.0.2:8700"
LINES = {
    "fibre, 300/300 Mbit/s, 6 ms": ["--down", "300M", "--up", "300M", "--delay", "3"],
    "cable, 50/10 Mbit/s, 20 ms": ["--down", "50M", "--up", "10M", "--delay", "10"],
    "mobile, 20/5 Mbit/s, 60 ms": ["--down", "20M", "--up", "5M", "--delay", "30", "--jitter", "5"],
    "DSL, 8/1 Mbit/s, 30 ms": ["--down", "8M", "--up", "1M", "--delay", "15"],
    "far away, 50/10 Mbit/s, 200 ms": ["--down", "50M", "--up", "10M", "--delay", "100"],
    "slow, 2/0.5 Mbit/s, 40 ms": ["--down", "2M", "--up", "500k", "--delay", "20"],
}


def row(build, spec, name, line):
    with tempfile.TemporaryDirectory() as home:
        env = {**os.environ, "HOME": home}
        for folder in ("STATE", "CONFIG", "DATA"):
            env[f"XDG_{folder}_HOME"] = f"{home}/{folder.lower()}"
        report = pathlib.Path(home, "report.json")
        begun = time.monotonic()
        done = subprocess.run(
            [f"{build}/bin/netlab", *line, "--far", f"{build}/bin/deskready-responder --listen 10.78.0.2:8700", "--",
             f"{build}/bin/deskready", "check", "--yes", "--only", "network", "--spec", spec, "--far-end", FAR_END, "--format",
             "json", "--output", report], env=env, capture_output=True, text=True)
        seconds = time.monotonic() - begun
        announced = re.search(r"data and takes about (.*?), at most (.*?)\. ", " ".join(done.stderr.split()))
        if announced is None or not report.exists():
            sys.exit(f"{spec}, {name}: no check: {done.stderr}")
        return f"| {spec} | {name} | {announced[1]} | {announced[2]} | {seconds:.0f} s |"


def main(build, *specs):
    print("| list | line | announced | at most | took |")
    print("| --- | --- | ---: | ---: | ---: |")
    for spec in specs or ("voice-baseline", "chat-baseline", "talkdesk"):
        for name, line in LINES.items():
            print(row(build, spec, name, line), flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])

#!/usr/bin/env python3
"""Writes docs/benchmarks-daemon.md from what the parts of `run` printed.

    tests/bench/daemon/page.py FOLDER

FOLDER holds PART.json of each part that was run; a part without one is left out of the page.
"""
import datetime
import json
import os
import pathlib
import sys

folder = pathlib.Path(sys.argv[1])
page = pathlib.Path(__file__).resolve().parents[3] / "docs/benchmarks-daemon.md"


def read(part):
    file = folder / f"{part}.json"
    return json.loads(file.read_text()) if file.exists() and file.stat().st_size else None


def table(head, rows):
    lines = ["| " + " | ".join(head) + " |", "|" + "---|" * len(head)]
    return "\n".join(lines + ["| " + " | ".join(str(cell) for cell in row) + " |" for row in rows]) + "\n"


parts = [f"""# The daemon: what it costs, and what it survives

`tests/bench/daemon/run` on {os.cpu_count()} cores that other work shared, {datetime.date.today():%-d %B %Y}. Figures are no promises; no test
compares them with a limit.
"""]

if idle := read("idle"):
    parts.append(f"""## Idle

One job, after one check, watched for {idle["seconds"]:.0f} s with `WatchdogSec=180`. Resident memory counts libraries that other programs
share in full, the proportional figure in part. An idle daemon lets go of the code that only its start and its checks used;
what runs next is mapped again from the page cache.

""" + table(["resident (RSS)", "proportional (PSS)", "wake-ups", "processor"],
            [[f"{idle['resident_kb'] / 1000:.1f} MB", f"{idle['proportional_kb'] / 1000:.1f} MB",
              f"{idle['wake_ups']} in {idle['seconds']:.0f} s", f"{idle['processor_ticks'] / 100:.2f} s"]]))

if call := read("call"):
    parts.append("""## A call begins in mid-check

A real check of the virtual headset or of the emulated 50 / 10 Mbit/s line. A call begins when the sound server says that the
microphone is being recorded. Sound has stopped when the server says that the check's stream is gone; load when the line
carries less than 1 Mbit/s, what was under way included.

""" + table(["what stops", "calls", "median", "largest", "aim"],
            [[kind, told["calls"], f"{told['median_ms']} ms", f"{told['largest_ms']} ms", aim]
             for kind, aim in (("playback", "100 ms"), ("load", "500 ms")) for told in [call[kind]]]))

if day := read("day"):
    freed = f" What was never freed at the end, by heaptrack: {day['never_freed']}B." if day.get("never_freed") else ""
    parts.append(f"""## A day of wake-ups

{day["hours"]:.0f} hours with clocks that run 300 times as fast: real timers, children, reports and history, a check of a stand-in every
5 minutes. Memory that belongs to no file: {day["anonymous_kb_after_an_eighth"]} kB after an eighth of the day,
{day["anonymous_kb_at_the_end"]} kB after {day["checks"]} checks.{freed}
""")

if kill := read("kill"):
    parts.append("""## kill -9

At random moments of checks that take 50 ms (a stand-in's) and of whole real ones. A report counts as announced once
`/events` or `/status` has told it. The daemon came back by itself each time.

""" + table(["checks", "kills", "reports announced", "lost", "last end"],
            [[name, told["kills"], told["announced"], told["lost"], told["last_end"]] for name, told in kill.items()]))

if history := read("history"):
    parts.append(f"""## A year of hourly checks

{history["checks"]} reports take {history["bytes"] / 1e6:.0f} MB. The slowest of ten, in ms:

""" + table(["open", "latest runs", "a report", "at a date", "a fact's trend", "hours of the week", "all rules", "save"],
            [[f"{history[name]:.1f}" for name in ("open_ms", "latest_ms", "show_ms", "at_ms", "trend_ms", "hours_of_week_ms",
                                                  "rules_ms", "save_ms")]]))

page.write_text("\n".join(parts))

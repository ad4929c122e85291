#!/usr/bin/env python3
"""Measures seeded random lines with deskready and, on some, with ping, irtt and iperf3. One command, resumable:

    tests/bench/line/bench.py run [--bin build/bin] [--out FOLDER] [--first 0] [--quick 200] [--full 40]
                                  [--compare 20] [--for SECONDS]
    tests/bench/line/bench.py table [--out FOLDER] [--write docs/benchmarks-line.md]
    tests/bench/line/bench.py varying [--each 12] [--starts 20] [--write docs/benchmarks-varying-lines.md]
    tests/bench/line/bench.py cases --write tests/unit/probes/statistics/sampled_mean_cases.json
    tests/bench/line/bench.py scores [--each 12] [--starts 20] [--write probes/network/line/load/other_minutes.def]

Each line's result is a file of its own in the folder; a line that has one is not measured again, so a run may be
ended at any time and begun again. `--for` ends by itself after so many seconds, between two lines.

`varying` shows what the two ranges of a rate hold on lines that vary, and `scores` writes what the second one is made of;
both simulate the probe over recorded and made lines (varying/), a few minutes each, and measure nothing. `cases` are for
the unit test of the estimator."""
import argparse
import json
import os
import sys
import time

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import lines  # noqa: E402
import table  # noqa: E402
import tools  # noqa: E402
from varying import cases, page as varying  # noqa: E402


def jobs(options):
    """Interleaved, so that a run that was cut short has something of everything."""
    for i in range(options.first, options.first + options.quick):
        yield i, "quick"
        place = i - options.first
        if options.full and place % odd(options.quick / options.full) == 0:
            yield i, "full"
        if options.compare and place % odd(options.quick / options.compare) == 0:
            for tool in ("ping", "irtt", "iperf3"):
                yield i, tool


def odd(step):
    """The kinds of lines take turns by four, so that an odd step meets them all."""
    return max(1, int(step) - (int(step) + 1) % 2)


def measure(bin_folder, number, what):
    line = lines.line(number)
    if what in ("quick", "full"):
        result = tools.deskready(bin_folder, line, what)
    else:
        result = getattr(tools, what)(bin_folder, line)
    return {"number": number, "kind": line.kind, "line": line.__dict__, "what": what, "result": result}


def run(options):
    os.makedirs(options.out, exist_ok=True)
    end = time.monotonic() + options.seconds
    for number, what in jobs(options):
        file = os.path.join(options.out, f"{number:04}-{what}.json")
        if os.path.exists(file):
            continue
        if time.monotonic() > end:
            print("time is up; the same command goes on from here")
            return
        try:
            result = measure(options.bin, number, what)
        except Exception as error:  # one line that failed is a result too
            result = {"number": number, "kind": lines.line(number).kind, "what": what, "failed": str(error)[:500]}
        with open(file + ".part", "w") as out:
            json.dump(result, out)
        os.replace(file + ".part", file)
        print(number, what, result.get("failed", ""), flush=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("command", choices=("run", "table", "varying", "scores", "cases"))
    here = os.path.dirname(os.path.abspath(__file__))
    root = os.path.join(here, "..", "..", "..")
    parser.add_argument("--bin", default=os.path.join(root, "build", "bin"))
    parser.add_argument("--out", default=os.path.join(root, "build", "bench-line"))
    parser.add_argument("--first", type=int, default=0)
    parser.add_argument("--quick", type=int, default=200)
    parser.add_argument("--full", type=int, default=40)
    parser.add_argument("--compare", type=int, default=20)
    parser.add_argument("--for", dest="seconds", type=float, default=1e9)
    parser.add_argument("--write", help="the file to write the table into; else it is printed")
    parser.add_argument("--each", type=int, default=12, help="made lines of each kind")
    parser.add_argument("--starts", type=int, default=20, help="looks at each line")
    options = parser.parse_args()
    if options.command == "run":
        return run(options)
    if options.command == "table":
        text = table.page(options.out)
    elif options.command == "cases":
        text = cases.cases()
    else:
        text = (varying.page if options.command == "varying" else varying.scores)(options.each, options.starts)
    if options.write:
        with open(options.write, "w") as out:
            out.write(text)
    else:
        print(text)


if __name__ == "__main__":
    main()

"""The real sound worker in the audiolab: how long the whole unattended sound part takes, and its memory at most.

    tests/audiolab/audiolab.sh --room-noise -60 -- python3 tests/bench/headset/worker.py DESKREADY [RUNS]

Prints rows of a Markdown table. A closed headset, which lets nothing through, takes longest: each loudness is tried."""
import json
import os
import subprocess
import sys
import time

deskready = sys.argv[1]
runs = int(sys.argv[2]) if len(sys.argv) > 2 else 3
REQUEST = json.dumps({"work": "loop", "seconds": 1.8})  # as an unattended check asks it


def run():
    """Seconds from start to end, peak resident memory in MB, and what came of it."""
    begin = time.monotonic()
    worker = subprocess.Popen([deskready, "audio-worker", REQUEST], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                              stderr=subprocess.DEVNULL, text=True)
    said = {}
    for line in worker.stdout:
        message = json.loads(line)
        said.update(message)
        if "ask" in message:
            worker.stdin.write("play\n")
            worker.stdin.flush()
    _, _, used = os.wait4(worker.pid, 0)
    return time.monotonic() - begin, used.ru_maxrss / 1024, said


def row(name):
    all_runs = [run() for _ in range(runs)]
    for _, _, said in all_runs:
        if "looped" not in said or "listened" not in said:
            sys.exit(f"worker.py: {name}: the run brought no result: {said.get('trouble')}")
    heard = "heard" if all_runs[-1][2]["looped"]["delays"] else "not heard"
    print(f"| {name} ({heard}) | {runs} | {max(seconds for seconds, _, _ in all_runs):.1f} s | "
          f"{max(memory for _, memory, _ in all_runs):.0f} MB |", flush=True)


def pactl(*words):
    subprocess.run(["pactl", *words], check=True, stdout=subprocess.DEVNULL)


print("| unattended sound part | runs | longest | most memory |\n| --- | ---: | ---: | ---: |", flush=True)
row("loop through the air")
pactl("load-module", "module-null-sink", "sink_name=elsewhere", "rate=48000", "channels=2")
pactl("unload-module", "module-remap-source")
pactl("load-module", "module-remap-source", "source_name=hs_mic", "master=elsewhere.monitor", "channels=2")
pactl("set-default-source", "hs_mic")
row("closed headset")

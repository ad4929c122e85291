"""How late deskready sends its packets over loopback, by its own account, in several checks that look at figures while
they send: `lateness.py DESKREADY RESPONDER [RUNS]`, one row of a table for each program named. Times in ms."""
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time

SPEC = """
[spec]
language = 1
name = "lateness"
[require.network]
loss = "<= 0.01 %"
delay_variation_up = "<= 0.00001 ms"
call.mos = ">= 4.4"
"""


def one(program, url, folder):
    """Median and longest lateness of one stream, s."""
    facts, spec = os.path.join(folder, "facts.json"), os.path.join(folder, "spec.toml")
    with open(spec, "w") as out:
        out.write(SPEC)
    env = dict(os.environ, XDG_STATE_HOME=folder, XDG_CONFIG_HOME=folder, XDG_RUNTIME_DIR=folder)
    subprocess.run([program, "facts", "--only", "network", "--for", spec,
                    "--far-end", url, "--yes", "--format", "json", "--output", facts], env=env, check=True,
                   stdin=subprocess.DEVNULL, capture_output=True)
    with open(facts) as file:
        detail = json.load(file)["facts"]["network.loss"]["detail"]
    return detail["sent_late_median"], detail["sent_late_max"]


def main():
    program, responder, runs = sys.argv[1], sys.argv[2], int(sys.argv[3]) if len(sys.argv) > 3 else 10
    far = subprocess.Popen([responder, "--listen", "127.0.0.1:8799"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        time.sleep(1)
        with tempfile.TemporaryDirectory() as folder:
            rows = [one(program, "http://127.0.0.1:8799", folder) for _ in range(runs)]
    finally:
        far.terminate()
        far.wait()
    longest = sorted(row[1] for row in rows)
    print(f"| {runs} streams | median {statistics.median(row[0] for row in rows) * 1e3:.3f} | longest, in the median "
          f"{statistics.median(longest) * 1e3:.2f} | longest of all {longest[-1] * 1e3:.2f} |")


if __name__ == "__main__":
    main()

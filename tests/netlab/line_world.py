"""Real probes over the emulated line: what they found, and the emulator's own packet log of it."""
import json
import os
import subprocess
import sys
import tempfile
import unittest

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path[:0] = [HERE, os.path.join(HERE, "../e2e")]
import ending  # noqa: E402
import lateness  # noqa: E402
import log_truth  # noqa: E402

BIN = os.environ["DESKREADY_BIN"]
PORT = 8700


class World:
    """One run of `deskready facts --only network` in an emulated home."""

    def __init__(self, line, spec=None, beside=None, far="10.78.0.2"):
        """`beside`: a Python program that runs in the home meanwhile. `far`: the address that the line is measured
        to."""
        host = f"[{far}]" if ":" in far else far
        (self.facts, self.unmeasured), self.rows = lateness.in_time(lambda: self.run(line, spec, beside, host))

    def run(self, line, spec, beside, host):
        with tempfile.TemporaryDirectory() as folder:
            log = os.path.join(folder, "log.csv")
            facts = os.path.join(folder, "facts.json")
            command = [f"{BIN}/netlab", *line, "--log", log, "--far", f"{BIN}/deskready-responder --listen [::]:{PORT}",
                       "--", f"{BIN}/deskready", "facts", "--only", "network", "--far-end", f"http://{host}:{PORT}",
                       "--yes", "--format", "json", "--output", facts]
            if spec:
                file = os.path.join(folder, "spec.toml")
                with open(file, "w") as out:
                    out.write(spec)
                command += ["--for", file]
            if beside:
                at = command.index("--") + 1
                command[at:] = ["sh", "-c", '"$0" -c "$1" & shift; "$@"; e=$?; kill $!; exit $e', sys.executable,
                                beside, *command[at:]]
            env = dict(os.environ, XDG_STATE_HOME=folder, XDG_CONFIG_HOME=folder, XDG_RUNTIME_DIR=folder)
            done = subprocess.run(command, env=env, stdin=subprocess.DEVNULL, capture_output=True, text=True,
                                  timeout=120)
            if done.returncode == ending.SKIPPED:
                raise unittest.SkipTest(done.stderr)
            if done.returncode != 0:
                raise AssertionError(f"exit {done.returncode}: {done.stderr}")
            with open(facts) as file:
                document = json.load(file)
            return (document["facts"], document["unmeasured"]), log_truth.read(log)


SPEC = """
[spec]
language = 1
name = "line"
[require.network]
latency = "<= 100 ms"
loss = "<= 1 %"
jitter = "<= 30 ms"
download = ">= 100 Mbps"
upload = ">= 5 Mbps"
"""

TROUBLE = """
[spec]
language = 1
name = "trouble"
[require.network]
latency = "<= 100 ms"
loss = "<= 1 %"
reordering = "<= 1 %"
duplicates = "<= 1 %"
gateway.latency = "<= 50 ms"
gateway.loss = "<= 1 %"
fault = { in = ["none"] }
"""

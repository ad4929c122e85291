"""Real probes over the emulated line: what they found, and the emulator's own packet log of it."""
import os
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path[:0] = [HERE, os.path.join(HERE, "../e2e")]
import emulated  # noqa: E402
import lateness  # noqa: E402
from emulated import PORT  # noqa: E402


class World:
    """One run of `deskready facts --only network` in an emulated home."""

    def __init__(self, line, spec=None, beside=None, far="10.78.0.2"):
        """`beside`: a Python program that runs in the home meanwhile. `far`: the address that the line is measured
        to."""
        host = f"[{far}]" if ":" in far else far
        (self.facts, self.unmeasured), self.rows = lateness.in_time(lambda: self.run(line, spec, beside, host))

    def run(self, line, spec, beside, host):
        home = ["sh", "-c", '"$0" -c "$1" & shift; "$@"; e=$?; kill $!; exit $e', sys.executable, beside] if beside else []
        one = emulated.Run(line, spec, "--far-end", f"http://{host}:{PORT}", command="facts", home=home,
                           far=emulated.responder(f"[::]:{PORT}"), seconds=120)
        if one.done.returncode != 0:
            raise AssertionError(f"exit {one.done.returncode}: {one.done.stderr}")
        return (one.document["facts"], one.document["unmeasured"]), one.rows


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

"""What somebody is advised to do first, in the situations in which people find themselves, word for word."""
import os
import re
import subprocess
import sys
import unittest

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path[:0] = [HERE, os.path.join(HERE, "../netlab")]
import ending  # noqa: E402
import lateness  # noqa: E402
import log_truth  # noqa: E402
from harness import BIN, Desk  # noqa: E402

ACME = """[spec]
language = 1
name = "acme-voice"
employer = "Acme Support"
[require.network]
latency = "<= 150 ms"
jitter = "<= 30 ms"
loss = "<= 1 %"
download = { limit = ">= 10 Mbps", tolerance = "5 %" }
upload = { limit = ">= 2 Mbps", tolerance = "5 %" }
"""
HEALTHY = ["--down", "50M", "--up", "10M", "--delay", "10"]


class Line(Desk):
    """Each over an emulated line, to a real far end."""

    def told(self, line, far, command):
        """The verdict's line and the first advice, as the terminal and as the page say it; the line's packets."""
        log = self.folder / "packets.csv"
        done = subprocess.run([f"{BIN}/netlab", *line, "--log", log, *far, "--", *command], env=self.env, capture_output=True,
                              text=True, timeout=100)
        if done.returncode == ending.SKIPPED:
            self.skipTest(done.stderr)
        page = self.run_it("report", "show", "latest", "--format", "html").stdout
        said = done.stdout.split("What to do\n")
        first = re.search(r"  1\. (.*?)(?=\n     -|\n  2\.|\n\n)", said[-1], re.S) if len(said) > 1 else None
        advice = " ".join(first[1].split()) if first else ""
        steps = re.search(r"<ol.*?</ol>", page, re.S)
        if advice:
            shown = re.sub(r"<[^>]*>|[\u2066-\u2069]", "", steps[0].split("</li>")[0]).strip()
            self.assertTrue(" ".join(shown.split()).startswith(advice), (advice, shown))
        return (done.stdout.split("\n")[0], advice), log_truth.read(log)

    def assertTold(self, verdict, advice, *line, listen="10.78.0.2:8700", rules=""):
        spec = self.folder / "acme.toml"
        spec.write_text(ACME + rules)
        command = [f"{BIN}/deskready", "check", "--spec", str(spec), "--only", "network", "--far-end",
                   "http://10.78.0.2:8700", "--yes"]
        far = ["--far", f"{BIN}/deskready-responder --listen {listen}"]
        if not listen:  # somebody is there and serves nothing, until the line ends
            far = ["--far-port", "0", "--far", "sleep infinity"]
        right = (verdict, advice)
        told, _ = lateness.in_time(lambda: self.told(line, far, command), right=lambda result: result == right)
        self.assertEqual(told, right)

    def test_a_good_line(self):
        self.assertTold("READY for Acme Support", "", *HEALTHY)

    def test_a_slow_line(self):
        self.assertTold("NOT READY YET for Acme Support",
                        "Stop other downloads at home, then check again at another hour.",
                        "--down", "4M", "--up", "10M", "--delay", "10")

    def test_loss_at_home(self):
        self.assertTold("NOT READY YET for Acme Support",
                        "Connect the computer to the router with a cable, then check again at another hour.",
                        *HEALTHY, "--home-loss", "5")

    def test_loss_beyond_the_router_is_the_providers_whatever_the_spec_advises(self):
        for rules in ("", '[[rule]]\nid = "own"\nfact = "network.loss"\nlimit = "<= 2 %"\nfix = { en = "Use a cable." }\n'):
            with self.subTest(rules=rules):
                self.assertTold("NOT READY YET for Acme Support",
                                "Tell your internet provider that packets are lost beyond your router; nothing at home mends that.",
                                *HEALTHY, "--loss", "5", rules=rules)

    def test_far_away(self):
        self.assertTold("NOT READY YET for Acme Support",
                        "Turn off any VPN; else ask your provider, and the employer for a nearer far end: the delay arises "
                        "beyond your router.",
                        "--down", "50M", "--up", "10M", "--delay", "120")

    def test_udp_blocked(self):
        self.assertTold("NOT DECIDED YET: 3 checks missing",
                        "Turn off any VPN, then check again; else ask whoever runs your router or network to let UDP out.",
                        *HEALTHY, "--block-udp")

    def test_nobody_listens(self):
        self.assertTold("NOT DECIDED YET: 5 checks missing",
                        "Tell the employer: this computer is online, but their far end refuses it.",
                        *HEALTHY, listen=None)


def tearDownModule():
    lateness.tell()


if __name__ == "__main__":
    ending.main()

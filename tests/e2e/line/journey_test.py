"""What somebody is advised to do first, in the situations in which people find themselves, word for word."""
import os
import shutil
import subprocess
import sys
import unittest

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path[:0] = [os.path.join(HERE, ".."), os.path.join(HERE, "../../netlab")]
import emulated  # noqa: E402
import ending  # noqa: E402
import first_advice  # noqa: E402
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


class Line(Desk):
    """Each over an emulated line, to a real far end."""

    def told(self, line, far, port, command):
        """The verdict's line and the first advice, as the terminal and as the page say it; the line's packets."""
        log = self.folder / "packets.csv"
        shutil.rmtree(self.folder / "state", ignore_errors=True)  # a run before that came late says nothing
        done = emulated.built(subprocess.run([*emulated.before(line, far, log, port), *command], env=self.env,
                                             capture_output=True, text=True, timeout=100))
        page = self.run_it("report", "show", "latest", "--format", "html").stdout
        return first_advice.told(self, done.stdout, page), log_truth.read(log)

    def assertTold(self, verdict, advice, *line, listen=f"{emulated.HOST}:{emulated.PORT}", rules="", serves=None):
        spec = self.folder / "acme.toml"
        spec.write_text(ACME + rules)
        command = [f"{BIN}/deskready", "check", "--spec", str(spec), "--only", "network", "--far-end", emulated.FAR_END, "--yes"]
        far, port = emulated.responder(listen), None
        if not listen:  # somebody is there and serves nothing, until the line ends
            far, port = "sleep infinity", 0
        if serves:
            far, port = f"{sys.executable} {HERE}/../far_ends.py {serves} {emulated.HOST} {emulated.PORT}", None
        right = (verdict, advice)
        told, _ = lateness.in_time(lambda: self.told(line, far, port, command), right=lambda result: result == right)
        self.assertEqual(told, right)

    def test_a_good_line(self):
        self.assertTold("READY for Acme Support", "", *emulated.HEALTHY)

    def test_a_slow_line(self):
        self.assertTold("NOT READY YET for Acme Support",
                        "Stop other downloads at home, then check again at another hour.",
                        "--down", "4M", "--up", "10M", "--delay", "10")

    def test_loss_at_home(self):
        self.assertTold("NOT READY YET for Acme Support",
                        "Connect the computer to the router with a cable, then check again at another hour.",
                        *emulated.HEALTHY, "--home-loss", "5")

    def test_loss_beyond_the_router_is_the_providers_whatever_the_spec_advises(self):
        for rules in ("", '[[rule]]\nid = "own"\nfact = "network.loss"\nlimit = "<= 2 %"\nfix = { en = "Use a cable." }\n'):
            with self.subTest(rules=rules):
                self.assertTold("NOT READY YET for Acme Support",
                                "Tell your internet provider that packets are lost beyond your router; nothing at home mends that.",
                                *emulated.HEALTHY, "--loss", "5", rules=rules)

    def test_far_away(self):
        self.assertTold("NOT READY YET for Acme Support",
                        "Turn off any VPN; else ask your provider, and the employer for a nearer far end: the delay arises "
                        "beyond your router.",
                        "--down", "50M", "--up", "10M", "--delay", "120")

    def test_udp_blocked(self):
        self.assertTold("NOT DECIDED YET: 3 checks missing",
                        "Turn off any VPN, then check again; else ask whoever runs your router or network to let UDP out.",
                        *emulated.HEALTHY, "--block-udp")

    def test_a_long_queue(self):
        self.assertTold("READY, WITH WARNINGS, for Acme Support",
                        "Stop other downloads at home while you work.",
                        "--down", "20M", "--up", "5M", "--delay", "10", "--queue", "800",
                        rules='[recommend.network]\nqueue_download = "<= 300 ms"\n')

    def test_a_page_to_sign_in(self):
        self.assertTold("NOT DECIDED YET: 5 checks missing",
                        "Open a web browser: if a page asks you to sign in to this network, do that, then check again; else "
                        "tell the employer.",
                        *emulated.HEALTHY, serves="sign_in")

    def test_nobody_listens(self):
        self.assertTold("NOT DECIDED YET: 5 checks missing",
                        "Tell the employer: this computer is online, but their far end refuses it.",
                        *emulated.HEALTHY, listen=None)


def tearDownModule():
    lateness.tell()


if __name__ == "__main__":
    ending.main()

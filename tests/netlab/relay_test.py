"""A call relayed to oneself through a TURN server that a spec names: coturn at the far end of the emulated line, and figures
held against the emulator's own packet log."""
import base64
import hashlib
import hmac
import os
import subprocess
import sys
import tempfile
import time
import unittest
from unittest import mock

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path[:0] = [HERE, os.path.join(HERE, "../e2e")]
import ending  # noqa: E402
import log_truth  # noqa: E402
import target_test  # noqa: E402

SERVER, PORT = target_test.SERVER, target_test.PORT
PACKETS, PAYLOAD = 300, 176  # 20 ms of G.711 with RTP, behind a channel's header
SECRET = "north"
SPEC = """
[spec]
language = 1
name = "media"
[targets.media]
turn = "NAMED"
[require.network]
"latency@media" = "<= 150 ms"
"jitter@media" = "<= 30 ms"
"loss@media" = "<= 3 %"
"""
COTURN = ("-E", SERVER, "--use-auth-secret", "--static-auth-secret", SECRET, "-r", "acme.example")
SETTINGS = f'[relays]\n"{SERVER}" = "FOLDER/acme"\n'
KEYS = ("network.latency@media", "network.jitter@media", "network.loss@media")


def credentials(user=None, secret=SECRET):
    """As an employer hands them out, for an hour: coturn's --use-auth-secret."""
    user = user or f"{int(time.time()) + 3600}:A-1042"
    proof = hmac.new(secret.encode(), user.encode(), hashlib.sha1).digest()
    return f"{user}\n{base64.b64encode(proof).decode()}\n"


class World(target_test.World):
    def __init__(self, line, server=COTURN, handed=None, named=f"turn:{SERVER}:{PORT}?transport=udp", **more):
        self.handed = handed or credentials()
        files = {"config/deskready/config.toml": SETTINGS, "acme": self.handed}
        super().__init__(line, server=server, named=named, spec=SPEC, files=more.pop("files", files), **more)

    def call(self, direction):
        """The call's packets."""
        return [r for r in self.packets(direction) if int(r["payload"]) == PAYLOAD]

    def lost(self):
        """What never came out of the line, on the way there or back."""
        return len(self.call("up")) - sum(int(r["out_ns"]) > 0 for r in self.call("down"))

    def round_trips(self):
        return sum(log_truth.statistics.median(log_truth.transit_seconds(self.call(d))) for d in ("up", "down"))

    def jitter(self):
        """Mean difference of neighbours' time on the line, there and back; of a line without losses."""
        up, down = (log_truth.transit_seconds(self.call(d)) for d in ("up", "down"))
        trips = [there + back for there, back in zip(up, down)]
        return log_truth.statistics.fmean(abs(b - a) for a, b in zip(trips, trips[1:]))

    def why(self, key="network.latency@media"):
        if key not in self.unmeasured:
            raise AssertionError(f"{key} is known: {self.facts.get(key)}; {self.done.stderr}")
        return self.unmeasured[key]["cause"], self.unmeasured[key]["args"].get("detail")


class Clean(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.world = World(["--down", "20M", "--up", "5M", "--delay", "40", "--seed", "3"])

    def test_delay_is_the_lines(self):
        fact, truth = self.world.fact("network.latency@media"), self.world.round_trips()
        # The devices, the scheduler and the server add to what the line alone does.
        self.assertAlmostEqual(fact["value"], truth, delta=0.002)
        self.assertEqual(fact["samples"], PACKETS)
        self.assertIn("TURN", fact["method"])

    def test_nothing_is_lost(self):
        fact = self.world.fact("network.loss@media")
        self.assertEqual((fact["value"], self.world.lost()), (0, 0))
        self.assertLess(fact["high"], 0.03)

    def test_a_call_is_sent_once_and_no_faster(self):
        up = self.world.call("up")
        self.assertEqual(len(up), PACKETS)
        first, last = (int(up[i]["in_ns"]) / 1e9 for i in (0, -1))
        self.assertGreater(last - first, (PACKETS - 1) / 50 - 0.1)

    def test_little_else_is_sent(self):
        others = [r for r in self.world.packets("up") if int(r["payload"]) != PAYLOAD]
        # Allocate without and with the login, the permission, the channel, and the end of it all.
        self.assertEqual(len(others), 5)

    def test_nobody_else_is_told_who_it_was(self):
        for secret in self.world.handed.split():
            self.assertNotIn(secret, self.world.text + self.world.done.stdout + self.world.done.stderr)


class Uneven(unittest.TestCase):
    def test_jitter_is_that_of_both_ways(self):
        world = World(["--down", "20M", "--up", "5M", "--delay", "30", "--jitter", "8", "--seed", "5"])
        fact, truth = world.fact("network.jitter@media"), world.jitter()
        self.assertGreater(truth, 0.003, "another seed")
        self.assertAlmostEqual(fact["value"], truth, delta=0.001)
        self.assertLess(fact["low"], truth / 2 + 0.001)
        self.assertGreater(fact["high"], truth)


class Lossy(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.world = World(["--down", "20M", "--up", "5M", "--delay", "20", "--loss", "10", "--seed", "11"],
                          command="check")

    def test_each_lost_packet_is_counted(self):
        fact, lost = self.world.fact("network.loss@media"), self.world.lost()
        self.assertGreater(lost, 20, "another seed")
        self.assertEqual(fact["detail"]["lost"], lost)
        self.assertAlmostEqual(fact["value"], lost / PACKETS, places=9)

    def test_loss_there_and_back_fails_nobody(self):
        self.assertEqual(self.world.fact("network.loss@media")["low"], 0)
        outcomes = {f["fact"]: f["outcome"] for f in self.world.document["findings"]}
        self.assertNotEqual(outcomes["network.loss@media"], "not_met", self.world.done.stderr)
        self.assertNotEqual(outcomes["network.loss@media"], "met")


class InOrder(unittest.TestCase):
    """Over TCP and TLS, which bring everything and in order."""
    LINE = ["--down", "20M", "--up", "5M", "--delay", "35", "--seed", "7"]

    def segments(self, world, port, direction):
        """Those that carry a packet of the call; TLS adds to it."""
        far = "destination" if direction == "up" else "source"
        return [r for r in world.rows if r["direction"] == direction and r["protocol"] == "6" and int(r[far]) == port
                and PAYLOAD <= int(r["payload"]) < PAYLOAD + 50]

    def only_delay_is_the_lines(self, world, port, protocol):
        fact = world.fact("network.latency@media")
        up, down = (self.segments(world, port, direction) for direction in ("up", "down"))
        self.assertEqual(len(up), PACKETS)
        truth = sum(log_truth.statistics.median(log_truth.transit_seconds(rows)) for rows in (up, down))
        self.assertAlmostEqual(fact["value"], truth, delta=0.003)
        self.assertEqual(fact["samples"], PACKETS)
        self.assertIn(protocol, fact["method"])
        for key in KEYS[1:]:
            self.assertEqual(world.why(key), ("unsupported", "turn_only_delay"))

    def test_over_tcp_only_delay_is_told(self):
        world = World(self.LINE, named=f"turn:{SERVER}:{PORT}?transport=tcp")
        self.only_delay_is_the_lines(world, PORT, "TURN over TCP")

    def test_over_tls_the_certificate_has_to_be_the_servers(self):
        with tempfile.TemporaryDirectory() as folder:
            key, certificate = os.path.join(folder, "key.pem"), os.path.join(folder, "certificate.pem")
            subprocess.run(["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", key, "-out", certificate,
                            "-days", "1", "-subj", "/CN=turn", "-addext", f"subjectAltName=IP:{SERVER}"], check=True,
                           capture_output=True)
            os.chmod(folder, 0o755)
            os.chmod(key, 0o644)
            tls = dict(named=f"turns:{SERVER}",
                       server=(*COTURN, "--cert", certificate, "--pkey", key, "--tls-listening-port", "5349"))
            with mock.patch.dict(os.environ, SSL_CERT_FILE=certificate):
                self.only_delay_is_the_lines(World(self.LINE, **tls), 5349, "TURN over TLS")
            self.assertEqual(World(self.LINE, **tls).why(), ("target_failed", "certificate_self_signed"))


class Slow(unittest.TestCase):
    def test_a_line_that_carries_no_call_is_told_so_and_not_filled(self):
        world = World(["--down", "1M", "--up", "56k", "--delay", "30", "--queue", "3000", "--seed", "3"])
        for key in KEYS:
            self.assertEqual(world.why(key), ("line_slow", "line_carries_no_call"))
        said = world.unmeasured[KEYS[0]]["args"]
        self.assertAlmostEqual(float(said["carries"]), 56, delta=4)
        self.assertLess(len(world.call("up")), 200, "most of them are never sent")


class Refusing(unittest.TestCase):
    LINE = ["--delay", "5", "--seed", "1"]

    def test_a_relay_that_refuses_its_own_address_is_a_cause_of_its_own(self):
        world = World(self.LINE, server=(*COTURN, "--denied-peer-ip", SERVER))
        for key in KEYS:
            self.assertEqual(world.why(key), ("target_failed", "turn_peer_refused"))

    def test_a_wrong_secret_is_told_after_one_try(self):
        world = World(self.LINE, handed=credentials(secret="south"))
        self.assertEqual(world.why(), ("target_failed", "turn_credentials_refused"))
        self.assertEqual(len(world.packets("up")), 2)

    def test_credentials_that_have_expired_are_not_sent(self):
        world = World(self.LINE, handed=credentials(user=f"{int(time.time()) - 10}:A-1042"))
        self.assertEqual(world.why(), ("failed", "turn_credentials_expired"))
        self.assertNotIn("A-1042", world.text)

    def test_who_has_none_is_told_so(self):
        world = World(self.LINE, files={})
        self.assertEqual(world.why(), ("failed", "turn_needs_credentials"))
        self.assertIn("[relays]", world.unmeasured["network.latency@media"]["message"])

    def test_silence_is_no_answer_and_never_blocked(self):
        world = World(["--delay", "20", "--block-udp", "--seed", "1"])
        self.assertEqual(world.why(), ("target_failed", "stun_silent"))
        self.assertNotIn("block", world.unmeasured["network.latency@media"]["message"])


class Moving(unittest.TestCase):
    """Servers that send elsewhere (300)."""

    def test_nobody_is_sent_into_a_private_network(self):
        for place in ("10.78.0.2:3478", "192.168.0.1:3478", "127.0.0.1:3478"):
            with self.subTest(place):
                world = World(["--delay", "5", "--seed", "1"], server=(*COTURN, "--alternate-server", place))
                self.assertEqual(world.why(), ("target_failed", "stun_sends_elsewhere"))
                sent = [r for r in world.rows if r["direction"] == "up" and r["protocol"] == "17"]
                self.assertEqual({int(r["destination"]) for r in sent}, {PORT})


class Judged(unittest.TestCase):
    def test_a_check_without_a_far_end_judges_the_call(self):
        world = World(["--down", "20M", "--up", "5M", "--delay", "20", "--seed", "2"], command="check")
        outcomes = {f["fact"]: f["outcome"] for f in world.document["findings"]}
        self.assertEqual(outcomes, {key: "met" for key in KEYS}, world.done.stderr)
        self.assertEqual(world.document["verdict"], "ready")
        self.assertIn(SERVER, world.done.stderr, "who will see this computer's address is said before")


if __name__ == "__main__":
    if why := target_test.cannot_be_tried():
        print(f"SKIPPED: a call cannot be relayed here: {why}", file=sys.stderr)
        sys.exit(ending.SKIPPED)
    ending.main()

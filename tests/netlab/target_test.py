"""The line to a server that a spec names: coturn at the far end of the emulated line, and figures held against the
emulator's own packet log."""
import collections
import os
import shlex
import shutil
import sys
import unittest

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path[:0] = [HERE, os.path.join(HERE, "../e2e")]
import emulated  # noqa: E402
import ending  # noqa: E402
import lateness  # noqa: E402
import log_truth  # noqa: E402

# A spec may name public addresses only. This one is the far host's own, and nothing leaves the emulated line.
SERVER, PORT, REQUESTS = "5.78.0.2", 3478, 60
SERVER6 = "2a00:78::2"
COTURN = ["turnserver", "-n", "--log-file", "stdout", "-L", "10.78.0.2", "-p", str(PORT), "--no-dtls", "--no-cli"]
SPEC = """
[spec]
language = 1
name = "media"
[targets.media]
stun = "stun:NAMED"
[require.network]
"latency@media" = "<= 150 ms"
"latency@media#max" = "<= 200 ms"
"latency@media#p95" = "any"
"loss@media" = "<= 30 %"
"""


# A server that answers with what ANSWERS makes of each request; it takes connections once it is there, as coturn does.
LIAR = f"""
import socket, struct
line = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
line.bind(("{SERVER}", {PORT}))
there = socket.create_server(("10.78.0.2", {PORT}))
COOKIE = bytes.fromhex("2112a442")
ADDRESS = bytes.fromhex("00200008000180b6c4121042")
def message(kind, transaction, attributes):
    return struct.pack(">HH", kind, len(attributes)) + COOKIE + transaction + attributes
def elsewhere(transaction, address, port):
    place = struct.pack(">HHBBH", 0x8023, 8, 0, 1, port) + socket.inet_aton(address)
    return message(0x0111, transaction, bytes.fromhex("0009000400000300") + place)
while True:
    request, source = line.recvfrom(2048)
    transaction = request[8:20]
    for answer in ANSWERS:
        line.sendto(answer, source)
"""


def cannot_be_tried():
    """Why, or nothing."""
    if shutil.which("turnserver") is None:
        return "there is no turnserver (package coturn)"
    # The far host has to take a second address, which needs rights in it.
    return "" if os.geteuid() == 0 else "it needs root"


def tearDownModule():
    lateness.tell()


class World:
    """One `deskready facts`, or `check`, of the spec in an emulated home; coturn is the far end."""

    def __init__(self, line, **more):
        _, self.rows = lateness.in_time(lambda: (None, self.run(line, **more)), PORT)

    def run(self, line, named=f"{SERVER}:{PORT}", server=("--stun-only",), command="facts", address=SERVER, answers=None,
            spec=SPEC, files=None):
        """The line's log. `answers`: of LIAR, which then stands in for coturn. `files`: others of the home, by name; FOLDER
        in them is where they are."""
        program = [*COTURN, "-L", address, "--pidfile", "FOLDER/coturn.pid", *server]
        program += [] if "--cert" in program else ["--no-tls"]
        if answers:
            program = [sys.executable, "-c", LIAR.replace("ANSWERS", answers)]
        far = emulated.shell(f"ip address add {address} dev lo && exec " + shlex.join(program))
        one = emulated.Run(line, spec.replace("NAMED", named), command=command, far=far, port=PORT, files=files, seconds=120)
        self.done, self.text, self.document = one.done, one.text, one.document
        self.facts, self.unmeasured = self.document["facts"], self.document["unmeasured"]
        return one.rows

    def fact(self, key):
        if key not in self.facts:
            raise AssertionError(f"{key}: {self.unmeasured.get(key)}; {self.done.stderr}")
        return self.facts[key]

    def packets(self, direction):
        """Those of the row of requests, which is what most of the packets to the server are."""
        far, own = ("destination", "source") if direction == "up" else ("source", "destination")
        rows = [r for r in self.rows
                if r["direction"] == direction and r["protocol"] == "17" and int(r[far]) == PORT]
        ports = collections.Counter(r[own] for r in rows)
        return [r for r in rows if r[own] == ports.most_common(1)[0][0]]

    def lost(self):
        """Requests of the row whose answer never left the line."""
        return len(self.packets("up")) - sum(int(r["out_ns"]) > 0 for r in self.packets("down"))

    def round_trips(self):
        """What the line alone added to each, by both medians."""
        return sum(log_truth.statistics.median(log_truth.transit_seconds(self.packets(d))) for d in ("up", "down"))


class Clean(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.world = World(["--down", "20M", "--up", "5M", "--delay", "40", "--seed", "3"])

    def test_delay_is_the_lines(self):
        fact, truth = self.world.fact("network.latency@media"), self.world.round_trips()
        # The devices, the scheduler and the server add to what the line alone does.
        self.assertAlmostEqual(fact["value"], truth, delta=0.002)
        self.assertEqual(fact["samples"], REQUESTS)
        self.assertIn("STUN", fact["method"])
        # One packet in twenty may wait for a busy processor, so nothing but the line bounds these.
        self.assertGreaterEqual(self.world.fact("network.latency@media#p95")["value"], fact["value"])
        self.assertGreaterEqual(self.world.fact("network.latency@media#max")["value"],
                                self.world.fact("network.latency@media#p95")["value"])

    def test_nothing_is_lost_and_little_is_known_by_that(self):
        fact = self.world.fact("network.loss@media")
        self.assertEqual((fact["value"], self.world.lost()), (0, 0))
        self.assertGreater(fact["high"], 0.05)

    def test_the_server_is_asked_sixty_times_and_once_to_be_found(self):
        up = [r for r in self.world.rows if r["direction"] == "up" and r["protocol"] == "17"
              and int(r["destination"]) == PORT]
        self.assertEqual(len(up), REQUESTS + 1)

    def test_the_far_end_is_nobodys(self):
        self.assertNotIn("network.latency", self.world.facts)


@unittest.skipUnless(os.path.exists("/proc/net/if_inet6"), "this kernel has no IPv6")
class Version6(unittest.TestCase):
    def test_delay_is_the_lines(self):
        world = World(["--delay", "25", "--seed", "4"], named=f"[{SERVER6}]", address=SERVER6)
        fact = world.fact("network.latency@media")
        self.assertEqual(fact["detail"]["address_family"], "IPv6")
        self.assertAlmostEqual(fact["value"], world.round_trips(), delta=0.002)


class Lossy(unittest.TestCase):
    def test_each_lost_packet_is_counted(self):
        world = World(["--down", "20M", "--up", "5M", "--delay", "20", "--loss", "8", "--seed", "11"])
        fact = world.fact("network.loss@media")
        self.assertGreater(world.lost(), 0, "another seed")
        self.assertEqual(fact["detail"]["lost"], world.lost())
        self.assertAlmostEqual(fact["value"], world.lost() / REQUESTS, places=9)
        self.assertLessEqual(fact["low"], fact["value"])
        self.assertGreater(fact["high"], fact["value"])


class Silent(unittest.TestCase):
    def test_silence_is_no_answer_and_never_blocked(self):
        world = World(["--delay", "20", "--block-udp", "--seed", "1"])
        for key in ("network.latency@media", "network.loss@media"):
            self.assertNotIn(key, world.facts)
            self.assertEqual(world.unmeasured[key]["cause"], "target_failed")
            self.assertEqual(world.unmeasured[key]["args"]["detail"], "stun_silent")
            self.assertNotIn("block", world.unmeasured[key]["message"])


class Secured(unittest.TestCase):
    def test_a_server_that_wants_a_password_still_tells_the_delay(self):
        world = World(["--delay", "30", "--seed", "5"],
                      server=("-a", "-u", "any:one", "-r", "acme.example", "--secure-stun"))
        fact = world.fact("network.latency@media")
        self.assertAlmostEqual(fact["value"], world.round_trips(), delta=0.002)
        self.assertEqual(fact["detail"]["errors"], REQUESTS)


class Lying(unittest.TestCase):
    def why(self, answers):
        world = World(["--delay", "5", "--seed", "1"], answers=answers)
        self.assertEqual(world.unmeasured["network.latency@media"]["cause"], "target_failed")
        return world, world.unmeasured["network.latency@media"]["args"]["detail"]

    def test_nobody_is_sent_into_a_private_network_or_to_any_port(self):
        for place in ('"10.78.0.2", 3478', '"127.0.0.1", 3478', '"192.168.0.1", 3478', f'"{SERVER}", 22'):
            with self.subTest(place):
                world, why = self.why(f"[elsewhere(transaction, {place})]")
                self.assertEqual(why, "stun_sends_elsewhere")
                asked = [r for r in world.rows if r["direction"] == "up" and r["protocol"] == "17"]
                self.assertEqual([int(r["destination"]) for r in asked], [PORT], "the server itself, and once")

    def test_answers_to_something_else_are_none(self):
        answers = ("[message(0x0101, bytes(12), ADDRESS), message(0x0101, transaction, ADDRESS)[:-1], "
                   "message(0x0101, transaction, b''), message(0x0001, transaction, ADDRESS), b'', bytes(2000)]")
        self.assertEqual(self.why(answers)[1], "stun_silent")

    def test_an_honest_one_of_the_kind_is_believed(self):
        world = World(["--delay", "5", "--seed", "1"], answers="[message(0x0101, transaction, ADDRESS)]")
        self.assertAlmostEqual(world.fact("network.latency@media")["value"], 0.01, delta=0.003)


class Private(unittest.TestCase):
    """A server in a private network, and one on this computer, though both are there to be reached."""

    def test_nothing_is_sent_to_it(self):
        for named in ("10.78.0.2", "10.77.0.2", "localhost"):
            with self.subTest(named):
                world = World(["--delay", "5", "--seed", "1"], named=named)
                self.assertEqual(world.unmeasured["network.latency@media"]["args"]["detail"], "target_address_refused")
                self.assertEqual([r for r in world.rows if r["protocol"] == "17" and int(r["destination"]) == PORT], [])


class Judged(unittest.TestCase):
    def test_a_check_without_a_far_end_judges_the_target(self):
        world = World(["--delay", "20", "--seed", "2"], command="check")
        outcomes = {f["fact"]: f["outcome"] for f in world.document["findings"]}
        self.assertEqual(outcomes, {"network.latency@media": "met", "network.latency@media#max": "met",
                                    "network.latency@media#p95": "not_applicable", "network.loss@media": "met"}, world.done.stderr)
        self.assertEqual(world.document["verdict"], "ready")
        self.assertIn(SERVER, world.done.stderr, "who will see this computer's address is said before")

    def test_a_line_too_long_fails_after_a_second_look(self):
        world = World(["--delay", "120", "--seed", "2"], command="check")
        outcomes = {f["fact"]: f["outcome"] for f in world.document["findings"]}
        self.assertEqual(outcomes["network.latency@media"], "not_met", world.done.stderr)
        self.assertEqual(len(world.document["attempts"]["network.latency@media"]), 2)


if __name__ == "__main__":
    if why := cannot_be_tried():
        print(f"SKIPPED: the line to a server cannot be tried here: {why}", file=sys.stderr)
        sys.exit(ending.SKIPPED)
    ending.main()

"""Whether the hosts of a target can be reached: real servers at the far end of the emulated line, and its packet log for
what was sent to whom."""
import json
import os
import shlex
import subprocess
import sys
import tempfile
import unittest

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path[:0] = [HERE, os.path.join(HERE, "../e2e")]
import emulated  # noqa: E402
import ending  # noqa: E402

BIN = os.environ["DESKREADY_BIN"]
# A spec may name public addresses only. These are the far host's own but for the last, which is nobody's, and nothing
# leaves the emulated line.
SERVER, SERVER6, NOBODY = "5.78.0.2", "2a00:78::2", "5.78.0.3"
THERE = 8700
LINE = ["--down", "20M", "--up", "5M", "--delay", "20", "--seed", "3"]
# TLS at 443, a plain port at 5060, STUN at 3478, a name server at 53 and a time server at 123; 3479 listens and keeps silent.
FAR = f"""
import select, socket, ssl, sys, threading
def listener(address, port):
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    return socket.create_server((address, port), family=family)
def datagrams(address, port):
    one = socket.socket(socket.AF_INET6 if ":" in address else socket.AF_INET, socket.SOCK_DGRAM)
    one.bind((address, port))
    return one
def stun(request):
    return bytes.fromhex("0101000c2112a442") + request[8:20] + bytes.fromhex("002000080001a147e112a643")
def dns(request):
    return request[:2] + bytes([0x80, 5]) + request[4:]
def ntp(request):
    return bytes([0x24, 2]) + bytes(22) + request[40:48] + bytes(16)
def silence(request):
    return None
def serve_tls(port):
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain("FOLDER/far.pem", "FOLDER/far.key")
    def one(connection):
        try:
            with context.wrap_socket(connection, server_side=True) as secured:
                if secured.recv(2048):
                    secured.sendall(b"HTTP/1.1 404 Not Found\\r\\nContent-Length: 0\\r\\n\\r\\n")
        except OSError:
            pass
    while True:
        threading.Thread(target=one, args=(port.accept()[0],), daemon=True).start()
held = []
def serve_plain(port):
    while True:
        held.append(port.accept()[0])
for address in ("{SERVER}", "{SERVER6}") if SIX else ("{SERVER}",):
    threading.Thread(target=serve_tls, args=(listener(address, 443),), daemon=True).start()
    threading.Thread(target=serve_plain, args=(listener(address, 5060),), daemon=True).start()
    answers = {{datagrams(address, port): answer
                for port, answer in ((3478, stun), (3479, silence), (53, dns), (123, ntp))}}
    def answer_all(answers=answers):
        while True:
            for one in select.select(list(answers), [], [])[0]:
                request, source = one.recvfrom(2048)
                if (answer := answers[one](request)) is not None:
                    one.sendto(answer, source)
    threading.Thread(target=answer_all, daemon=True).start()
there = socket.create_server(("10.78.0.2", {THERE}))
while True:
    there.accept()[0].close()
"""


def cannot_be_tried():
    """Why, or nothing."""
    # The far host has to take further addresses and low ports, which needs rights in it.
    return "" if os.geteuid() == 0 else "it needs root"


def has_ipv6():
    return os.path.exists("/proc/net/if_inet6")


def spec(hosts, ports, rules):
    return (f'[spec]\nlanguage = 1\nname = "reach"\n[targets.phone]\nhosts = {json.dumps(hosts)}\n'
            f"ports = {json.dumps(ports)}\n{rules}")


class World:
    """One `deskready facts`, or `check`, about one target, in an emulated home."""

    def __init__(self, hosts, ports, command="facts", signed_by="Acme", names=f"IP:{SERVER},IP:{SERVER6}", trusted=True,
                 line=(), environment=None):
        pair = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", "FOLDER/far.key", "-out", "FOLDER/far.pem",
                "-days", "1", "-subj", f"/O={signed_by}/CN=far", "-addext", f"subjectAltName={names}"]
        addresses = [f"ip address add {SERVER} dev lo"] + [f"ip address add {SERVER6} dev lo"] * has_ipv6()
        far = " && ".join([shlex.join(pair), *addresses, "exec " + shlex.join([sys.executable, "FOLDER/far.py"])])
        one = emulated.Run([*LINE, *line], spec(hosts, ports, '[require.network]\n"reachable@phone" = true\n'), command=command,
                           far=emulated.shell(far), port=THERE, files={"far.py": f"SIX = {has_ipv6()}\n" + FAR}, seconds=120,
                           environment={**(environment or {}), **({"SSL_CERT_FILE": "FOLDER/far.pem"} if trusted else {})})
        self.done, self.text, self.document, self.rows = one.done, one.text, one.document, one.rows

    KEY = "network.reachable@phone"

    def fact(self):
        if self.KEY not in self.document["facts"]:
            raise AssertionError(f"{self.document['unmeasured'].get(self.KEY)}; {self.done.stderr}")
        return self.document["facts"][self.KEY]

    def failure(self):
        """Of a target that is not reached: which pair of host and port decided it, and what happened."""
        fact = self.fact()
        assert fact["value"] is False, fact
        return fact["detail"]["unreached"], fact["detail"]["unreached_why"]

    def why(self):
        if self.KEY in self.document["facts"]:
            raise AssertionError(self.document["facts"][self.KEY])
        why = self.document["unmeasured"][self.KEY]
        return why["cause"], why["args"]["detail"], why["message"]

    def sent(self, protocol, port):
        return [r for r in self.rows
                if r["direction"] == "up" and r["protocol"] == str(protocol) and int(r["destination"]) == port]


class Reached(unittest.TestCase):
    def test_each_way_finds_its_server(self):
        for port in ("tcp/5060", "tls/443", "https/443", "udp/3478", "stun/3478", "udp/53", "dns/53", "udp/123", "ntp/123"):
            with self.subTest(port):
                fact = World([SERVER], [port]).fact()
                self.assertIs(fact["value"], True)
                self.assertEqual(fact["detail"]["address_family"], "IPv4")

    def test_several_ports_at_once(self):
        world = World([SERVER], ["tcp/5060", "https/443", "udp/3478", "udp/53", "udp/123"])
        self.assertIs(world.fact()["value"], True)
        self.assertEqual(world.fact()["samples"], 5)
        for port in (3478, 53, 123):
            self.assertEqual(len(world.sent(17, port)), 1, "who answers is asked once")

    @unittest.skipUnless(has_ipv6(), "this kernel has no IPv6")
    def test_by_ipv6(self):
        fact = World([SERVER6], ["tls/443", "udp/3478"]).fact()
        self.assertIs(fact["value"], True)
        self.assertEqual(fact["detail"]["address_family"], "IPv6")

    def test_little_is_sent(self):
        world = World([SERVER], ["tls/443", "udp/3478"])
        sent = sum(int(r["bytes"]) for r in world.rows if r["direction"] == "up") if "bytes" in world.rows[0] else 0
        self.assertLess(sent, 3000)
        self.assertLessEqual(world.fact()["cost"]["bytes"], 20_000)


class NotReached(unittest.TestCase):
    def test_a_closed_port(self):
        self.assertEqual(World([SERVER], ["tcp/5061"]).failure(), (1, "refuses_connection"))

    def test_a_closed_port_by_udp(self):
        self.assertEqual(World([SERVER], ["udp/3480"]).failure(), (1, "stun_refused"))

    def test_a_host_that_is_not_there(self):
        self.assertEqual(World([NOBODY], ["tcp/443"]).failure(), (1, "nothing_answers_in_time"))

    def test_one_of_several(self):
        self.assertEqual(World([SERVER], ["tls/443", "tcp/5060-5061"]).failure(), (3, "refuses_connection"))

    def test_a_certificate_that_nobody_vouches_for(self):
        self.assertEqual(World([SERVER], ["tls/443"], trusted=False).failure()[1], "certificate_self_signed")

    def test_a_certificate_of_another_name(self):
        self.assertEqual(World([SERVER], ["https/443"], names="DNS:other.example").failure()[1], "certificate_of_another_name")

    def test_a_plain_port_is_no_tls(self):
        self.assertIn(World([SERVER], ["tls/5060"]).failure()[1], ("no_tls", "nothing_answers_in_time", "no_answer_in_time"))

    def test_it_fails_the_rule_after_a_second_look_and_is_named(self):
        world = World([SERVER], ["tcp/5061"], command="check")
        finding = world.document["findings"][0]
        self.assertEqual(finding["outcome"], "not_met", world.done.stderr)
        self.assertIn(f"{SERVER} cannot be reached by tcp/5061", finding["message"])
        self.assertEqual(world.document["verdict"], "not_ready")
        self.assertIn(SERVER, world.done.stderr, "who will see this computer's address is said before")


class Opened(unittest.TestCase):
    """Something on the way signs certificates itself."""

    def test_the_product_is_named_where_it_is_not_trusted(self):
        fact = World([SERVER], ["tls/443"], signed_by="Zscaler Inc.", trusted=False).fact()
        self.assertIs(fact["value"], False)
        self.assertEqual((fact["detail"]["unreached_why"], fact["detail"]["unreached_name"]), ("opened_on_the_way", "Zscaler"))

    def test_the_product_is_named_where_connections_work(self):
        fact = World([SERVER], ["tls/443"], signed_by="Zscaler Inc.").fact()
        self.assertIs(fact["value"], True)
        self.assertEqual(fact["detail"]["opened_by"], ["Zscaler"])

    def test_others_are_none(self):
        self.assertNotIn("opened_by", World([SERVER], ["tls/443"], signed_by="DigiCert Inc").fact()["detail"])


class CannotTell(unittest.TestCase):
    def test_silence_by_udp_is_no_answer_and_never_blocked(self):
        for world in (World([SERVER], ["udp/3479"]), World([SERVER], ["udp/3478"], line=["--block-udp"])):
            cause, detail, message = world.why()
            self.assertEqual((cause, detail), ("target_failed", "port_no_answer"))
            self.assertNotIn("block", message)

    def test_a_silent_port_is_asked_three_times(self):
        self.assertEqual(len(World([SERVER], ["udp/3479"]).sent(17, 3479)), 3)

    def test_a_name_that_nobody_knows(self):
        # The emulated home has no name server.
        cause, detail, _ = World(["no-such-host.invalid"], ["tls/443"]).why()
        self.assertEqual(cause, "target_failed")
        self.assertIn(detail, ("name_not_found", "name_server_slow"))

    def test_a_network_with_a_proxy_only(self):
        world = World(["no-such-host.invalid"], ["tls/443"], environment={"https_proxy": "http://10.78.0.2:3128"})
        self.assertEqual(world.why()[:2], ("in_between", "only_proxy"))


class Private(unittest.TestCase):
    def test_nothing_is_sent_there(self):
        for host in ("10.78.0.2", "10.77.0.2", "localhost", "127.0.0.1"):
            with self.subTest(host):
                world = World([host], ["tcp/5060", "udp/3478"])
                self.assertEqual(world.why()[:2], ("target_failed", "target_address_refused"))
                self.assertEqual(world.sent(6, 5060) + world.sent(17, 3478), [])


class Scanning(unittest.TestCase):
    """What a spec must not make people's computers do."""

    def refused(self, hosts, ports):
        with tempfile.TemporaryDirectory() as folder:
            asked = os.path.join(folder, "spec.toml")
            with open(asked, "w") as file:
                file.write(spec(hosts, ports, ""))
            done = subprocess.run([f"{BIN}/deskready", "spec", "lint", asked], capture_output=True, text=True,
                                  env=dict(os.environ, XDG_CONFIG_HOME=folder, XDG_STATE_HOME=folder))
            self.assertEqual(done.returncode, 3, done.stdout)
            return done.stdout

    def test_no_port_of_other_services(self):
        for port in (22, 25, 445, 3389, 5900):
            self.assertIn(f"no spec may have port {port}", self.refused(["a.example"], [f"tcp/{port}"]))

    def test_no_range_of_ports(self):
        self.assertIn("more ports than the 8", self.refused(["a.example"], ["tcp/1-65535"]))

    def test_no_network_of_hosts(self):
        self.assertIn("pairs of host and port", self.refused([f"5.78.0.{i}" for i in range(65)], ["tls/443"]))
        self.assertIn("stands for many hosts", self.refused(["*.example"], ["tls/443"]))


if __name__ == "__main__":
    if why := cannot_be_tried():
        print(f"SKIPPED: what can be reached cannot be tried here: {why}", file=sys.stderr)
        sys.exit(ending.SKIPPED)
    ending.main()

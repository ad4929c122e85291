"""Nobody can take the far end from others: each abuse runs beside an honest check, whose verdict stays what it is alone.
The abusers speak to the responder themselves, as strangers would, and share no code with it."""
import contextlib
import hashlib
import http.client
import json
import os
import pathlib
import select
import signal
import socket
import struct
import subprocess
import sys
import threading
import time
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).parent))
from harness import BIN, Desk  # noqa: E402

SPEC = """[spec]
language = 1
name = "line"
version = "1"
[require.network]
latency = "<= 500 ms"
loss = "<= 5 %"
download = ">= 5 Mbps"
upload = ">= 5 Mbps"
"""


class Responder:
    """A real one, between `with` and its end."""

    def __init__(self, *words, listen="127.0.0.1:0", **more):
        self.process = subprocess.Popen([BIN / "deskready-responder", "--listen", listen, *map(str, words)],
                                        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, **more)
        line = self.process.stdout.readline()
        if not line.startswith("listening on "):
            raise AssertionError(line + self.process.stderr.read())
        self.url = line.split()[-1]
        self.port = int(self.url.rsplit(":", 1)[1])

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.kill()
        self.process.communicate()


def connect(port, source="127.0.0.1", host="127.0.0.1", small=False):
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    client = socket.socket(family, socket.SOCK_STREAM)
    client.settimeout(20)
    if small:
        client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    client.bind((source, 0))
    client.connect((host, port))
    return client


def ask(port, request, source="127.0.0.1", host="127.0.0.1"):
    """Status and body of an answer."""
    with connect(port, source, host) as client:
        client.sendall(request.encode("latin-1"))
        answer = b""
        with contextlib.suppress(ConnectionError):
            while part := client.recv(65536):
                answer += part
    head, _, body = answer.partition(b"\r\n\r\n")
    return int(head.split()[1]) if head else 0, body


def session(port, source="127.0.0.1", query="", host="127.0.0.1"):
    status, body = ask(port, f"POST /session{query} HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n", source, host)
    return status, json.loads(body) if body else {}


def get(target):
    return f"GET {target} HTTP/1.1\r\nHost: x\r\n\r\n"


def first_packet(grant, sequence, size=64):
    """Of wire protocol 1, as the first agents send it."""
    token = hashlib.blake2b(struct.pack(">HI", grant["ssid"], sequence), digest_size=16,
                            key=bytes.fromhex(grant["key"])).digest()
    packet = bytearray(size)
    struct.pack_into(">IQHH", packet, 0, sequence, 0, 0x0C01, grant["ssid"])
    packet[44:48] = bytes([0x80, 252, 0, 16])
    packet[48:64] = token
    return bytes(packet)


def packet(grant, sequence, stream, echo, size=96):
    """Of wire protocol 2; the layout stands in docs/far-end-protocol.md."""
    tag = bytes.fromhex(grant["session"]) + struct.pack(">IIQ", grant["expires"] & 0xFFFFFFFF, stream, echo)
    token = hashlib.blake2b(struct.pack(">HI", grant["ssid"], sequence) + tag, digest_size=16,
                            key=bytes.fromhex(grant["key"])).digest()
    made = struct.pack(">IQHH", sequence, 0, 0x0C01, grant["ssid"]) + bytes(28)
    made += bytes([0x80, 252, 0, 48]) + tag + token
    return made + bytes(size - len(made))


class Datagrams:
    def __init__(self, port, source="127.0.0.1", own_port=0):
        self.socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        self.socket.bind((source, own_port))
        self.socket.connect(("127.0.0.1", port))

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.socket.close()

    def answers(self, packets, last):
        """What comes back for these, until `last`, which is always answered, has its answer."""
        for one in [*packets, last]:
            self.socket.send(one)
        self.socket.settimeout(10)
        came = []
        while not came or came[-1][24:28] != last[:4]:
            came.append(self.socket.recv(4096))
        return came


def taken(port, targets, source="127.0.0.1"):
    """Bytes and seconds of downloads side by side."""
    total = [0] * len(targets)

    def load(number, target):
        with connect(port, source) as client:
            client.sendall(get(target).encode())
            with contextlib.suppress(OSError):
                while part := client.recv(1 << 20):
                    total[number] += len(part)

    begin = time.monotonic()
    threads = [threading.Thread(target=load, args=one) for one in enumerate(targets)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sum(total), time.monotonic() - begin


class Abuse(Desk):
    def setUp(self):
        super().setUp()
        (self.folder / "line.toml").write_text(SPEC)

    def verdict(self, url):
        done = self.run_it("check", "--spec", self.folder / "line.toml", "--far-end", url, "--only", "network",
                           "--format", "json", "--yes")
        report = json.loads(done.stdout)
        # The far end is on this computer: so its figures are shown and not judged, and each must be there.
        missing = {name: why for name, why in report["unmeasured"].items()
                   if name in ("network.latency", "network.loss", "network.download", "network.upload")}
        return report["verdict"], missing, sorted(
            name for name in report["facts"]
            if name in ("network.latency", "network.loss", "network.download", "network.upload"))

    def assertHonest(self, url):
        verdict, missing, measured = self.verdict(url)
        self.assertEqual(missing, {}, verdict)
        self.assertEqual(measured, ["network.download", "network.latency", "network.loss", "network.upload"])


class Rates(Abuse):
    """Attack 03: a limit holds for a session and an address, whatever is asked for, however many connections."""
    ALLOWED = 10_000_000

    def test_a_session_gets_its_rate(self):
        with Responder("--session-rate", self.ALLOWED) as far:
            for name, query, connections in (("plain", "", 1), ("eight connections", "", 8), ("rate=1", "&rate=1", 8),
                                             ("rate=7", "&rate=7", 1), ("rate=-1", "&rate=-1", 8),
                                             ("huge", "&rate=99999999999999999999999", 8),
                                             ("hexadecimal", "&rate=0x1", 8), ("seconds=inf", "&seconds=inf&rate=1", 1),
                                             ("seconds=nan", "&seconds=nan", 1)):
                with self.subTest(name):
                    _, grant = session(far.port)
                    seconds = "" if "seconds" in query else "&seconds=1"
                    target = f"/download?token={grant['token']}{seconds}{query}"
                    if "seconds" in query:
                        self.first_second(far, target)
                        continue
                    got, _ = taken(far.port, [target] * connections)
                    self.assertLess(got * 8, 1.3 * self.ALLOWED)
            self.assertHonest(far.url)

    def first_second(self, far, target):
        """Those that would go on for 30 s."""
        with connect(far.port) as client:
            client.sendall(get(target).encode())
            end, got = time.monotonic() + 1, 0
            while (left := end - time.monotonic()) > 0 and select.select([client], [], [], left)[0]:
                got += len(client.recv(1 << 20))
            self.assertLess(got * 8, 1.5 * self.ALLOWED)

    def test_connections_one_after_the_other_get_no_more(self):
        with Responder("--session-rate", self.ALLOWED) as far:
            _, grant = session(far.port)
            begin, got = time.monotonic(), 0
            while time.monotonic() < begin + 2:
                got += taken(far.port, [f"/download?token={grant['token']}&seconds=0.02"])[0]
            self.assertLess(got * 8 / (time.monotonic() - begin), 1.3 * self.ALLOWED)

    def test_an_address_gets_its_rate_with_many_sessions(self):
        with Responder("--session-rate", self.ALLOWED, "--address-rate", 2 * self.ALLOWED) as far:
            targets = [f"/download?token={session(far.port, '127.0.0.2')[1]['token']}&seconds=1&rate=10000"
                       for _ in range(30)]
            got, seconds = taken(far.port, targets, "127.0.0.2")
            self.assertLess(got * 8 / seconds, 1.2 * 2 * self.ALLOWED)
            self.assertHonest(far.url)


class Packets(Abuse):
    """Attack 04: no table that one can fill for others, and each packet is answered once."""

    def test_a_flood_of_ports_leaves_the_others_their_answers(self):
        with Responder() as far:
            _, victim = session(far.port)
            _, attacker = session(far.port, "127.0.0.2")
            answered = 0
            for number in range(4300):
                with Datagrams(far.port, "127.0.0.2", 20000 + number) as one:
                    one.socket.send(first_packet(attacker, number))
            with Datagrams(far.port) as own:
                came = own.answers([], first_packet(victim, 10, 172))
            self.assertEqual([len(one) for one in came], [172], answered)
            self.assertHonest(far.url)

    def test_each_packet_is_answered_once(self):
        with Responder() as far:
            _, grant = session(far.port)
            with Datagrams(far.port) as own:
                came = own.answers([first_packet(grant, 7)] * 200, first_packet(grant, 8))
            self.assertEqual(len(came), 2)

    def test_another_address_must_echo(self):
        with Responder() as far:
            _, grant = session(far.port, query="?protocol=2")
            with Datagrams(far.port, "127.0.0.9") as other:
                came = other.answers([packet(grant, 1, 5, 0), packet(grant, 2, 5, 1)], packet(grant, 3, 0, 0))
                self.assertEqual(len(came), 1, "only the question for the echo")
                echo = struct.unpack(">Q", came[0][72:80])[0]
                came = other.answers([packet(grant, 4, 0, 0)] * 5 + [packet(grant, 0, 5, echo)] * 5,
                                     packet(grant, 1, 5, echo))
                self.assertEqual(len(came), 2, "each once, and no second question")
            with Datagrams(far.port, "127.0.0.8") as third:
                came = third.answers([packet(grant, 9, 6, echo)], packet(grant, 10, 0, 0))
                self.assertEqual(len(came), 1, "an echo is good at its address alone")

    def test_an_answer_is_never_longer_than_its_question(self):
        with Responder() as far:
            _, grant = session(far.port, query="?protocol=2")
            with Datagrams(far.port) as own:
                echo = struct.unpack(">Q", own.answers([], packet(grant, 0, 0, 0))[0][72:80])[0]
                sizes = [95, 97, 99, 100, 172, 1472, 2047]
                good = [packet(grant, number, 9, echo, max(size, 96))[:size] for number, size in enumerate(sizes)]
                for answer in own.answers(good, packet(grant, 100, 9, echo)):
                    sent = struct.unpack(">I", answer[24:28])[0]
                    self.assertEqual(len(answer), 96 if sent == 100 else sizes[sent])


class Sessions(Abuse):
    """Attack 05: a session is nothing that one can come by through asking often."""

    def test_asking_for_ever_finds_nobody_elses_and_keeps_nobody_out(self):
        with Responder() as far:
            _, victim = session(far.port)
            tokens, refused = {victim["token"]}, 0
            for _ in range(1000):
                status, grant = session(far.port, "127.0.0.2")
                refused += status == 503
                if status == 200:
                    self.assertNotIn(grant["token"], tokens)
                    tokens.add(grant["token"])
            self.assertGreater(refused, 0, "an address has a share of sessions")
            held = []
            for token in sorted(tokens - {victim["token"]})[:60]:
                held.append(connect(far.port, "127.0.0.2", small=True))
                held[-1].sendall(get(f"/download?token={token}&seconds=30&rate=1000000").encode())
            status, _ = ask(far.port, get(f"/download?token={victim['token']}&seconds=0.1&rate=1000000"))
            self.assertEqual(status, 200)
            self.assertHonest(far.url)
            for one in held:
                one.close()

    def test_a_session_ends_in_time(self):
        """Of a far end whose wall clock has gone on, packets and loads alike; the clock is unshared by the unit tests."""
        with Responder() as far:
            _, grant = session(far.port, query="?protocol=2")
            later = dict(grant, expires=grant["expires"] + 1000)
            with Datagrams(far.port) as own:
                came = own.answers([packet(later, 1, 0, 0)], packet(grant, 2, 0, 0))
                self.assertEqual(len(came), 1)
            begin, middle, end = grant["token"].split(".")
            status, _ = ask(far.port, get(f"/download?token={begin}.{int(middle) + 1000}.{end}"))
            self.assertEqual(status, 403)


class Places(Abuse):
    """Attack 06: neither connections nor places can be used up by one network."""

    def test_silent_connections_of_four_addresses(self):
        with Responder() as far:
            held = []
            for address in range(2, 6):
                for _ in range(600):
                    with contextlib.suppress(OSError):
                        held.append(connect(far.port, f"127.0.0.{address}"))
                        held[-1].sendall(b"POST /s")
            for source in ("127.0.0.1", "127.0.0.2", "127.0.0.9"):
                self.assertEqual(session(far.port, source)[0], 200, source)
            self.assertHonest(far.url)
            for one in held:
                one.close()

    def test_one_64(self):
        """Five addresses of one /64 against another of it, and one of another; needs root."""
        if os.geteuid() != 0 or subprocess.run(["ip", "link", "add", "far6", "type", "dummy"]).returncode != 0:
            self.skipTest("no interface can be made here")
        self.addCleanup(subprocess.run, ["ip", "link", "del", "far6"])
        for address in ["2001:db8:9::1", "2001:db8:9::2", "2001:db8:9:1::2", *(f"2001:db8:9::{n}" for n in range(16, 21))]:
            subprocess.run(["ip", "-6", "addr", "add", f"{address}/128", "dev", "far6", "nodad"], check=True)
        subprocess.run(["ip", "link", "set", "far6", "up"], check=True)
        with Responder(listen="[::]:0") as far:
            held = []
            for n in range(16, 21):
                for _ in range(450):
                    with contextlib.suppress(OSError):
                        held.append(connect(far.port, f"2001:db8:9::{n}", "2001:db8:9::1"))
                        held[-1].sendall(b"POST /s")
            for source in ("2001:db8:9::2", "2001:db8:9:1::2"):
                self.assertEqual(session(far.port, source, host="2001:db8:9::1")[0], 200, source)
            for one in held:
                one.close()

    def test_many_sessions_of_one_address_leave_places(self):
        with Responder("--sessions", 20) as far:
            held, served = [], 0
            for _ in range(40):
                _, grant = session(far.port, "127.0.0.2")
                if "token" not in grant:
                    continue
                held.append(connect(far.port, "127.0.0.2", small=True))
                held[-1].sendall(get(f"/download?token={grant['token']}&seconds=30&rate=100000").encode())
                served += b" 200 " in held[-1].recv(30)
            self.assertGreaterEqual(served, 1)
            self.assertLessEqual(served, 11)
            self.assertHonest(far.url)
            for one in held:
                one.close()

    def test_an_office_of_a_hundred(self):
        """All behind one address: each gets its session at once."""
        with Responder() as far:
            granted = [session(far.port, query="?protocol=2")[0] for _ in range(100)]
            self.assertEqual(granted, [200] * 100)


class Operation(Abuse):
    def test_old_and_new_agents(self):
        with Responder() as far:
            _, first = session(far.port)
            self.assertEqual((first["protocol"], "session" in first), (1, False))
            _, newest = session(far.port, query="?protocol=99")
            self.assertEqual(newest["protocol"], 2)
            with Datagrams(far.port) as own:
                self.assertEqual(len(own.answers([], first_packet(first, 0))[0]), 64)

    def test_nodes_with_one_secret_take_each_others_sessions(self):
        secret = self.folder / "secret"
        secret.write_bytes(os.urandom(40))
        secret.chmod(0o600)
        with Responder("--secret-file", secret) as one, Responder("--secret-file", secret) as two, Responder() as third:
            _, grant = session(one.port, query="?protocol=2")
            target = get(f"/download?token={grant['token']}&seconds=0.1&rate=1000000")
            self.assertEqual([ask(far.port, target)[0] for far in (one, two, third)], [200, 200, 403])
            with Datagrams(two.port) as own:
                self.assertEqual(len(own.answers([], packet(grant, 0, 0, 0))), 1)
        secret.chmod(0o644)
        with self.assertRaisesRegex(AssertionError, "chmod 600"):
            Responder("--secret-file", secret)

    def test_settings_from_a_file_and_again_on_hangup(self):
        settings = self.folder / "responder.toml"
        settings.write_text('session-rate = 5000000\ntrust-network = ["127.0.0.0/8"]\n')
        with Responder("--settings", settings) as far:
            self.assertEqual(session(far.port)[1]["max_rate"], 5_000_000)
            settings.write_text("session-rate = 7000000\n")
            far.process.send_signal(signal.SIGHUP)
            self.assertIn("read again", far.process.stderr.readline())
            self.assertEqual(session(far.port)[1]["max_rate"], 7_000_000)
            settings.write_text("session-rate = much\n")
            far.process.send_signal(signal.SIGHUP)
            while "goes on with the settings of before" not in far.process.stderr.readline():
                pass
            self.assertEqual(session(far.port)[1]["max_rate"], 7_000_000)

    def test_drains(self):
        with Responder("--elsewhere", "https://b.example") as far:
            _, grant = session(far.port)
            with connect(far.port) as running:
                running.sendall(get(f"/download?token={grant['token']}&seconds=2&rate=1000000").encode())
                running.recv(100)
                far.process.terminate()
                while "takes no new checks" not in far.process.stderr.readline():
                    pass
                status, said = session(far.port)
                self.assertEqual((status, said["elsewhere"]), (503, "https://b.example"))
                got = 0
                while part := running.recv(65536):
                    got += len(part)
                self.assertGreater(got, 100_000, "the one that ran goes on to its end")
            self.assertEqual(far.process.wait(90), 0)

    def test_monitoring(self):
        with Responder("--metrics", "127.0.0.1:0", "--sessions", 0, "--access-log", "-") as far:
            port = int(far.process.stdout.readline().split()[-1])
            session(far.port)
            pages = {}
            for path in ("/metrics", "/healthz", "/readyz", "/other"):
                client = http.client.HTTPConnection("127.0.0.1", port)
                client.request("GET", path)
                answer = client.getresponse()
                pages[path] = (answer.status, answer.read().decode())
            self.assertEqual([pages[path][0] for path in pages], [200, 200, 200, 404])
            self.assertIn('deskready_responder_refusals_total{reason="full"} 1\n', pages["/metrics"][1])
            self.assertTrue(pages["/metrics"][1].endswith("# EOF\n"))

    def test_says_what_each_check_was_served(self):
        log = self.folder / "access.jsonl"
        with Responder("--access-log", log) as far:
            _, grant = session(far.port)
            status, body = ask(far.port, get(f"/download?token={grant['token']}&seconds=0.1&rate=1000000"))
            self.assertEqual(status, 200)
            while not log.read_text():
                select.select([], [], [], 0.1)  # a place is kept for ten seconds
            line = json.loads(log.read_text())
            self.assertEqual((line["address"], line["transfers"]), ("127.0.0.0/24", 1))
            self.assertGreaterEqual(line["bytes_down"], len(body))

    def test_believes_a_balancer_and_nobody_else(self):
        def proxied(client):
            addresses = socket.inet_aton(client) + socket.inet_aton("127.0.0.1") + struct.pack(">HH", 4000, 443)
            return (b"\r\n\r\n\0\r\nQUIT\n\x21\x11" + struct.pack(">H", len(addresses)) + addresses).decode("latin-1")

        with Responder("--balancer", "127.0.0.7") as far:
            post = "POST /session HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n"
            status, body = ask(far.port, proxied("203.0.113.5") + post, "127.0.0.7")
            self.assertEqual(status, 200)
            target = get(f"/download?token={json.loads(body)['token']}&seconds=0.1&rate=1000000")
            self.assertEqual(ask(far.port, proxied("203.0.113.5") + target, "127.0.0.7")[0], 200)
            self.assertEqual(ask(far.port, proxied("203.0.113.6") + target, "127.0.0.7")[0], 403)
            self.assertEqual(ask(far.port, post, "127.0.0.7")[0], 0, "a balancer must say for whom it speaks")
            self.assertNotEqual(ask(far.port, proxied("203.0.113.5") + post, "127.0.0.1")[0], 200)


if __name__ == "__main__":
    unittest.main()

"""Nobody can take the far end from others: each abuse runs beside an honest check, whose figures are all there."""
import contextlib
import os
import pathlib
import select
import struct
import sys
import time

sys.path.insert(0, str(pathlib.Path(__file__).parents[1]))
import ending  # noqa: E402
from strangers import Datagrams, Honest, Responder, ask, connect, first_packet, get, packet, session, taken  # noqa: E402


class Rates(Honest):
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
            begin, got = time.monotonic(), 0
            while (left := begin + 1 - time.monotonic()) > 0 and select.select([client], [], [], left)[0]:
                got += len(client.recv(1 << 20))
            self.assertLess(got * 8 / max(1, time.monotonic() - begin), 1.5 * self.ALLOWED)

    def test_what_stands_around_the_pieces_of_a_body_counts(self):
        """Chunk extensions (RFC 9112, section 7.1.1) are no payload, and came as fast as the line let them."""
        with Responder("--session-rate", self.ALLOWED) as far:
            _, grant = session(far.port)
            for size in (1000, 15_000, 60_000):
                with self.subTest(size), connect(far.port) as client:
                    client.sendall(f"POST /upload?token={grant['token']} HTTP/1.1\r\nHost: x\r\n"
                                   "Transfer-Encoding: chunked\r\n\r\n".encode())
                    piece = (b"1;a=" + b"x" * size + b"\r\nX\r\n") * (200_000 // size)
                    client.setblocking(False)
                    begin, sent = time.monotonic(), 0
                    with contextlib.suppress(ConnectionError):
                        while (left := begin + 2 - time.monotonic()) > 0 and select.select([], [client], [], left)[1]:
                            sent += client.send(piece)
                    # What the kernels on both sides of loopback hold in between is some megabytes.
                    self.assertLess(sent, 2 * self.ALLOWED / 8 + 16_000_000)
            self.assertHonest(far.url)

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


    def test_a_session_of_several_addresses_gets_no_more(self):
        """As from a carrier's pool: each connection may come from another address, and counts for that."""
        with Responder("--session-rate", self.ALLOWED, "--address-rate", self.ALLOWED) as far:
            _, grant = session(far.port, "127.0.0.2")
            target = f"/download?token={grant['token']}&seconds=0.5&rate={self.ALLOWED}"
            begin, got = time.monotonic(), 0
            for address in ("127.0.0.2", "127.0.0.3", "127.0.0.4"):
                more, _ = taken(far.port, [target], address)
                self.assertGreater(more, 0, address)
                got += more
            self.assertLess(got * 8 / (time.monotonic() - begin), 1.3 * self.ALLOWED)
            self.assertHonest(far.url)


class Packets(Honest):
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


class Sessions(Honest):
    """Attack 05: a session is nothing that one can come by through asking often."""

    def test_asking_for_ever_finds_nobody_elses_and_keeps_nobody_out(self):
        with Responder() as far:
            _, victim = session(far.port)
            tokens, refused = {victim["token"]}, 0
            for _ in range(1000):
                status, grant = session(far.port, "127.0.0.2")
                refused += status == 503
                if status == 200:
                    self.assertNotEqual(grant["token"], victim["token"])
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


class Places(Honest):
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

    def test_the_port_for_monitoring_takes_no_open_files_from_checks(self):
        with Responder("--metrics", "127.0.0.1:0") as far:
            port = int(far.process.stdout.readline().rsplit(" ", 1)[1])
            held = [connect(port) for _ in range(500)]
            self.assertEqual(session(far.port)[0], 200)
            self.assertLess(len(os.listdir(f"/proc/{far.process.pid}/fd")), 200)
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

if __name__ == "__main__":
    ending.main()

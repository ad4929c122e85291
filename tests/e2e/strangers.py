"""What speaks to a responder as a stranger would, and shares no code with it; and an honest check beside."""
import contextlib
import hashlib
import json
import pathlib
import socket
import struct
import subprocess
import sys
import threading
import time

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


class Honest(Desk):
    """With a check whose figures are all there, whatever goes on beside it."""

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

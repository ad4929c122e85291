"""Far ends for tests: broken ones that grant a session and then fail or lie, one of the first version, and public speed
tests of two shapes.

As a program: far_ends.py librespeed|cloudflare|first|sign_in ADDRESS PORT serves one until it is killed.
"""
import contextlib
import http.server
import json
import os
import socket
import socketserver
import ssl
import struct
import sys
import threading
import time
import urllib.parse

GRANT = json.dumps({"token": "1.2.3", "ssid": 7, "key": "aa" * 32, "max_rate": 1_000_000_000}).encode()
NOISE = os.urandom(1 << 20)


class Server(http.server.ThreadingHTTPServer):
    """Serves from a thread of its own between `with` and its end; counts requests in `seen`."""
    daemon_threads = True
    allow_reuse_address = True

    def __init__(self, handler, address="127.0.0.1", port=0, pair=None):
        """`pair`: certificate and key, which make it https."""
        self.address_family = socket.AF_INET6 if ":" in address else socket.AF_INET
        self.seen = []
        self.going = threading.Event()  # set when handlers that hang are to end
        super().__init__((address, port), handler)
        self.scheme = "https" if pair else "http"
        if pair:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(*pair)
            # The handshake comes with the first read, on the connection's own thread.
            self.socket = context.wrap_socket(self.socket, server_side=True, do_handshake_on_connect=False)

    def server_bind(self):
        socketserver.TCPServer.server_bind(self)  # HTTPServer's own would look names up
        self.server_name, self.server_port = self.server_address[:2]

    @property
    def url(self):
        return f"{self.scheme}://127.0.0.1:{self.server_port}"

    def __enter__(self):
        threading.Thread(target=self.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *_):
        self.going.set()
        self.shutdown()
        self.server_close()

    def handle_error(self, *_):
        pass  # clients that go away are part of these tests


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *_):
        pass

    def parse_request(self):
        good = super().parse_request()
        if good:
            self.path_only, _, query = self.path.partition("?")
            self.query = dict(urllib.parse.parse_qsl(query))
            self.server.seen.append((self.command, self.path_only))
        return good

    def answer(self, status, body=b"", **headers):
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Connection", "close")
        self.end_headers()
        self.wfile.write(body)
        self.close_connection = True
        if self.headers.get("Transfer-Encoding") == "chunked":
            # Closing over an unread upload would reset the connection, and the answer with it.
            self.connection.shutdown(socket.SHUT_WR)
            while self.rfile.read1(65536):
                pass


def responder(load, session=None):
    """A handler that grants sessions and leaves each transfer to `load(handler)`."""
    class Fake(Handler):
        def do_POST(self):
            if self.path_only == "/session":
                (session or (lambda handler: handler.answer(200, GRANT)))(self)
            else:
                load(self)
            self.close_connection = True

        do_GET = do_POST
    return Fake


class Reflector:
    """Answers each STAMP packet of the session that responder() grants, as wire protocol 1 has it. Runs on a thread of
    its own between `with` and its end."""

    def __init__(self, port, address="127.0.0.1"):
        self.socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.socket.bind((address, port))
        self.count = 0

    def __enter__(self):
        threading.Thread(target=self.run, daemon=True).start()
        return self

    def __exit__(self, *_):
        self.socket.close()

    def run(self):
        try:
            while True:
                packet, to = self.socket.recvfrom(2048)
                self.answer(int.from_bytes(packet[:4], "big"), packet, to)
        except OSError:
            pass  # closed: the test is over

    def true_answer(self, packet):
        now = struct.pack(">Q", int((time.time() + 2208988800) * 2**32))
        answer = struct.pack(">I", self.count) + now + packet[12:16] + now + packet[:12] + packet[12:14] + bytes(6)
        self.count += 1
        return answer + packet[len(answer):]

    def answer(self, n, packet, to):
        self.socket.sendto(self.true_answer(packet), to)


class LyingReflector(Reflector):
    """Answers most packets wrongly as well."""
    LATE = 3  # seconds

    def __init__(self, port):
        super().__init__(port)
        self.other_port = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.other_port.bind(("127.0.0.1", 0))
        self.other_address = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.other_address.bind(("127.0.0.2", port))
        self.held = []
        self.told = {kind: 0 for kind in ("forged", "doubled", "truncated", "stranger", "late", "overtaken")}

    def answer(self, n, packet, to):
        answer = self.true_answer(packet)
        send = self.socket.sendto
        kind = {1: "forged", 2: "doubled", 3: "truncated", 4: "stranger", 5: "overtaken"}.get(n % 10)
        if n % 50 == 7:
            kind = "late"
        if kind:
            self.told[kind] += 1
        if kind == "forged":
            send(answer[:50] + bytes(byte ^ 1 for byte in answer[50:]), to)
        elif kind == "truncated":
            send(answer[:n % 64], to)
        elif kind == "stranger":  # with a time of an hour ago, so that it would show
            wrong = answer[:16] + struct.pack(">Q", int((time.time() + 2208985200) * 2**32)) + answer[24:]
            self.other_port.sendto(wrong, to)
            self.other_address.sendto(wrong, to)
        if kind == "overtaken":
            self.held.append(answer)
            return
        if kind == "late":
            threading.Timer(self.LATE, lambda: self.quietly(answer, to)).start()
            return
        send(answer, to)
        if kind == "doubled":
            send(answer, to)
        while self.held:
            send(self.held.pop(), to)

    def quietly(self, answer, to):
        try:
            self.socket.sendto(answer, to)
        except OSError:
            pass  # the test is over


def first_load(handler):
    """Transfers as the first responder has them: whoever asks ends them."""
    if handler.command == "GET":
        handler.send_response(200)
        handler.end_headers()
        begin, sent, rate = time.monotonic(), 0, int(handler.query["rate"]) / 8
        while (passed := time.monotonic() - begin) < float(handler.query["seconds"]):
            if sent <= passed * rate:
                sent += handler.wfile.write(NOISE[:4096])
            else:
                time.sleep(0.001)
    else:
        while handler.rfile.read1(65536):
            pass


class Public(Handler):
    """Base of the public speed tests: sized noise down, sized uploads thrown away."""
    def noise(self, size, **headers):
        self.send_response(200)
        self.send_header("Content-Type", "application/octet-stream")
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.send_header("Content-Length", str(size))
        self.end_headers()
        while size > 0:
            size -= self.wfile.write(NOISE[:min(size, 65536)])

    def swallow(self):
        left = int(self.headers.get("Content-Length", 0))
        while left > 0:
            part = self.rfile.read1(min(left, 65536))
            if not part:
                return
            left -= len(part)
        self.answer(200)


class LibreSpeed(Public):
    """As backend/garbage.php and backend/empty.php of LibreSpeed answer."""
    def do_GET(self):
        if self.path_only == "/backend/garbage.php":
            pieces = min(max(int(self.query.get("ckSize", 4)), 1), 1024)
            self.noise(pieces << 20, Content_Description="File Transfer",
                       Content_Disposition="attachment; filename=random.dat", Content_Transfer_Encoding="binary")
        elif self.path_only == "/backend/empty.php":
            self.answer(200)
        else:
            self.answer(404, b"<html>not found</html>", Content_Type="text/html")

    def do_POST(self):
        self.swallow() if self.path_only == "/backend/empty.php" else self.answer(405)


class Cloudflare(Public):
    """As speed.cloudflare.com answers; more than 99 999 999 bytes at once are refused."""
    def do_GET(self):
        size = int(self.query.get("bytes", 0))
        if self.path_only != "/__down":
            self.answer(404)
        elif size >= 100_000_000:
            self.answer(403)
        else:
            self.noise(size, Server_Timing="cfRequestDuration;dur=1.0")

    def do_POST(self):
        self.swallow() if self.path_only == "/__up" else self.answer(405)


def listing(rows):
    """A handler that publishes a list of servers, whatever is asked for."""
    class List(Handler):
        def do_GET(self):
            self.answer(200, json.dumps(rows).encode(), Content_Type="application/json")
    return List


def sign_in(handler):
    """As a hotel's network answers for whoever is asked, until somebody signed in."""
    handler.answer(302, Location="http://login.hotel.example/?from=" + handler.path_only)


if __name__ == "__main__":
    shape = {"librespeed": LibreSpeed, "cloudflare": Cloudflare, "first": responder(first_load),
             "sign_in": responder(sign_in, session=sign_in)}[sys.argv[1]]
    server = Server(shape, sys.argv[2], int(sys.argv[3]))
    with Reflector(server.server_port, sys.argv[2]) if sys.argv[1] == "first" else contextlib.nullcontext():
        print("listening on", f"http://{sys.argv[2]}:{server.server_port}", flush=True)
        server.serve_forever()

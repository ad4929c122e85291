"""deskreadyd's socket, held against its OpenAPI document."""
import contextlib
import json
import os
import shutil
import signal
import socket
import stat
import subprocess
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
import ending  # noqa: E402
from daemon_home import BIN, Home, PATIENCE, SANITIZERS, SOURCE, UnixConnection  # noqa: E402


class Socket(Home):
    def talk(self, data):
        with socket.socket(socket.AF_UNIX) as connection:
            connection.settimeout(PATIENCE)
            connection.connect(str(self.socket))
            answer = b""
            try:
                connection.sendall(data)
                while part := connection.recv(65536):
                    answer += part
            except (BrokenPipeError, ConnectionResetError):
                pass
            return answer

    def test_it_is_private(self):
        self.started()
        self.assertEqual(stat.S_IMODE(self.socket.stat().st_mode), 0o600)
        self.assertEqual(stat.S_IMODE(self.socket.parent.stat().st_mode), 0o700)

    def test_earlier_checks_are_not_forgotten_while_it_would_write_them_anew(self):
        self.started()
        done = subprocess.run([BIN / "deskready", "history", "forget", "--yes"], env=self.environment, capture_output=True, text=True)
        self.assertEqual((done.returncode, done.stdout), (3, ""))
        self.assertIn("systemctl --user stop deskready", " ".join(done.stderr.split()))

    def test_wrong_places_and_methods_change_nothing(self):
        self.started()
        self.assertEqual(self.ask("GET", "/")[0], 404)
        self.assertEqual(self.ask("GET", "/trigger")[0], 405)
        self.assertEqual(self.ask("POST", "/status")[0], 405)
        self.assertEqual(self.runs(), [])

    def test_garbage_is_refused_and_survived(self):
        self.started()
        self.assertIn(b" 400 ", self.talk(os.urandom(512) + b"\r\n\r\n"))
        self.assertIn(b" 413 ", self.talk(b"GET /status HTTP/1.1\r\nX: " + b"y" * 20000 + b"\r\n\r\n"))
        self.assertIn(b" 413 ", self.talk(b"POST /trigger HTTP/1.1\r\nContent-Length: 99999\r\n\r\n"))
        for size in (0, 1, 7):
            with socket.socket(socket.AF_UNIX) as connection:
                connection.connect(str(self.socket))
                connection.sendall(b"GET /status HTTP/1.1\r\n"[:size])
        self.assertEqual(self.runs(), [])
        self.assertTrue(self.answers())

    def test_100_megabytes_are_neither_read_nor_kept(self):
        daemon = self.started()
        for head in (b"POST /trigger HTTP/1.1\r\nContent-Length: 100000000\r\n\r\n",
                     b"POST /trigger HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n5f5e100\r\n"):
            self.talk(head + b"z" * 100_000_000)
            self.assertTrue(self.answers())
        if not SANITIZERS:
            self.assertLess(self.peak_kb(daemon), 90_000)
        self.assertEqual(self.runs(), [])

    def test_idlers_are_dropped_and_lock_nobody_out(self):
        self.started()
        idlers = []
        for _ in range(40):
            idler = socket.socket(socket.AF_UNIX)
            self.addCleanup(idler.close)
            idler.settimeout(PATIENCE)
            idler.connect(str(self.socket))
            idlers.append(idler)
            self.assertTrue(self.answers(), f"locked out by {len(idlers)} idlers")
        for idler in idlers:
            try:
                self.assertEqual(idler.recv(1), b"")
            except ConnectionResetError:
                pass

    def test_a_burst_of_clients_is_queued_while_the_daemon_cannot_run(self):
        daemon = self.started()
        daemon.send_signal(signal.SIGSTOP)
        self.addCleanup(daemon.send_signal, signal.SIGCONT)
        clients = []
        for _ in range(60):
            client = socket.socket(socket.AF_UNIX)
            self.addCleanup(client.close)
            client.settimeout(PATIENCE)
            client.connect(str(self.socket))
            clients.append(client)
        daemon.send_signal(signal.SIGCONT)
        self.assertTrue(self.answers())


def faults(value, schema, document, where="it"):
    """What is wrong with a value by the part of JSON Schema that the control document uses."""
    if "$ref" in schema:
        part = document
        for step in schema["$ref"].removeprefix("#/").split("/"):
            part = part[step]
        return faults(value, part, document, where)
    unknown = set(schema) - {"type", "enum", "required", "properties", "additionalProperties", "items", "description"}
    assert not unknown, unknown
    if "enum" in schema and value not in schema["enum"]:
        return [f"{where} is {value!r}"]
    types = {"object": dict, "array": list, "string": str, "boolean": bool, "integer": int, "number": (int, float),
             "null": type(None)}
    allowed = schema.get("type", [])
    allowed = [allowed] if isinstance(allowed, str) else allowed
    if allowed and not any(isinstance(value, types[name]) for name in allowed):
        return [f"{where} is a {type(value).__name__}"]
    found = []
    if isinstance(value, dict):
        found += [f"{where} has no {name}" for name in schema.get("required", []) if name not in value]
        for name, part in value.items():
            if name in schema.get("properties", {}):
                found += faults(part, schema["properties"][name], document, f"{where}.{name}")
            elif schema.get("additionalProperties") is False:
                found.append(f"{where} has a {name} that is not documented")
    if isinstance(value, list):
        for entry in value:
            found += faults(entry, schema.get("items", {}), document, where + "[]")
    return found


class Control(Home):
    """The daemon against docs/control.openapi.json."""

    def setUp(self):
        super().setUp()
        self.document = json.loads((SOURCE / "docs/control.openapi.json").read_text())
        self.seen = set()

    def hold(self, method, target, body=None, path=None):
        path = path or target
        status, answer = self.ask(method, target, body)
        response = self.document["paths"][path][method.lower()]["responses"].get(str(status))
        self.assertIsNotNone(response, f"{method} {target}: {status} is not documented: {answer}")
        if "$ref" in response:
            response = self.document["components"]["responses"][response["$ref"].rsplit("/", 1)[1]]
        schema = response["content"]["application/json"]["schema"]
        self.assertEqual(faults(answer, schema, self.document), [], f"{method} {target}: {answer}")
        self.seen.add((path, method.lower(), status))
        return answer

    def test_every_answer_is_as_documented(self):
        self.configure('[[job]]\nspec = "voice-baseline"\nzone = "Asia/Karachi"\nshifts = ["20:00-05:00"]\n')
        self.started(STANDIN="not_ready")
        self.hold("GET", "/status")
        runs = self.hold("GET", "/next")["runs"]
        self.assertEqual({run["weight"] for run in runs}, {"light", "full"})
        self.assertEqual([run["at"] for run in runs], sorted(run["at"] for run in runs))
        self.hold("POST", "/trigger", {"weight": "light"})
        self.hold("GET", "/status")
        self.until(lambda: self.status()["state"] != "checking")
        report = self.hold("GET", "/status")["last_report"]["id"]
        self.hold("GET", "/reports/" + report, path="/reports/{id}")
        self.hold("GET", "/reports/none", path="/reports/{id}")
        self.hold("POST", "/trigger", {"weight": "heavy"})
        self.hold("POST", "/pause", {"until": "yesterday"})
        self.hold("POST", "/pause", {"seconds": 3600})
        self.hold("GET", "/status")
        self.assertEqual(self.hold("GET", "/next")["runs"], [])
        self.hold("POST", "/trigger")
        self.hold("POST", "/resume")
        self.hold("POST", "/reload")
        self.configure("[schedule]\nevery = 5\n")
        self.hold("POST", "/reload")
        documented = {(path, method, int(status)) for path, methods in self.document["paths"].items()
                      for method, operation in methods.items() for status in operation["responses"]}
        streams = {("/events", "get", 200), ("/events", "get", 503), ("/metrics", "get", 200)}
        self.assertEqual(documented - self.seen, streams)

    def test_no_other_place_is_there(self):
        self.started()
        told = self.ask("GET", "/")[1]["error"]
        for path in self.document["paths"]:
            self.assertIn(path.replace("{id}", "ID"), told)
        self.assertEqual(told.count("/"), len(self.document["paths"]) + 1)
        self.assertEqual(self.ask("POST", "/pause", [1])[0], 400)

    def listen(self):
        connection = socket.socket(socket.AF_UNIX)
        self.addCleanup(connection.close)
        connection.settimeout(PATIENCE)
        connection.connect(str(self.socket))
        connection.sendall(b"GET /events HTTP/1.1\r\nHost: x\r\n\r\n")
        return connection

    def events(self, connection):
        text = b""
        while True:
            while b"\n\n" in text:
                event, text = text.split(b"\n\n", 1)
                lines = dict(line.split(": ", 1) for line in event.decode().splitlines() if ": " in line)
                yield lines["event"], json.loads(lines["data"])
            part = connection.recv(65536)
            if not part:
                return
            text = (text + part).replace(b"close\r\n\r\n", b"close\r\n")

    def test_events_tell_status_progress_and_the_report(self):
        self.started(STANDIN="talks")
        stream = self.events(self.listen())
        name, status = next(stream)
        self.assertEqual(name, "status")
        self.assertEqual(faults(status, self.document["components"]["schemas"]["Status"], self.document), [])
        self.ask("POST", "/trigger")
        while (event := next(stream))[0] != "progress":
            pass
        self.assertEqual(event[1], {"doing": "Measuring the line", "job": "voice-baseline"})
        self.assertEqual(self.status()["progress"], {"doing": "Measuring the line"})
        self.ask("POST", "/pause")
        while next(stream)[1].get("state") != "paused":
            pass

    def test_listeners_have_a_bound_and_one_that_does_not_read_harms_nobody(self):
        self.started()
        listeners = [self.listen() for _ in range(8)]
        for listener in listeners:
            self.assertIn(b" 200 ", listener.recv(15))
        self.assertIn(b" 503 ", self.listen().recv(15))
        self.assertTrue(self.answers())
        listeners[0].close()
        self.until(lambda: b" 200 " in self.listen().recv(15))

    def test_a_listener_that_never_reads_is_dropped_and_nothing_is_kept_for_it(self):
        self.started(STANDIN="chatters")
        deaf = self.listen()
        self.check_once()
        self.assertEqual(self.status()["verdict"], "ready")
        got = 0
        with contextlib.suppress(ConnectionResetError):
            while part := deaf.recv(1 << 20):
                got += len(part)
        self.assertLess(got, 2_000_000, "what was meant for it was kept")

    def test_metrics_are_valid_and_written_where_asked(self):
        file = self.folder / "node/deskready.prom"
        file.parent.mkdir()
        self.configure(f'[metrics]\ntextfile = "{file}"\n[[job]]\nspec = "voice-baseline"\nrole = "a \\"b\\""\n')
        daemon = self.started(STANDIN="not_ready")
        self.check_once()
        self.until(lambda: file.exists() and 'verdict="not_ready"} 1' in file.read_text())
        connection = UnixConnection(self.socket)
        self.addCleanup(connection.close)
        connection.request("GET", "/metrics")
        answer = connection.getresponse()
        self.assertTrue(answer.headers["Content-Type"].startswith("application/openmetrics-text"))
        served = answer.read().decode()
        self.assertTrue(served.endswith("# EOF\n"))
        # Only a daemon that has ended writes to it no more.
        daemon.terminate()
        daemon.wait()
        self.assertEqual([entry.name for entry in file.parent.iterdir()], ["deskready.prom"])
        if shutil.which("promtool") is None:
            self.skipTest("promtool (package prometheus) is not installed")
        for text in (served, file.read_text()):
            done = subprocess.run(["promtool", "check", "metrics"], input=text, capture_output=True, text=True)
            self.assertEqual((done.returncode, done.stdout + done.stderr), (0, ""))


if __name__ == "__main__":
    ending.main()

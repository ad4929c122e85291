"""The far end as its owner has it: settings, reload, drain, monitoring, log, several nodes, agents of other versions."""
import http.client
import json
import os
import pathlib
import re
import select
import shutil
import signal
import socket
import struct
import subprocess
import sys
import time

sys.path.insert(0, str(pathlib.Path(__file__).parents[1]))
import ending  # noqa: E402
from harness import BIN, PATIENCE  # noqa: E402
from strangers import Datagrams, Honest, Responder, ask, connect, first_packet, get, packet, session  # noqa: E402


# A journal in place of the system's: runs a program whose output goes to it, and says each entry, and each plain line,
# as a line of JSON.
JOURNAL = """
import json, os, socket, subprocess, sys, threading
subprocess.run(["mount", "-t", "tmpfs", "none", "/run"], check=True)
os.makedirs("/run/systemd/journal")
journal = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
journal.bind("/run/systemd/journal/socket")
read, write = os.pipe()
stream = f"{os.fstat(write).st_dev}:{os.fstat(write).st_ino}"
far = subprocess.Popen(sys.argv[1:], stdout=write, stderr=write, env={**os.environ, "JOURNAL_STREAM": stream})
def end():
    sys.stdin.read()
    far.kill()
    os._exit(0)
threading.Thread(target=end).start()
def plain():
    for line in os.fdopen(read):
        print(json.dumps({"pid": far.pid, "MESSAGE": line}), flush=True)
threading.Thread(target=plain).start()
while True:
    entry = journal.recv(65536).decode()
    print(json.dumps(dict(line.split("=", 1) for line in entry.splitlines() if "=" in line)), flush=True)
"""


class Operation(Honest):
    def test_old_and_new_agents(self):
        with Responder() as far:
            _, first = session(far.port)
            self.assertEqual((first["protocol"], "session" in first), (1, False))
            for newer in ("99", "99999999999999", "9" * 300):
                _, newest = session(far.port, query=f"?protocol={newer}")
                self.assertEqual(newest["protocol"], 2)
            self.assertMeasuredTo(far.port, first)

    def assertMeasuredTo(self, port, grant):
        """All that an agent of the first version asks for."""
        with Datagrams(port) as own:
            answers = own.answers([first_packet(grant, n) for n in range(50)], first_packet(grant, 50))
        self.assertEqual([len(one) for one in answers], [64] * 51)
        self.assertEqual([int.from_bytes(one[24:28], "big") for one in answers], list(range(51)))
        words = f"?token={grant['token']}&seconds=0.2&rate=50000000"
        status, noise = ask(port, get("/download" + words))
        self.assertEqual(status, 200)
        self.assertGreater(len(noise), 500_000)
        status, counted = ask(port, f"POST /upload{words} HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\nfull nine")
        self.assertEqual((status, json.loads(counted)["bytes"]), (200, 9))

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
        with self.assertRaisesRegex(AssertionError, "chmod 640"):
            Responder("--secret-file", secret)

    def test_a_file_of_settings_that_cannot_be_read_is_named_and_why(self):
        for name, why in ((self.folder / "nosuch", "No such file or directory"), (self.folder, "it is a folder")):
            done = subprocess.run([BIN / "deskready-responder", "--settings", name], capture_output=True, text=True,
                                  timeout=PATIENCE)
            self.assertEqual(done.returncode, 3)
            self.assertIn(f"--settings {name}: {why}", done.stderr)
            self.assertIn("name a file of these options", done.stderr)

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

    def test_a_fault_in_the_settings_names_its_line(self):
        settings = self.folder / "responder.toml"
        cases = (("sessions = 5\n# a word\nsession-rate = much\nwhole-addresses = true\n", 3, "session-rate"),
                 ("sessions = 5\n\nsesions = 7\n", 3, 'no setting "sesions"; did you mean sessions?'),
                 ("LISTEN = 127.0.0.1:1\n", 1, "did you mean listen?"),
                 ("sessions = 5\n[limits]\nsession-rate = 5000000\n", 2, '"[limits]": a file of settings has no parts'),
                 ("listen : 127.0.0.1:1\n", 1, "write it as name = value"),
                 ("zzzzzzzzzz = 1\n", 1, "; use "),
                 ("elsewhere = \"nonsense\"\n", 1, "https://edge.example"),
                 ("sessions = 5\naccess-log = \"\"\n", 2, "names no file"),
                 ("sessions = 99999999\n", 1, "sessions"),
                 ("\n\n\ntrust-network = [\"10.0.0.0/8\", \"10.0.0.0/99\"]\n", 4, "10.0.0.0/99"),
                 ("sessions = 5\nlisten = \"nowhere\"\n", 2, "nowhere"),
                 ("sessions = 5\nsession-rate = \"\x1b]0;x\x07\x1b[2J\x9b\"\n", 2, "session-rate"),
                 ("sessions = 5\n\x1b[31mred = 1\n", 2, "red"),
                 ("sessions = 5\nsessions = 6\n", 2, "sessions"))
        for text, line, what in cases:
            settings.write_text(text)
            done = subprocess.run([BIN / "deskready-responder", "--settings", settings], capture_output=True, text=True,
                                  timeout=PATIENCE)
            with self.subTest(text):
                self.assertEqual(done.returncode, 3)
                self.assertIn(f"{settings}, line {line}: ", done.stderr)
                self.assertIn(what, done.stderr)
                self.assertNotRegex(done.stdout + done.stderr, "[\x00-\x08\x0b-\x1f\x7f-\x9f]")
        settings.write_text("sessions = 5\n")
        with Responder("--settings", settings) as far:
            settings.write_text("sessions = \x1b[31mfive\n")
            far.process.send_signal(signal.SIGHUP)
            said = far.process.stderr.readline()
            self.assertIn("goes on with the settings of before", said)
            self.assertIn("line 1", said)
            self.assertNotIn("\x1b", said)

    def test_the_command_line_commands_nothing(self):
        for words in (("--listen", "\x1b[2J"), ("--sessions", "\x1b[2J"), ("--\x1b[2J",), ("--advertise", "\x9b2J"),
                      ("--access-log", "/nowhere/\x1b[2J"), ("--secret-file", "/nowhere/\x1b[2J")):
            done = subprocess.run([BIN / "deskready-responder", "--listen", "127.0.0.1:0", *words], capture_output=True,
                                  text=True, timeout=PATIENCE)
            self.assertEqual(done.returncode, 3, words)
            self.assertTrue(done.stderr, words)
            self.assertNotRegex(done.stdout + done.stderr, "[\x00-\x08\x0b-\x1f\x7f-\x9f]")

    def test_a_reload_takes_all_or_nothing(self):
        settings = self.folder / "responder.toml"
        settings.write_text(f'session-rate = 5000000\naccess-log = "{self.folder}/checks"\n')
        with Responder("--settings", settings) as far:
            settings.write_text('session-rate = 7000000\naccess-log = "/nowhere/checks"\n')
            far.process.send_signal(signal.SIGHUP)
            self.assertRegex(far.process.stderr.readline(), "goes on with the settings of before.*/nowhere/checks")
            self.assertEqual(session(far.port)[1]["max_rate"], 5_000_000)
            settings.write_text('session-rate = 7000000\nmetrics = "127.0.0.1:0"\nsecret-file = "secret"\n')
            (self.folder / "secret").write_bytes(os.urandom(40))
            (self.folder / "secret").chmod(0o640)
            settings.write_text(settings.read_text().replace('"secret"', f'"{self.folder}/secret"'))
            far.process.send_signal(signal.SIGHUP)
            self.assertIn("read again", far.process.stderr.readline())
            self.assertRegex(far.process.stderr.readline(), "--metrics changed, and stays")
            self.assertRegex(far.process.stderr.readline(), "--secret-file changed, and stays")
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

    def test_drains_what_another_node_granted(self):
        secret = self.folder / "secret"
        secret.write_bytes(os.urandom(40))
        secret.chmod(0o600)
        with Responder("--secret-file", secret) as one, Responder("--secret-file", secret) as two:
            _, grant = session(one.port, query="?protocol=2")
            with connect(two.port) as running:
                running.sendall(get(f"/download?token={grant['token']}&seconds=2&rate=1000000").encode())
                running.recv(100)
                two.process.terminate()
                got = 0
                while part := running.recv(65536):
                    got += len(part)
            self.assertGreater(got, 100_000, "the one that ran goes on to its end")
            self.assertEqual(two.process.wait(90), 0)

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
            self.assertIn('deskready_responder_refusals_total{reason="no_token"} 0\n', pages["/metrics"][1], "not yet")
            self.assertTrue(pages["/metrics"][1].endswith("# EOF\n"))

    def page(self, *words):
        """What Prometheus reads of a far end that was asked for a session, a load and a packet."""
        with Responder("--metrics", "127.0.0.1:0", *words) as far:
            port = int(far.process.stdout.readline().split()[-1])
            if not words:
                _, grant = session(far.port, query="?protocol=2")
                ask(far.port, get(f"/download?token={grant['token']}&seconds=0.1&rate=1000000"))
                ask(far.port, get("/download?token=none"))
                with Datagrams(far.port) as own:
                    self.assertEqual(len(own.answers([], packet(grant, 0, 0, 0))), 1)
            client = http.client.HTTPConnection("127.0.0.1", port)
            client.request("GET", "/metrics")
            return client.getresponse().read().decode()

    def test_prometheus_and_its_dashboard_know_the_figures(self):
        if shutil.which("promtool") is None:
            self.skipTest("promtool is not installed: /metrics and the alert rules are not checked")
        subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes",
                        "-days", "90", "-subj", "/CN=x", "-keyout", self.folder / "key", "-out", self.folder / "pem"],
                       check=True, capture_output=True)
        pages = [self.page(), self.page("--certificate", self.folder / "pem", "--key", self.folder / "key")]
        for page in pages:
            done = subprocess.run(["promtool", "check", "metrics"], input=page, capture_output=True, text=True)
            self.assertEqual((done.returncode, done.stdout + done.stderr), (0, ""))
        there = set(re.findall(r"^# TYPE (\w+) ", "".join(pages), re.MULTILINE))
        packaged = pathlib.Path(os.environ["DESKREADY_SOURCE"]) / "packaging/responder"
        done = subprocess.run(["promtool", "check", "rules", packaged / "alerts.yml"], capture_output=True, text=True)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        dashboard = json.loads((packaged / "grafana-dashboard.json").read_text())
        asked = [target["expr"] for panel in dashboard["panels"] for target in panel["targets"]]
        asked += re.findall(r"^ *expr: (.*)", (packaged / "alerts.yml").read_text(), re.MULTILINE)
        named = {name for text in asked for name in re.findall(r"deskready_\w+", text)}
        self.assertGreater(len(named), 5)
        self.assertEqual(named - there, set(), "asked for, and not on the page")

    def test_the_journal_gets_fields(self):
        """Where output goes to the journal (systemd.exec(5), $JOURNAL_STREAM), a check is an entry with fields."""
        unshare = ["unshare", "--mount"] + ([] if os.geteuid() == 0 else ["--map-root-user"])
        if subprocess.run([*unshare, "true"], capture_output=True).returncode != 0:
            self.skipTest("no mount namespace can be made: the journal's fields are not checked")
        stand_in = subprocess.Popen([*unshare, sys.executable, "-c", JOURNAL, BIN / "deskready-responder", "--listen",
                                     "127.0.0.1:0", "--access-log", "-"], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                    text=True)
        try:
            started = json.loads(stand_in.stdout.readline())
            port = int(started["MESSAGE"].rsplit(":", 1)[1])
            _, grant = session(port, query="?protocol=2")
            self.assertEqual(ask(port, get(f"/download?token={grant['token']}&seconds=0.1&rate=1000000"))[0], 200)
            os.kill(started["pid"], signal.SIGHUP)
            entries = [json.loads(stand_in.stdout.readline()) for _ in range(2)]
        finally:
            stand_in.communicate("")
        told, check = sorted(entries, key=lambda entry: "SESSION_ID" in entry)
        self.assertIn("read again", told["MESSAGE"])
        self.assertEqual((told.get("PRIORITY"), told.get("SYSLOG_IDENTIFIER")), ("6", "deskready-responder"))
        self.assertEqual((check["SESSION_ID"], check["CLIENT_ADDRESS"], check["TRANSFERS"]),
                         (grant["session"], "127.0.0.0/24", "1"))
        self.assertEqual(json.loads(check["MESSAGE"])["session"], grant["session"])

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

    def test_a_log_that_cannot_be_written_ends_nothing(self):
        with Responder("--access-log", "/dev/full") as far:
            _, grant = session(far.port)
            ask(far.port, get(f"/download?token={grant['token']}&seconds=0.1&rate=1000000"))
            while "the access log lacks 1 checks" not in (said := far.process.stderr.readline()):
                self.assertNotEqual(said, "", "it goes on")
            self.assertEqual(session(far.port)[0], 200)

    def test_believes_a_balancer_and_nobody_else(self):
        def proxied(client):
            addresses = socket.inet_aton(client) + socket.inet_aton("127.0.0.1") + struct.pack(">HH", 4000, 443)
            return (b"\r\n\r\n\0\r\nQUIT\n\x21\x11" + struct.pack(">H", len(addresses)) + addresses).decode("latin-1")

        log = self.folder / "checks"
        with Responder("--balancer", "127.0.0.7", "--access-log", log, "--whole-addresses") as far:
            post = "POST /session HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n"
            status, body = ask(far.port, proxied("203.0.113.5") + post, "127.0.0.7")
            self.assertEqual(status, 200)
            target = get(f"/download?token={json.loads(body)['token']}&seconds=0.1&rate=1000000")
            self.assertEqual(ask(far.port, proxied("203.0.113.5") + target, "127.0.0.7")[0], 200)
            self.assertEqual(ask(far.port, post, "127.0.0.7")[0], 0, "a balancer must say for whom it speaks")
            self.assertNotEqual(ask(far.port, proxied("203.0.113.5") + post, "127.0.0.1")[0], 200)
            while not log.read_text():
                select.select([], [], [], 0.1)  # a place is kept for ten seconds
            self.assertEqual(json.loads(log.read_text())["address"], "203.0.113.5")

    def test_certificates(self):
        """One that has expired is refused unless told otherwise, one that soon will is said, and a new one is taken."""
        (self.folder / "ca.conf").write_text(
            f"[ca]\ndefault_ca=d\n[d]\ndir={self.folder}\ndatabase=$dir/index\nnew_certs_dir=$dir\nserial=$dir/serial\n"
            "default_md=sha256\npolicy=p\n[p]\ncommonName=supplied\n[req]\ndistinguished_name=n\n[n]\n")
        key, request, certificate = (self.folder / name for name in ("edge.key", "edge.csr", "edge.pem"))

        def make(name, days):
            """Valid until so many days from here; `openssl req -x509` makes none that has expired."""
            (self.folder / "index").write_text("")
            (self.folder / "serial").write_text("01\n")
            end = time.strftime("%Y%m%d%H%M%SZ", time.gmtime(time.time() + 86400 * days))
            config = ["-config", self.folder / "ca.conf"]
            subprocess.run(["openssl", "req", "-new", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1",
                            "-nodes", "-keyout", key, "-out", request, "-subj", f"/CN={name}", *config], check=True,
                           capture_output=True)
            subprocess.run(["openssl", "ca", "-batch", "-selfsign", "-keyfile", key, "-in", request, "-out", certificate,
                            "-notext", "-startdate", "20200101000000Z", "-enddate", end, *config], check=True,
                           capture_output=True)

        def shown(port):
            return subprocess.run(["openssl", "s_client", "-connect", f"127.0.0.1:{port}"], input="", text=True,
                                  capture_output=True).stdout

        words = ("--certificate", self.folder / "edge.pem", "--key", self.folder / "edge.key")
        make("gone", 0)
        with self.assertRaisesRegex(AssertionError, "has expired"):
            Responder(*words)
        make("soon.example", 3)
        with Responder("--expired-certificate", *words) as far:
            self.assertRegex(far.process.stderr.readline(), "expires in [23] days")
            self.assertIn("soon.example", shown(far.port))
            make("renewed.example", 90)
            far.process.send_signal(signal.SIGHUP)
            self.assertIn("read again", far.process.stderr.readline())
            self.assertIn("renewed.example", shown(far.port))
            (self.folder / "edge.pem").write_text("nothing")
            far.process.send_signal(signal.SIGHUP)
            self.assertIn("edge.pem", far.process.stderr.readline())
            self.assertIn("renewed.example", shown(far.port))

if __name__ == "__main__":
    ending.main()

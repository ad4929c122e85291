"""The far end when it is broken, foreign or behind TLS: what a person is told, the exit code, the report."""
import json
import os
import re
import socket
import struct
import subprocess
import sys
import tempfile
import unittest

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path[:0] = [os.path.join(HERE, ".."), os.path.join(HERE, "../../netlab")]
import emulated  # noqa: E402
import ending  # noqa: E402
import far_ends  # noqa: E402
import private  # noqa: E402

BIN = os.environ["DESKREADY_BIN"]
SOURCE = os.environ["DESKREADY_SOURCE"]
PORT = 8700
RULES = {"latency": "<= 100 ms", "loss": "<= 1 %", "jitter": "<= 30 ms", "download": ">= 20 Mbps",
         "upload": ">= 4 Mbps"}


class FarEndTest(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = folder.name
        os.mkdir(f"{self.folder}/run", 0o700)
        self.env = dict(os.environ, HOME=self.folder, XDG_STATE_HOME=f"{self.folder}/state",
                        XDG_CONFIG_HOME=f"{self.folder}/config", XDG_RUNTIME_DIR=f"{self.folder}/run")

    def spec(self, asked, far_end=None):
        file = f"{self.folder}/line.toml"
        with open(file, "w") as out:
            out.write('[spec]\nlanguage = 1\nname = "line"\nemployer = "Acme"\n')
            if far_end:
                out.write(f'[far_end]\nurl = "{far_end}"\n')
            out.write("[require.network]\n" + "".join(f'{fact} = "{RULES[fact]}"\n' for fact in asked))
        return file

    def check(self, *arguments, before=()):
        """Runs a check; its report must hold against the schema, whatever happened."""
        file = f"{self.folder}/r.json"
        done = subprocess.run([*before, f"{BIN}/deskready", "check", "--only", "network", "--yes", "--format", "json",
                               "--output", file, *arguments], env=self.env, stdin=subprocess.DEVNULL,
                              capture_output=True, text=True, timeout=120)
        if done.returncode == ending.SKIPPED:
            self.skipTest(done.stderr)
        self.assertTrue(os.path.exists(file), f"no report, exit {done.returncode}: {done.stderr}")
        valid = subprocess.run([f"{BIN}/report_validator", file], capture_output=True, text=True)
        self.assertEqual(valid.returncode, 0, valid.stdout)
        with open(file) as read:
            report = json.load(read)
        self.assertEqual(private.told(report, self.folder), [], "this tells whose computer it is")
        os.remove(file)
        return done, report

    def failing(self, url, asked=RULES, cause="far_end_failed", before=()):
        """A check that measures nothing of what is asked; returns what the person is told."""
        done, report = self.check("--spec", self.spec(asked), "--far-end", url, before=before)
        self.assertEqual(done.returncode, 3, done.stderr)
        self.assertEqual(report["verdict"], "incomplete")
        self.assertEqual({f["outcome"] for f in report["findings"]}, {"not_measured"})
        self.assertEqual(report["facts"], {})
        for fact in asked:
            why = report["unmeasured"][f"network.{fact}"]
            self.assertEqual(why["cause"], cause, why)
        messages = [why["message"] for why in report["unmeasured"].values()]
        self.assertNotRegex(" ".join(messages), r"\d+\.\d+\.\d+\.\d+", "reports hold no addresses")
        return done.stderr, messages

    def assertTold(self, words, told):
        said, messages = told
        self.assertIn(words, said)
        for message in messages:
            self.assertIn(words, message)


class Broken(FarEndTest):
    def test_it_refuses(self):
        with socket.socket() as closed:  # bound and not listening: nobody else can get the port
            closed.bind(("127.0.0.1", 0))
            told = self.failing(f"http://127.0.0.1:{closed.getsockname()[1]}")
        self.assertTold("it refuses the connection", told)

    def test_a_mistyped_address_ends_the_check_before_it_began(self):
        for url, fault in (("edge.acme.example", "must begin with https"), ("https://", "names no host"),
                           ("http://me:secret@127.0.0.1", "more than a scheme, a host and a port")):
            done = subprocess.run([f"{BIN}/deskready", "check", "--spec", self.spec(RULES), "--only", "network", "--yes",
                                   "--far-end", url], env=self.env, stdin=subprocess.DEVNULL, capture_output=True,
                                  text=True, timeout=120)
            self.assertEqual((done.returncode, done.stdout), (3, ""), url)
            self.assertIn(fault, done.stderr)

    def test_there_is_no_route(self):
        alone = ["unshare", "-n"] if os.geteuid() == 0 else ["unshare", "-rn"]
        if subprocess.run([*alone, "true"], capture_output=True).returncode != 0:
            self.skipTest("no network namespace can be made here")
        self.assertTold("no route to it", self.failing("http://192.0.2.1:8700", before=alone))

    def test_its_name_is_unknown(self):
        self.assertTold("its name cannot be found", self.failing("http://nowhere.invalid"))

    def test_it_redirects(self):
        with far_ends.Server(far_ends.responder(None)) as target:
            def elsewhere(handler):
                handler.answer(307, Location=target.url + handler.path)
            with far_ends.Server(far_ends.responder(elsewhere, session=elsewhere)) as server:
                self.assertTold("redirects are not followed", self.failing(server.url))
            with far_ends.Server(far_ends.responder(elsewhere)) as server:
                _, messages = self.failing(server.url, ["download", "upload"])
                self.assertEqual(messages, ["The far end did not answer as it should: it answers with status 307."] * 2)
            self.assertEqual(target.seen, [])

    def test_it_hangs_after_the_handshake(self):
        with far_ends.Server(far_ends.responder(lambda handler: handler.server.going.wait(60))) as server:
            _, report = self.check("--spec", self.spec(["latency", "download"]), "--far-end", server.url)
        self.assertEqual(report["facts"], {})
        self.assertIn("no packet came back", report["unmeasured"]["network.latency"]["message"])
        self.assertIn("does not answer in time", report["unmeasured"]["network.download"]["message"])

    def test_it_sends_garbage_after_the_handshake(self):
        def garbage(handler):
            handler.wfile.write(bytes(range(256)) * 40)
        with far_ends.Server(far_ends.responder(garbage)) as server:
            _, messages = self.failing(server.url, ["download", "upload"])
        for message in messages:
            self.assertRegex(message, "no HTTP|the connection broke off")

    def test_it_drops_the_connection_in_mid_transfer(self):
        def drop(handler):
            if handler.command == "GET":
                handler.send_response(200)
                handler.end_headers()
                handler.wfile.write(far_ends.NOISE[:100_000])
            else:
                handler.rfile.read(50_000)
            # Without this the kernel would go on delivering what is in its buffers.
            handler.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        with far_ends.Server(far_ends.responder(drop)) as server:
            _, messages = self.failing(server.url, ["download", "upload"])
        for message in messages:
            self.assertIn("the connection broke off", message)

    def test_it_is_full(self):
        with Responder(["--sessions", "0"]) as full:
            self.assertTold("it asks to come back in", self.failing(full.url, cause="far_end_busy"))


class Versions(FarEndTest):
    """A far end of the first version is measured to: see responder_network_test."""

    def told(self, answer, asked=("latency", "download")):
        def session(handler):
            self.assertEqual(handler.query["protocol"], "2")
            answer(handler)
        with far_ends.Server(far_ends.responder(None, session=session)) as server:
            said, messages = self.failing(server.url, asked, cause="agent_outdated")
        self.assertIn("update deskready", said)
        for text in [said, *messages]:
            self.assertNotIn("did not answer as it should", text)
            self.assertNotIn("failed", text)
        return set(messages)

    def test_one_that_no_longer_serves_this_agent(self):
        for body in (b'{"protocol":3}', b"", b"{}"):
            with self.subTest(body):
                said, = self.told(lambda handler: handler.answer(426, body))
                self.assertRegex(said, "^This deskready is too old for the far end: ")
                self.assertIn("3" if b"3" in body else "2", said)

    def test_one_that_grants_what_nobody_asked_for(self):
        self.told(lambda handler: handler.answer(200, b'{"protocol":3,"token":"t"}'))

    def test_another_server_that_wants_another_http(self):
        def upgrade(handler):
            handler.answer(426, b"<html>Upgrade Required</html>", Upgrade="h2c")
        with far_ends.Server(far_ends.responder(None, session=upgrade)) as server:
            self.assertTold("426", self.failing(server.url, ["download"]))


class Responder:
    """A real deskready-responder on a port of its own."""
    def __init__(self, options=(), address="127.0.0.1", port=0):
        self.command = [f"{BIN}/deskready-responder", "--listen", f"{address}:{port}", *options]

    def __enter__(self):
        self.child = subprocess.Popen(self.command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        self.url = self.child.stdout.readline().split()[-1]
        self.port = int(self.url.rsplit(":", 1)[1])
        return self

    def __exit__(self, *_):
        self.child.kill()  # SIGTERM would wait for the checks that run
        self.child.wait(10)
        self.child.stdout.close()


class Certificates:
    """An authority and certificates by it, made by openssl."""
    def __init__(self, folder):
        self.folder = folder
        self.authority = self.make("authority", ["-subj", "/CN=Test authority"])

    def make(self, name, options, by=None):
        pair = f"{self.folder}/{name}.pem", f"{self.folder}/{name}.key"
        signed = ["-CA", by[0], "-CAkey", by[1]] if by else []
        subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes",
                        "-days", "2", "-out", pair[0], "-keyout", pair[1], *signed, *options],
                       check=True, capture_output=True)
        return pair

    def leaf(self, name, host, *options):
        return self.make(name, ["-subj", f"/CN={host}", "-addext", f"subjectAltName={host}",
                                "-addext", "basicConstraints=critical,CA:FALSE", *options], self.authority)

    def expired(self, name, host):
        """`req -x509` makes none that has ended already; `ca` does."""
        folder = f"{self.folder}/ca"
        os.mkdir(folder)
        open(f"{folder}/index", "w").close()
        with open(f"{folder}/conf", "w") as out:
            out.write(f"[ca]\ndefault_ca=x\n[x]\ndatabase={folder}/index\nnew_certs_dir={folder}\nrand_serial=yes\n"
                      f"default_md=sha256\npolicy=p\nx509_extensions=e\n[p]\ncommonName=supplied\n"
                      f"[e]\nsubjectAltName={host}\n")
        key, request, out = (f"{self.folder}/{name}.{ending}" for ending in ("key", "csr", "pem"))
        subprocess.run(["openssl", "req", "-new", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes",
                        "-subj", f"/CN={host}", "-keyout", key, "-out", request], check=True, capture_output=True)
        subprocess.run(["openssl", "ca", "-batch", "-notext", "-config", f"{folder}/conf", "-cert", self.authority[0],
                        "-keyfile", self.authority[1], "-in", request, "-out", out, "-startdate", "20200101000000Z",
                        "-enddate", "20200102000000Z"], check=True, capture_output=True)
        return out, key


class Tls(FarEndTest):
    def setUp(self):
        super().setUp()
        self.certificates = Certificates(self.folder)
        self.env["SSL_CERT_FILE"] = self.certificates.authority[0]

    def serve(self, pair, address="127.0.0.1"):
        return Responder(["--certificate", pair[0], "--key", pair[1], "--expired-certificate"], address)

    def test_a_trusted_certificate(self):
        for address, host in (("127.0.0.1", "IP:127.0.0.1"), ("[::1]", "IP:::1")):
            with self.subTest(address), self.serve(self.certificates.leaf("good", host), address) as far:
                self.assertTrue(far.url.startswith("https://"))
                done, report = self.check("--spec", self.spec(["latency", "download", "upload"]), "--far-end", far.url)
                self.assertEqual(done.returncode, 3)
                self.assertEqual(report["conditions"]["far_end"], "on_this_machine")
                self.assertEqual(set(report["facts"]), {"network.latency", "network.download", "network.upload"})
                self.assertEqual(report["facts"]["network.download"]["detail"]["address_family"],
                                 "IPv6" if ":" in address else "IPv4")

    def test_what_is_wrong_with_a_certificate_is_said_in_words(self):
        own = self.certificates
        stranger = own.make("stranger", ["-subj", "/CN=Somebody"])
        cases = {
            "it has expired": own.expired("old", "IP:127.0.0.1"),
            "it was issued for another name": own.leaf("other", "DNS:edge.example"),
            "it is self-signed": own.make("self", ["-subj", "/CN=edge", "-addext", "subjectAltName=IP:127.0.0.1"]),
            "this computer does not know who issued it": own.make(
                "unknown", ["-subj", "/CN=edge", "-addext", "subjectAltName=IP:127.0.0.1"], stranger),
        }
        for words, pair in cases.items():
            with self.subTest(words), self.serve(pair) as far:
                self.assertTold(words, self.failing(far.url, ["download"]))

    @staticmethod
    def draining(elsewhere):
        def session(handler):
            handler.answer(503, json.dumps({"reason": "draining", "elsewhere": elsewhere}).encode(), Retry_After="30")
        return far_ends.responder(None, session=session)

    def test_another_node_has_to_prove_the_name(self):
        good = self.certificates.leaf("good", "IP:127.0.0.1")
        for pair in (good, self.certificates.leaf("own", "IP:127.0.0.2")):
            with self.subTest(pair), self.serve(pair, "127.0.0.2") as node, \
                    far_ends.Server(self.draining(node.url), pair=good) as first:
                _, report = self.check("--spec", self.spec(["latency", "download"]), "--far-end", first.url)
                if pair == good:
                    self.assertEqual(set(report["facts"]), {"network.latency", "network.download"})
                else:
                    self.assertEqual(report["facts"], {})
                    why = report["unmeasured"]["network.download"]
                    self.assertEqual(why["cause"], "far_end_busy")
                    self.assertIn("the other that it names does not answer", why["message"])

    def test_without_tls_nobody_is_sent_to_another_host(self):
        with far_ends.Server(far_ends.responder(None), "127.0.0.2") as target, \
                far_ends.Server(self.draining(f"http://127.0.0.2:{target.server_port}")) as first:
            told = self.failing(first.url, ["download"], cause="far_end_busy")
            self.assertTold("may not be sent to", told)
            self.assertEqual(target.seen, [])

    def test_the_wrong_scheme(self):
        with self.serve(self.certificates.leaf("good", "IP:127.0.0.1")) as far:
            self.assertTold("perhaps it serves https", self.failing(far.url.replace("https", "http"), ["download"]))
        with Responder() as far:
            self.assertTold("perhaps it serves http", self.failing(far.url.replace("http", "https"), ["download"]))


class Addresses(FarEndTest):
    def test_the_next_address_of_a_name_is_tried(self):
        for address in ("127.0.0.1", "[::1]"):  # localhost has both
            with self.subTest(address), Responder(address=address) as far:
                _, report = self.check("--spec", self.spec(["download"]), "--far-end", f"http://localhost:{far.port}")
                self.assertIn("network.download", report["facts"], report["unmeasured"])

    def named(self):
        """What runs a check where edge.example has two addresses of this computer."""
        with open(f"{self.folder}/hosts", "w") as out:
            out.write("127.0.0.1 localhost edge.example\n127.0.0.2 edge.example\n")
        before = ["unshare", "-m", "sh", "-c", f'mount --bind {self.folder}/hosts /etc/hosts && exec "$@"', "sh"]
        if subprocess.run([*before, "true"], capture_output=True).returncode != 0:
            self.skipTest("names cannot be given addresses here")
        return before

    def test_the_next_address_of_a_name_is_tried_when_tls_fails_at_the_first(self):
        before, own = self.named(), Certificates(self.folder)
        self.env["SSL_CERT_FILE"] = own.authority[0]
        good, other = own.leaf("good", "DNS:edge.example"), own.leaf("other", "DNS:other.example")
        for bad, well in (("127.0.0.1", "127.0.0.2"), ("127.0.0.2", "127.0.0.1")):  # whichever is tried first
            for options in (["--certificate", other[0], "--key", other[1]], []):  # a foreign name; no TLS at all
                with self.subTest(bad=bad, options=options), Responder(options, bad) as first, \
                        Responder(["--certificate", good[0], "--key", good[1]], well, first.port):
                    _, report = self.check("--spec", self.spec(["download"]), "--far-end",
                                           f"https://edge.example:{first.port}", before=before)
                    self.assertIn("network.download", report["facts"], report["unmeasured"])

    def test_what_is_wrong_at_all_addresses_is_said(self):
        before, own = self.named(), Certificates(self.folder)
        self.env["SSL_CERT_FILE"] = own.authority[0]
        other = own.leaf("other", "DNS:other.example")
        options = ["--certificate", other[0], "--key", other[1]]
        with Responder(options, "127.0.0.1") as first, Responder(options, "127.0.0.2", first.port):
            told = self.failing(f"https://edge.example:{first.port}", ["download"], before=before)
            self.assertTold("it was issued for another name", told)

    def test_a_spec_names_no_address_of_this_computer_or_of_a_private_network(self):
        with far_ends.Server(far_ends.responder(None), port=8443) as server:
            for host in ("127.0.0.1", "localhost", "[::ffff:127.0.0.1]", "2130706433", "0.0.0.0"):
                with self.subTest(host):
                    done, report = self.check("--spec", self.spec(["download"], f"http://{host}:8443"))
                    self.assertEqual(done.returncode, 3)
                    self.assertIn("no spec may name", done.stderr)
                    self.assertIn("no spec may name", report["unmeasured"]["network.download"]["message"])
            self.assertEqual(server.seen, [])

    def test_a_spec_loads_no_odd_port(self):
        done = subprocess.run([f"{BIN}/deskready", "check", "--spec", self.spec(["download"], "https://edge.example:25")],
                              env=self.env, stdin=subprocess.DEVNULL, capture_output=True, text=True)
        self.assertEqual(done.returncode, 3)
        self.assertIn("line.toml:5:", done.stderr)
        self.assertIn("80, 443", done.stderr)


class PublicSpeedTest(FarEndTest):
    SHOWN = {"network.latency", "network.download", "network.upload"}

    def shown(self, shape, *how):
        """A check to a public speed test, named in one way or another: what the person reads first, and the figures."""
        done, report = self.check("--spec", self.spec(RULES), *how)
        self.assertEqual(done.returncode, 3, done.stderr)
        self.assertRegex(" ".join(done.stderr.split()),
                         r"^The line is measured to 127\.0\.0\.1; whoever runs it sees this computer's internet address\. "
                         r"This check uses up to [\d.]+ MB")
        self.assertIn("public speed test", done.stderr)
        self.assertEqual(set(report["facts"]), self.SHOWN, report["unmeasured"])
        for fact in ("download", "upload"):
            figure = report["facts"][f"network.{fact}"]
            # Ended early where it was soon sure to be enough, which hangs on how busy this computer is.
            self.assertTrue(figure.get("at_least") or figure["low"] <= figure["value"] <= figure["high"], figure)
            self.assertGreater(figure["value"], float(re.search(r"\d+", RULES[fact]).group()) * 1e6)
            self.assertIn(shape.__name__, figure["method"])
        self.assertLess(report["facts"]["network.latency"]["value"], 5, "it is in seconds")
        for fact in ("loss", "jitter"):
            self.assertEqual(report["unmeasured"][f"network.{fact}"]["cause"], "public_far_end")
        self.assertEqual({f["outcome"] for f in report["findings"]}, {"not_measured"}, "it is this computer")

    def test_its_three_figures_are_shown_and_nothing_is_made_up(self):
        for shape, path in ((far_ends.Cloudflare, ""), (far_ends.LibreSpeed, ""), (far_ends.LibreSpeed, "/backend")):
            with self.subTest(shape.__name__ + path), far_ends.Server(shape) as server:
                self.shown(shape, "--far-end", server.url + path + "/")

    def test_over_tls(self):
        own = Certificates(self.folder)
        self.env["SSL_CERT_FILE"] = own.authority[0]
        pair = own.leaf("good", "IP:127.0.0.1")
        for shape in (far_ends.Cloudflare, far_ends.LibreSpeed):
            with self.subTest(shape.__name__), far_ends.Server(shape, pair=pair) as server:
                self.assertTrue(server.url.startswith("https://"))
                self.shown(shape, "--far-end", server.url)

    def test_a_certificate_that_nobody_vouches_for_is_said(self):
        pair = Certificates(self.folder).leaf("good", "IP:127.0.0.1")
        with far_ends.Server(far_ends.Cloudflare, pair=pair) as server:
            self.assertTold("this computer does not know who issued it", self.failing(server.url))
            self.assertEqual(server.seen, [], "nothing is asked of a server that is not to be trusted")

    def test_the_owners_settings_may_name_one_for_a_job(self):
        os.makedirs(f"{self.folder}/config/deskready")
        with far_ends.Server(far_ends.LibreSpeed) as server:
            with open(f"{self.folder}/config/deskready/config.toml", "w") as out:
                out.write(f'[[job]]\nspec = "{self.folder}/line.toml"\nfar_end = "{server.url}"\n')
            self.shown(far_ends.LibreSpeed)


class OverALine(FarEndTest):
    """In an emulated home of 50 Mbit/s down, 10 up and 20 ms: the only far ends here that are judged."""

    def over_the_line(self, far, url, asked, *line):
        return self.check("--spec", self.spec(asked), "--far-end", url, before=emulated.before([*emulated.HEALTHY, *line], far))

    def assertMet(self, report, asked):
        outcomes = {f["fact"]: f["outcome"] for f in report["findings"]}
        self.assertEqual(outcomes, {f"network.{fact}": "met" for fact in asked}, report["unmeasured"])

    def test_udp_is_blocked(self):
        done, report = self.over_the_line(emulated.responder(f"0.0.0.0:{PORT}"),
                                          f"http://10.78.0.2:{PORT}", ["latency", "download"], "--block-udp")
        self.assertEqual(done.returncode, 3, done.stderr)
        outcomes = {f["fact"]: f["outcome"] for f in report["findings"]}
        self.assertEqual(outcomes, {"network.latency": "not_measured", "network.download": "met"})
        self.assertIn("UDP", report["unmeasured"]["network.latency"]["message"])

    def test_ipv6_and_a_small_mtu(self):
        asked = ["latency", "download", "upload"]
        done, report = self.over_the_line(emulated.responder(f"[::]:{PORT}"),
                                          f"http://[fd78::2]:{PORT}", asked, "--mtu", "1280")
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertMet(report, asked)
        self.assertEqual(report["facts"]["network.download"]["detail"]["address_family"], "IPv6")

    def test_a_line_that_drops_large_packets(self):
        asked = ["latency", "download", "upload"]
        # The call's own packets are small.
        for mtu in ("1400", "900"):
            done, report = self.over_the_line(emulated.responder(),
                                              f"http://10.78.0.2:{PORT}", asked, "--drop-above", mtu)
            self.assertEqual(done.returncode, 3, done.stderr)
            self.assertIn("network.latency", report["facts"], report["unmeasured"])
            for fact in ("download", "upload"):
                message = report["unmeasured"][f"network.{fact}"]["message"]
                self.assertIn("small packets reach it and large ones do not", message)

    def test_a_line_that_drops_the_certificate(self):
        own = Certificates(self.folder)
        self.env["SSL_CERT_FILE"] = own.authority[0]
        pair = own.leaf("good", "IP:10.78.0.2")
        done, report = self.over_the_line(
            f"{emulated.responder()} --certificate {pair[0]} --key {pair[1]}",
            f"https://10.78.0.2:{PORT}", ["latency", "download"], "--drop-above", "800")
        self.assertEqual(done.returncode, 3, done.stderr)
        for fact in ("latency", "download"):
            message = report["unmeasured"][f"network.{fact}"]["message"]
            self.assertIn("small packets reach it and large ones do not", message)

    def test_a_public_speed_test_is_judged(self):
        asked = ["latency", "download", "upload"]
        done, report = self.over_the_line(f"{sys.executable} {SOURCE}/tests/e2e/far_ends.py librespeed 10.78.0.2 {PORT}",
                                          f"http://10.78.0.2:{PORT}", asked)
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertMet(report, asked)
        self.assertAlmostEqual(report["facts"]["network.latency"]["value"], 0.020, delta=0.005)
        self.assertEqual(report["conditions"]["far_end"], "public_test")


if __name__ == "__main__":
    ending.main()

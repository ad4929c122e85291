"""deskready check as a person runs it, and what it says when things are wrong."""
import http.server
import json
import os
import signal
import socket
import subprocess
import tempfile
import threading
import unittest

BIN = os.environ["DESKREADY_BIN"]
SOURCE = os.environ["DESKREADY_SOURCE"]


class Check(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = folder.name
        os.mkdir(f"{self.folder}/run", 0o700)
        self.env = dict(os.environ, HOME=self.folder, XDG_STATE_HOME=f"{self.folder}/state",
                        XDG_CONFIG_HOME=f"{self.folder}/config", XDG_RUNTIME_DIR=f"{self.folder}/run")

    def run_it(self, *arguments, **more):
        return subprocess.run([f"{BIN}/deskready", *arguments], env=self.env, stdin=subprocess.DEVNULL,
                              capture_output=True, text=True, timeout=90, **more)

    def report(self, *arguments):
        file = f"{self.folder}/r.json"
        done = self.run_it("check", "--format", "json", "--output", file, *arguments)
        with open(file) as read:
            return done, json.load(read)

    def test_loopback_is_shown_and_not_judged(self):
        done, report = self.report()
        self.assertIn(done.returncode, (2, 3), done.stderr)
        self.assertEqual(report["schema"], "deskready.report/1")
        self.assertEqual(report["conditions"]["far_end"], "on_this_machine")
        self.assertGreater(report["facts"]["network.download"]["value"], 1e6)
        self.assertIn("system.memory.installed", report["facts"])
        for finding in report["findings"]:
            if finding["fact"].startswith("network.") and finding["fact"] != "network.link.kind":
                self.assertEqual((finding["outcome"], finding["cause"]), ("not_measured", "no_far_end"), finding)
        self.assertIn("not measured", done.stderr)

    def test_a_left_out_part_is_no_pass(self):
        done, report = self.report("--only", "system")
        self.assertIn(done.returncode, (2, 3))
        causes = {f.get("cause") for f in report["findings"] if f["fact"].startswith(("network.", "audio."))}
        self.assertEqual(causes, {"not_selected"})

    def test_two_specs_keep_nothing_of_each_other(self):
        for name, fact in (("alpha", "memory.installed = \">= 1 GB\""), ("omega", "cpu.cores = \">= 1\"")):
            with open(f"{self.folder}/{name}.toml", "w") as out:
                out.write(f'[spec]\nlanguage = 1\nname = "{name}"\nemployer = "{name} Ltd"\n[require.system]\n{fact}\n')
        done = self.run_it("check", "--spec", f"{self.folder}/alpha.toml", "--spec", f"{self.folder}/omega.toml",
                           "--format", "json", "--only", "system")
        self.assertEqual(done.returncode, 0, done.stderr)
        alpha, omega = done.stdout.strip().split("\n")
        self.assertNotIn("omega", alpha)
        self.assertNotIn("alpha", omega)
        self.assertNotIn("cpu.cores", alpha)
        self.assertNotIn("memory.installed", omega)
        self.assertNotEqual(json.loads(alpha)["machine"], json.loads(omega)["machine"] or "none")

    def test_bad_specs_are_refused_before_anything_is_measured(self):
        os.mkfifo(f"{self.folder}/fifo.toml")
        with open(f"{self.folder}/binary.toml", "wb") as out:
            out.write(bytes(range(256)))
        with open(f"{self.folder}/large.toml", "wb") as out:
            out.write(b"#" * 10_000_000)
        with open(f"{self.folder}/empty.toml", "wb"):
            pass
        for name in ("missing", "fifo", "binary", "large", "empty"):
            with self.subTest(name):
                done = self.run_it("check", "--spec", f"{self.folder}/{name}.toml")
                self.assertEqual(done.returncode, 3)
                self.assertIn(f"{name}.toml", done.stderr)
                self.assertEqual(done.stdout, "")

    def test_a_report_that_cannot_be_written_is_said_at_once(self):
        done = self.run_it("check", "--only", "system", "--output", f"{self.folder}/none/r.json")
        self.assertEqual(done.returncode, 3)
        self.assertIn("there is no folder", done.stderr)

    def far_end_cause(self, url):
        done, report = self.report("--only", "network", "--far-end", url, "--yes")
        self.assertIn(done.returncode, (2, 3))
        self.assertEqual(report["unmeasured"]["network.download"]["cause"], "far_end_failed")
        return report["unmeasured"]["network.download"]["message"]

    def test_a_far_end_that_is_down(self):
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        self.assertIn("nothing listens on its port", self.far_end_cause(f"http://127.0.0.1:{port}"))

    def test_a_far_end_that_hangs(self):
        with socket.create_server(("127.0.0.1", 0)) as server:
            self.assertIn("does not answer in time", self.far_end_cause(f"http://127.0.0.1:{server.getsockname()[1]}"))

    def test_a_far_end_that_is_some_other_server(self):
        class Garbage(http.server.BaseHTTPRequestHandler):
            def do_POST(self):
                self.send_response(200)
                self.end_headers()
                self.wfile.write(b"[1, {\"token\": 7}]")

            def log_message(self, *_):
                pass

        server = http.server.HTTPServer(("127.0.0.1", 0), Garbage)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        self.addCleanup(server.server_close)
        self.addCleanup(server.shutdown)
        self.assertIn("not that of a deskready-responder", self.far_end_cause(f"http://127.0.0.1:{server.server_port}"))

    def test_ctrl_c_leaves_a_valid_report(self):
        file = f"{self.folder}/r.json"
        child = subprocess.Popen([f"{BIN}/deskready", "check", "--format", "json", "--output", file], env=self.env,
                                 stdin=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
        # The sentence about the far end comes right before the probes start.
        self.assertIn("No far end", child.stderr.readline())
        child.send_signal(signal.SIGINT)
        said = child.communicate(timeout=30)[1]
        self.assertIn(child.returncode, (2, 3))
        self.assertIn("stopped", said)
        with open(file) as read:
            report = json.load(read)
        self.assertTrue(report["interrupted"])
        self.assertIn("stopped", {why["cause"] for why in report["unmeasured"].values()})


if __name__ == "__main__":
    unittest.main()

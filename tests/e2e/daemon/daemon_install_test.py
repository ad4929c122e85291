"""What stands around deskreadyd: the notice that it sends on, its units."""
import http.server
import os
import shutil
import subprocess
import sys
import threading
import unittest

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
import ending  # noqa: E402
from daemon_home import BIN, Home, SOURCE  # noqa: E402


class Tell(unittest.TestCase):
    """`deskready tell`, which the daemon starts, against a webhook that is not well."""

    def hooked(self, statuses):
        heard = []

        class Hook(http.server.BaseHTTPRequestHandler):
            def do_POST(self):
                heard.append(self.rfile.read(int(self.headers["Content-Length"])))
                self.send_response(statuses.pop(0))
                self.end_headers()

            def log_message(self, *_):
                pass

        server = http.server.HTTPServer(("127.0.0.1", 0), Hook)
        self.addCleanup(server.server_close)
        self.addCleanup(server.shutdown)
        threading.Thread(target=server.serve_forever).start()
        done = subprocess.run([BIN / "deskready", "tell", "--webhook"], text=True, capture_output=True,
                              input=f'http://127.0.0.1:{server.server_port}/x\n{{"verdict": "not_ready"}}')
        return done, heard

    def test_a_hook_that_is_down_for_a_moment_is_asked_again(self):
        done, heard = self.hooked([503, 200])
        self.assertEqual((done.returncode, heard), (0, [b'{"verdict": "not_ready"}'] * 2), done.stderr)

    def test_a_hook_that_refuses_is_not(self):
        done, heard = self.hooked([404])
        self.assertEqual((done.returncode, len(heard)), (3, 1))
        self.assertIn("404", done.stderr)

    def test_without_a_session_bus_it_says_so(self):
        done = subprocess.run([BIN / "deskready", "tell", "--desktop"], input="{}", text=True, capture_output=True,
                              env={"PATH": os.environ["PATH"], "DBUS_SESSION_BUS_ADDRESS": "unix:path=/nonexistent"})
        self.assertEqual(done.returncode, 3)
        self.assertIn("nobody was told", done.stderr)


class Installed(Home):
    def test_the_daemon_loads_only_what_it_needs(self):
        needed = subprocess.run(["readelf", "-d", BIN / "deskreadyd"], capture_output=True, text=True, check=True).stdout
        self.assertIn("libsystemd", needed)
        for library in ("libcurl", "libportaudio", "libasound", "libsndfile", "libssl"):
            self.assertNotIn(library, needed)

    def test_the_units_hold(self):
        if shutil.which("systemd-analyze") is None:
            self.skipTest("systemd-analyze is not installed")
        for unit, binary, options in (("deskready.service", "deskreadyd", ["--user"]),
                                      ("deskready-responder.service", "deskready-responder", [])):
            with self.subTest(unit):
                text = (SOURCE / "systemd" / unit).read_text()
                self.assertIn("ExecStart=/usr/bin/" + binary, text)
                file = self.folder / unit
                file.write_text(text.replace("/usr/bin/" + binary, str(BIN / binary)))
                done = subprocess.run(["systemd-analyze", "verify", *options, "--man=no", file], text=True,
                                      env=self.environment, capture_output=True)
                self.assertEqual((done.returncode, [line for line in done.stderr.splitlines() if unit in line]), (0, []),
                                 done.stderr)


if __name__ == "__main__":
    ending.main()

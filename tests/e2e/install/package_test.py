"""The Debian package as it is built here: every place that an installed file names is one where something lies, and it goes
through its whole life in a fresh root."""
import atexit
import configparser
import functools
import gzip
import json
import os
import pathlib
import re
import shlex
import shutil
import subprocess
import sys
import tempfile
import time
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).parents[1]))
import ending  # noqa: E402
import fresh_root  # noqa: E402

BIN = pathlib.Path(os.environ["DESKREADY_BIN"])
BUILD = BIN.parent
# Named as examples of what an owner may choose, or looked for and done without.
EXAMPLES = {"/usr/local/bin/tell", "/etc/ssl/edge.pem", "/etc/ssl/private/edge.key", "/etc/deskready", "/etc/deskready/config.toml"}
PLACE = re.compile(r"(?<![\w.%~$}/:-])/(?:usr|etc|bin|sbin|lib|opt)/[\w./+-]*\w")


@functools.cache
def built_package():
    folder = pathlib.Path(tempfile.mkdtemp(prefix="dr-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    subprocess.run(["cpack", "-G", "DEB", "-B", folder], cwd=BUILD, check=True, stdout=subprocess.DEVNULL)
    return next(folder.glob("*.deb"))


def as_version(package, version, folder):
    """The same package under another number."""
    parts = folder / version
    subprocess.run(["dpkg-deb", "-R", package, parts], check=True)
    control = parts / "DEBIAN/control"
    control.write_text(re.sub(r"(?m)^Version: .*$", f"Version: {version}", control.read_text()))
    made = folder / f"{version}.deb"
    subprocess.run(["dpkg-deb", "-Znone", "-b", parts, made], check=True, stdout=subprocess.DEVNULL)
    return made


class Package(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        folder = pathlib.Path(tempfile.mkdtemp(prefix="dr-"))
        cls.addClassCleanup(shutil.rmtree, folder, ignore_errors=True)
        cls.package = built_package()
        cls.root = folder / "root"
        subprocess.run(["dpkg-deb", "-x", cls.package, cls.root], check=True)
        subprocess.run(["dpkg-deb", "-e", cls.package, folder / "control"], check=True)
        cls.control = folder / "control"

    def texts(self):
        """Each installed text and each script of the package, by its path."""
        for file in sorted((*self.root.rglob("*"), *self.control.iterdir())):
            if not file.is_file() or file.is_symlink():
                continue
            bytes_ = gzip.decompress(file.read_bytes()) if file.suffix == ".gz" else file.read_bytes()
            if b"\0" not in bytes_:
                yield file, bytes_.decode()

    def is_there(self, place):
        return (self.root / place.lstrip("/")).exists() or pathlib.Path(place).exists() and "deskready" not in place

    def test_every_place_that_a_file_names_exists(self):
        lost = [f"{file.name}: {place}" for file, text in self.texts() for place in PLACE.findall(text.replace("\\-", "-"))
                if not self.is_there(place) and not any(place.startswith(example) for example in EXAMPLES)]
        self.assertEqual(lost, [])

    def units(self):
        found = sorted(self.root.rglob("*.service"))
        self.assertEqual(len(found), 2)
        return found

    def test_what_the_units_start_is_in_the_package_and_runs(self):
        for unit in self.units():
            settings = configparser.ConfigParser(strict=False, interpolation=None)
            settings.optionxform = str
            settings.read(unit)
            program = shlex.split(settings["Service"]["ExecStart"])[0]
            done = subprocess.run([self.root / program.lstrip("/"), "--version"], capture_output=True, text=True)
            self.assertEqual((done.returncode, bool(done.stdout)), (0, True), unit.name + done.stderr)

    def test_the_service_manager_finds_no_fault_in_the_units(self):
        if shutil.which("systemd-analyze") is None:
            self.skipTest("systemd-analyze is not installed")
        for unit in self.units():
            scope = "--user" if unit.parent.name == "user" else "--system"
            done = subprocess.run(["systemd-analyze", "verify", scope, "--man=no", "--recursive-errors=no", unit],
                                  capture_output=True, text=True,
                                  env={**os.environ, "XDG_RUNTIME_DIR": str(self.root)})
            # The programs lie in the unpacked package and not in /usr, which is all that may be missing here.
            faults = [line for line in done.stderr.splitlines() if unit.name in line and "is not executable" not in line]
            self.assertEqual(faults, [])


class Life(unittest.TestCase):
    """Installed, used, upgraded, removed and purged, in a root of its own with a real service manager of one person."""

    @classmethod
    def setUpClass(cls):
        folder = pathlib.Path(tempfile.mkdtemp(prefix="dr-"))
        cls.addClassCleanup(shutil.rmtree, folder, ignore_errors=True)
        cls.old = as_version(built_package(), "0.0.1", folder)
        cls.new = as_version(built_package(), "99.0", folder)

    def setUp(self):
        try:
            self.root = fresh_root.FreshRoot()
        except (OSError, FileNotFoundError) as why:
            self.skipTest(f"no fresh root can be made here: {why}")
        self.addCleanup(self.root.close)

    def run_it(self, *words, **more):
        return self.root.run(*words, **more)

    def install(self, package):
        self.root.put(package, "/tmp/deskready.deb")
        return self.run_it("dpkg", "--no-triggers", "-i", "/tmp/deskready.deb")

    def until(self, holds):
        end = time.monotonic() + fresh_root.PATIENCE
        while not holds():
            self.assertLess(time.monotonic(), end, "it did not come to pass")
            time.sleep(0.1)

    def status(self):
        done = self.run_it("deskready", "status", "--json", person=True, check=False)
        return json.loads(done.stdout) if done.returncode == 0 else None

    def service(self, what):
        return self.run_it("systemctl", "--user", "show", "--value", "-p", what, "deskready", person=True).stdout.strip()

    def begin_service(self):
        try:
            self.root.service_manager()
        except OSError as why:
            self.skipTest(f"no service manager of a person can run here: {why}")
        self.run_it("systemctl", "--user", "enable", "--now", "deskready", person=True)
        self.assertEqual(self.service("ActiveState"), "active")

    def left(self):
        """What of ours was written anywhere and is still there."""
        found = self.run_it("find", "/run/changed", "/run/user", "/home", "/root", "/tmp", "-name", "*deskready*",
                            "-not", "-type", "c", "-not", "-name", "deskready.deb").stdout.split()
        return sorted(found)

    def program_of_the_service(self):
        return self.run_it("readlink", f"/proc/{self.service('MainPID')}/exe").stdout.strip()

    def test_from_installing_to_purging(self):
        self.install(self.old)
        self.begin_service()
        self.assertEqual(self.run_it("deskready", "trigger", "--light", person=True).returncode, 0)
        self.until(lambda: self.status()["state"] != "checking")
        checked = self.status()
        self.assertIsNotNone(checked["last_report"], checked)
        self.run_it("deskready", "pause", "--for", "2 h", person=True)
        paused, process = self.status(), self.service("MainPID")

        self.install(self.new)
        self.assertIn("(deleted)", self.program_of_the_service())
        self.until(lambda: self.program_of_the_service() == "/usr/bin/deskreadyd")
        self.until(self.status)
        upgraded = self.status()
        self.assertEqual({key: upgraded[key] for key in ("state", "paused_until", "last_report", "jobs")},
                         {key: paused[key] for key in ("state", "paused_until", "last_report", "jobs")})
        self.assertEqual((self.service("MainPID"), self.service("ActiveState"), self.service("NRestarts")),
                         (process, "active", "0"))
        self.run_it("deskready", "report", "show", "latest", person=True)

        refused = self.run_it("deskready", "forget", "--everything", "--yes", person=True, check=False)
        self.assertEqual(refused.returncode, 3)
        self.assertIn("systemctl --user disable --now deskready", refused.stderr)
        self.run_it("systemctl", "--user", "disable", "--now", "deskready", person=True)
        gone = self.run_it("deskready", "forget", "--everything", "--yes", person=True).stdout
        self.assertIn("/home/ana/.local/state/deskready", gone)
        said = self.run_it("dpkg", "--no-triggers", "-r", "deskready").stdout
        self.assertIn("deskready forget --everything", said)
        self.run_it("dpkg", "--no-triggers", "-P", "deskready", check=False)
        self.assertEqual(self.left(), [])

    def test_removing_the_package_ends_what_runs_and_leaves_the_person_s_own(self):
        self.install(self.old)
        self.begin_service()
        self.run_it("systemctl", "--global", "enable", "deskready")
        self.run_it("dpkg", "--no-triggers", "-P", "deskready")
        self.until(lambda: self.service("ActiveState") == "inactive")
        self.assertEqual(self.service("Result"), "success")
        self.assertEqual([file for file in self.left() if not file.startswith(("/home/ana/", "/run/user/"))], [])
        self.assertIn("/home/ana/.local/state/deskready", self.left())

    def test_the_far_end_s_unit_starts_what_it_says(self):
        self.install(self.old)
        unit = self.run_it("cat", "/usr/lib/systemd/system/deskready-responder.service").stdout
        command = re.search(r"(?m)^ExecStart=(.*)$", unit)[1]
        far_end = self.root.start(*shlex.split(command))
        listens = ("bash", "-c", ": </dev/tcp/127.0.0.1/8443")
        self.until(lambda: far_end.poll() is not None or self.run_it(*listens, check=False).returncode == 0)
        self.assertIsNone(far_end.poll())

    def test_the_menu_entry_starts_what_it_says(self):
        self.install(self.old)
        entry = self.run_it("cat", "/usr/share/applications/deskready.desktop").stdout
        command = re.search(r"(?m)^Exec=(.*)$", entry)[1]
        done = self.run_it(*shlex.split(command), person=True, check=False)
        self.assertIn(done.returncode, (0, 1, 2, 3))
        self.assertEqual(len(self.run_it("deskready", "history", "--format", "json", person=True).stdout.split('"id"')), 2,
                         done.stdout + done.stderr)


class Elsewhere(unittest.TestCase):
    def test_another_prefix_is_named_where_it_is_chosen(self):
        with tempfile.TemporaryDirectory() as folder:
            subprocess.run(["cmake", "--install", BUILD, "--prefix", "/opt/desk"], check=True, stdout=subprocess.DEVNULL,
                           env={**os.environ, "DESTDIR": folder})
            root = pathlib.Path(folder, "opt/desk")
            self.assertIn("\nExecStart=/opt/desk/bin/deskreadyd\n", (root / "lib/systemd/user/deskready.service").read_text())
            self.assertIn("\nExec=/opt/desk/libexec/deskready/check-my-workstation\n",
                          (root / "share/applications/deskready.desktop").read_text())


if __name__ == "__main__":
    ending.main()

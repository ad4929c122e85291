"""The Debian package as it is built here: every place that an installed file names is one where something lies."""
import configparser
import gzip
import os
import pathlib
import re
import shlex
import shutil
import subprocess
import tempfile
import unittest

import ending

BIN = pathlib.Path(os.environ["DESKREADY_BIN"])
BUILD = BIN.parent
# Named as examples of what an owner may choose, or looked for and done without.
EXAMPLES = {"/usr/local/bin/tell", "/etc/ssl/edge.pem", "/etc/ssl/private/edge.key", "/etc/deskready", "/etc/deskready/config.toml"}
PLACE = re.compile(r"(?<![\w.%~$}/:-])/(?:usr|etc|bin|sbin|lib|opt)/[\w./+-]*\w")


def build_package(folder):
    subprocess.run(["cpack", "-G", "DEB", "-B", folder], cwd=BUILD, check=True, stdout=subprocess.DEVNULL)
    return next(folder.glob("*.deb"))


class Package(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        folder = pathlib.Path(tempfile.mkdtemp(prefix="dr-"))
        cls.addClassCleanup(shutil.rmtree, folder, ignore_errors=True)
        cls.package = build_package(folder / "made")
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

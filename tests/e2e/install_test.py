"""What `cmake --install` leaves behind: programs that run, units that hold and are shut in, pages and completions."""
import gzip
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import unittest

BIN = pathlib.Path(os.environ["DESKREADY_BIN"])
BUILD = BIN.parent


class Installed(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.root = pathlib.Path(tempfile.mkdtemp(prefix="dr-"))
        cls.addClassCleanup(shutil.rmtree, cls.root, ignore_errors=True)
        subprocess.run(["cmake", "--install", BUILD, "--prefix", "/usr"], check=True, stdout=subprocess.DEVNULL,
                       env={**os.environ, "DESTDIR": str(cls.root)})
        cls.usr = cls.root / "usr"

    def test_the_programs_run_where_they_lie(self):
        for program in ("deskready", "deskreadyd", "deskready-responder"):
            done = subprocess.run([self.usr / "bin" / program, "--version"], capture_output=True, text=True)
            self.assertEqual((done.returncode, bool(done.stdout.strip())), (0, True), done.stderr)

    def test_each_program_and_the_settings_have_a_page(self):
        names = {page.name for page in (self.usr / "share/man").glob("man*/*.gz")}
        self.assertEqual(names, {"deskready.1.gz", "deskreadyd.1.gz", "deskready.toml.5.gz", "deskready-responder.8.gz"})
        text = gzip.decompress((self.usr / "share/man/man1/deskready.1.gz").read_bytes()).decode()
        shown = subprocess.run([self.usr / "bin/deskready", "--help"], capture_output=True, text=True).stdout
        commands = [line.split()[0] for line in shown.split("Subcommands:")[1].splitlines() if line.startswith("  ")]
        self.assertEqual([command for command in commands if command not in text], [], "commands without a word in the page")

    def test_the_menu_entry_starts_what_is_installed(self):
        entry = (self.usr / "share/applications/deskready.desktop").read_text()
        program = next(line.removeprefix("Exec=") for line in entry.splitlines() if line.startswith("Exec="))
        self.assertTrue(os.access(self.root / program.lstrip("/"), os.X_OK), program)

    def test_bash_completes_commands_and_options(self):
        script = self.usr / "share/bash-completion/completions/deskready"
        for words, expected in (("deskready hi", "history"), ("deskready history --fa", "--fact"),
                                ("deskready report s", "show")):
            done = subprocess.run(
                ["bash", "-c", f'. "{script}"; COMP_WORDS=({words}); COMP_CWORD=$((${{#COMP_WORDS[@]}}-1)); _deskready; '
                               'printf "%s\\n" "${COMPREPLY[@]}"'],
                env={"PATH": f"{self.usr}/bin:{os.environ['PATH']}"}, capture_output=True, text=True)
            self.assertEqual(done.stdout.split(), [expected], words + done.stderr)

    def test_the_units_are_shut_in(self):
        if shutil.which("systemd-analyze") is None:
            self.skipTest("systemd-analyze is not installed")
        for unit, most in (("user/deskready.service", 50), ("system/deskready-responder.service", 15)):
            done = subprocess.run(["systemd-analyze", "security", "--offline=true", f"--threshold={most}", "--no-pager",
                                   self.usr / "lib/systemd" / unit], capture_output=True, text=True)
            self.assertEqual(done.returncode, 0, done.stdout[-300:] + done.stderr)


if __name__ == "__main__":
    program = unittest.main(exit=False)
    result = program.result
    sys.exit(1 if not result.wasSuccessful() else 77 if result.skipped else 0)

"""What `cmake --install` leaves behind: programs that run, units that hold and are shut in, pages and completions."""
import gzip
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).parents[1]))
import ending  # noqa: E402

BIN = pathlib.Path(os.environ["DESKREADY_BIN"])
BUILD = BIN.parent
PATIENCE = 120  # ends a test that hangs


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
        self.assertEqual(names, {"deskready.1.gz", "deskreadyd.1.gz", "deskready.toml.5.gz", "deskready-spec.5.gz",
                                 "deskready-responder.8.gz"})
        text = gzip.decompress((self.usr / "share/man/man1/deskready.1.gz").read_bytes()).decode().replace("\\-", "-")
        shown = subprocess.run([self.usr / "bin/deskready", "--help"], capture_output=True, text=True).stdout
        commands = [line.split()[0] for line in shown.split("Subcommands:")[1].split("\n\n")[0].splitlines()
                    if re.match("  [a-z]", line)]
        listed = text[text.index(".SH COMMANDS"):text.index(".SH EXIT STATUS")]
        headings = set(re.findall(r"^\.BR? .*$", listed, re.MULTILINE))
        named = {word for heading in headings for word in re.findall(r"[a-z-]+", heading)}
        self.assertEqual([command for command in commands if command not in named], [], "commands without an entry in the page")

    def reader(self, program):
        if shutil.which(program) is None:
            self.skipTest(program + " is not installed")
        return program

    def test_the_pages_read_well(self):
        mandoc = self.reader("mandoc")
        for page in (self.usr / "share/man").glob("man*/*.gz"):
            least = "error" if page.name == "deskready-spec.5.gz" else "warning"  # that one is made from the catalogue
            done = subprocess.run([mandoc, "-Tlint", "-W", least], input=gzip.decompress(page.read_bytes()), capture_output=True)
            self.assertEqual((done.returncode, done.stdout.decode()), (0, ""), page.name)

    def test_the_menu_entry_starts_what_is_installed(self):
        file = self.usr / "share/applications/deskready.desktop"
        done = subprocess.run([self.reader("desktop-file-validate"), file], capture_output=True, text=True)
        self.assertEqual((done.returncode, done.stdout), (0, ""))
        program = next(line.removeprefix("Exec=") for line in file.read_text().splitlines() if line.startswith("Exec="))
        self.assertTrue(os.access(self.root / program.lstrip("/"), os.X_OK), program)

    def test_the_menu_entry_opens_the_report_of_a_new_check(self):
        """The script as a desktop starts it: a stand-in for the browser keeps what it is shown."""
        home = self.root / "home"
        (home / "bin").mkdir(parents=True)
        (home / "run").mkdir(mode=0o700)
        (home / "bin/xdg-open").write_text('#!/bin/sh\ncp "$1" "$HOME/shown.html"\n')
        (home / "bin/xdg-open").chmod(0o755)
        done = subprocess.run([self.usr / "libexec/deskready/check-my-workstation"], capture_output=True, text=True,
                              stdin=subprocess.DEVNULL, timeout=PATIENCE,
                              env={"PATH": f"{home}/bin:{self.usr}/bin:/usr/bin:/bin", "HOME": str(home),
                                   "XDG_RUNTIME_DIR": str(home / "run")})
        self.assertIn(done.returncode, (0, 1, 2, 3), done.stderr)
        shown = (home / "shown.html").read_text()
        self.assertIn("<html", shown)
        kept = json.loads(subprocess.run([self.usr / "bin/deskready", "report", "show", "latest", "--format", "json"],
                                         capture_output=True, text=True, env={"HOME": str(home)}).stdout)
        self.assertEqual(done.returncode, {"ready": 0, "ready_with_warnings": 1, "not_ready": 2, "incomplete": 3}[kept["verdict"]])

    def completes(self, complete):
        for words, expected in (("deskready hi", "history"), ("deskready history --fa", "--fact"),
                                ("deskready report s", "show"), ("deskready check --format ht", "html"),
                                ("deskready history --format c", "csv")):
            done = complete(words, env={"PATH": f"{self.usr}/bin:{os.environ['PATH']}", "HOME": str(self.root)},
                            capture_output=True, text=True)
            offered = [word for word in done.stdout.split() if word.startswith(words.split()[-1])]
            self.assertEqual(offered, [expected], words + done.stderr)

    def test_bash_completes_commands_and_options(self):
        script = self.usr / "share/bash-completion/completions/deskready"
        self.completes(lambda words, **more: subprocess.run(
            ["bash", "-c", f'. "{script}"; COMP_WORDS=({words}); COMP_CWORD=$((${{#COMP_WORDS[@]}}-1)); _deskready; '
                           'printf "%s\\n" "${COMPREPLY[@]}"'], **more))

    def test_zsh_completes_commands_and_options(self):
        zsh = self.reader("zsh")
        script = self.usr / "share/zsh/vendor-completions/_deskready"
        # zsh's own compadd works only while a line is edited; it would take those that begin with what is typed.
        self.completes(lambda words, **more: subprocess.run(
            [zsh, "-f", "-c", 'compadd() { local name=${@[-1]}; print -l -- ${(P)name} }; words=(${=1}); CURRENT=$#words; . $2',
             "zsh", words, script], **more))

    def test_fish_completes_commands_and_options(self):
        fish = self.reader("fish")
        script = self.usr / "share/fish/vendor_completions.d/deskready.fish"
        self.completes(lambda words, **more: subprocess.run([fish, "-c", f'source {script}; complete -C "{words}"'],
                                                            cwd=self.root, **more))

    def test_the_units_are_shut_in(self):
        if shutil.which("systemd-analyze") is None:
            self.skipTest("systemd-analyze is not installed")
        for unit, most in (("user/deskready.service", 50), ("system/deskready-responder.service", 15)):
            done = subprocess.run(["systemd-analyze", "security", "--offline=true", f"--threshold={most}", "--no-pager",
                                   self.usr / "lib/systemd" / unit], capture_output=True, text=True)
            self.assertEqual(done.returncode, 0, done.stdout[-300:] + done.stderr)


if __name__ == "__main__":
    ending.main()

"""What somebody is advised to do first about the headset and the link, word for word."""
import os
import pathlib
import subprocess
import sys

SOURCE = pathlib.Path(os.environ["DESKREADY_SOURCE"])
sys.path[:0] = [str(SOURCE / "tests/e2e"), str(SOURCE / "tests/machines/kinds")]
import cases  # noqa: E402
import ending  # noqa: E402
import first_advice  # noqa: E402
import server  # noqa: E402
from harness import BIN, Desk  # noqa: E402

LAB = SOURCE / "tests/audiolab/audiolab.sh"
ACME = """[spec]
language = 1
name = "acme-voice"
employer = "Acme Support"
[require.audio]
headset.present = true
headset.default_input = true
headset.default_output = true
microphone.muted = false
"""
NOT_READY = "NOT READY YET for Acme Support"


class Sound(Desk):
    def setUp(self):
        super().setUp()
        self.spec = self.folder / "acme.toml"
        self.spec.write_text(ACME)

    def told(self, run):
        """What the terminal and the page say; `run` gets a command for the shell and its arguments."""
        page = self.folder / "page.html"
        check = '"$1" check --spec "$2" --only audio --sound devices --yes; "$1" report show latest --format html >"$3"'
        done = run(check, BIN / "deskready", self.spec, page)
        if done.returncode == ending.SKIPPED:
            self.skipTest(done.stderr)
        self.assertEqual(done.returncode, 0, done.stderr)
        return first_advice.told(self, done.stdout, page.read_text())

    def in_lab(self, before, *options):
        """Beside a real sound server with a virtual headset."""
        return self.told(lambda script, *arguments: subprocess.run(
            [LAB, *options, "--", "sh", "-c", f"{before}\n{script}", "sh", *arguments], env=self.env,
            stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=90))

    def beside(self, name):
        """Beside a sound server that answers as a recorded one."""
        answer = next(case.tree["answer"] for case in cases.cases() if case.name == name)
        with server.Server(answer) as world:
            return self.told(lambda script, *arguments: subprocess.run(
                ["sh", "-c", script, "sh", *arguments], env=server.environment(world, str(self.folder)),
                stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=90))

    def test_a_headset_in_use(self):
        self.assertEqual(self.in_lab(""), ("READY for Acme Support", ""))

    def test_no_headset(self):
        self.assertEqual(self.in_lab("", "--no-headset"), (NOT_READY, "Plug in a headset with a microphone."))

    def test_muted(self):
        self.assertEqual(self.in_lab("pactl set-source-mute hs_mic 1"),
                         (NOT_READY, "Unmute the microphone: at the headset's own switch, and in the sound settings."))

    def test_a_dead_sound_server(self):
        self.assertEqual(self.in_lab('kill -STOP "$AUDIOLAB_PULSE_PID"'),
                         ("NOT DECIDED YET: 4 checks missing", "Restart the computer, then check again."))

    def test_bluetooth_that_only_plays_music(self):
        self.assertEqual(self.beside("music-only"),
                         (NOT_READY,
                          "Switch the headset to a profile with its microphone in the sound settings (by Bluetooth the one for "
                          "calls: headset, HSP/HFP); where none is offered, disconnect it and connect it anew."))


class Link(Desk):
    def test_no_far_end(self):
        spec = self.folder / "acme.toml"
        spec.write_text('[spec]\nlanguage = 1\nname = "acme-voice"\nemployer = "Acme Support"\n'
                        '[require.network]\nlatency = "<= 150 ms"\n')
        done = self.run_it("check", "--spec", spec, "--only", "network", "--yes")
        page = self.run_it("report", "show", "latest", "--format", "html").stdout
        self.assertEqual(first_advice.told(self, done.stdout, page),
                         ("NOT DECIDED YET: 1 check missing",
                          "Ask the employer for a far end to name with --far-end, or take a public one with --public-test."))

    def test_wireless(self):
        """By a recorded computer, of whose line nothing is measured."""
        tree, facts, page = self.folder / "tree", self.folder / "facts.json", self.folder / "page.html"
        cases.build(next(case for case in cases.cases() if case.name == "wifi-by-usb"), tree)
        spec = self.folder / "acme.toml"
        spec.write_text('[spec]\nlanguage = 1\nname = "acme-voice"\nemployer = "Acme Support"\n'
                        '[require.network]\nlink.kind = "ethernet"\n')
        done = self.run_it("facts", "--root", tree, "--only", "network", "--format", "json", "--yes", "--output", facts)
        self.assertEqual(done.returncode, 0, done.stderr)
        shown = self.run_it("assess", "--spec", spec, "--facts", facts)
        self.run_it("assess", "--spec", spec, "--facts", facts, "--format", "html", "--output", page)
        self.assertEqual(first_advice.told(self, shown.stdout, page.read_text()),
                         ("NOT READY YET for Acme Support",
                          "Connect the computer in the way that is asked for; a cable to the router will nearly always do."))


if __name__ == "__main__":
    ending.main()

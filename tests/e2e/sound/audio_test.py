"""deskready audio: sound files of every kind, good and bad, and devices whose names are no plain text."""
import json
import math
import os
import pathlib
import struct
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
import ending  # noqa: E402
from harness import BIN, Desk  # noqa: E402

SOURCE = pathlib.Path(os.environ["DESKREADY_SOURCE"])


def wave(rate=16000, channels=1, bits=16, floating=False, seconds=1, said=None):
    """A sine of 440 Hz and -6 dBFS on the last channel, a tenth of that on the others; `said` is what the header claims."""
    data = bytearray()
    for i in range(rate * seconds):
        x = 0.5 * math.sin(2 * math.pi * 440 * i / rate)
        for channel in range(channels):
            own = x if channel + 1 == channels else x / 10
            if floating:
                data += struct.pack("<f", own)
            elif bits == 8:
                data += bytes([round(own * 127) + 128])
            else:
                data += round(own * (2 ** (bits - 1) - 1)).to_bytes(bits // 8, "little", signed=True)
    claimed = len(data) if said is None else said
    block = channels * bits // 8
    return (b"RIFF" + struct.pack("<I", claimed + 36) + b"WAVEfmt " +
            struct.pack("<IHHIIHH", 16, 3 if floating else 1, channels, rate, rate * block, block, bits) + b"data" +
            struct.pack("<I", claimed) + bytes(data))


class Files(Desk):
    def analyse(self, content):
        file = self.folder / "recording.wav"
        file.write_bytes(content)
        return self.run_it("audio", "analyse", file, "--format", "json")

    def test_files_of_each_kind_are_analysed(self):
        kinds = {"8 bits": {"bits": 8}, "16 bits": {}, "24 bits": {"bits": 24}, "float": {"bits": 32, "floating": True},
                 "8 channels": {"channels": 8}, "192 kHz": {"rate": 192000}}
        for name, kind in kinds.items():
            with self.subTest(name):
                done = self.analyse(wave(**kind))
                self.assertEqual((done.returncode, done.stderr), (0, ""))
                facts = json.loads(done.stdout)["facts"]
                self.assertAlmostEqual(facts["audio.peak"]["value"], -6.02, delta=0.1)
                self.assertEqual(facts["audio.clipping"]["value"], 0)

    def test_what_is_there_of_a_shorter_file_is_analysed_and_said(self):
        whole = wave(seconds=2)
        for name, content in {"truncated": whole[:len(whole) // 2], "2 GB by its header": wave(said=2_000_000_000)}.items():
            with self.subTest(name):
                done = self.analyse(content)
                self.assertEqual(done.returncode, 0, done.stderr)
                self.assertIn("not as long as its header says", done.stderr)
                self.assertAlmostEqual(json.loads(done.stdout)["facts"]["audio.peak"]["value"], -6.02, delta=0.1)

    def test_what_is_no_sound_is_refused_with_a_reason(self):
        bad = {"empty": (b"", "is empty"), "a text": (b"Dear employer,\n" * 100, "no sound file"),
               "only a header": (wave()[:44], "holds no sound"), "half a header": (wave()[:20], "recording.wav"),
               "no numbers": (wave(bits=32, floating=True)[:44] + b"\xff" * 40000, "no numbers"),
               "any bytes": (bytes(range(256)) * 50, "no sound file")}
        for name, (content, reason) in bad.items():
            with self.subTest(name):
                done = self.analyse(content)
                self.assertEqual((done.returncode, done.stdout), (3, ""))
                self.assertIn(reason, done.stderr)
                self.assertIn("recording.wav", done.stderr)

    def test_what_is_no_file_is_refused_with_a_reason(self):
        os.mkfifo(self.folder / "pipe.wav")
        for name in ("missing.wav", "pipe.wav", "."):
            with self.subTest(name):
                done = self.run_it("audio", "analyse", self.folder / name)
                self.assertEqual((done.returncode, done.stdout), (3, ""))

    def test_spoken_digits_have_the_level_of_the_reference(self):
        done = self.run_it("audio", "analyse", SOURCE / "probes/audio/guided/voices/en/digits.flac", "--format", "json")
        facts = json.loads(done.stdout)["facts"]
        # ITU-T's own tool, actlev -sf 16000: -14.107 dBov, 71.953 %.
        self.assertAlmostEqual(facts["audio.speech.level"]["value"], -14.107, delta=0.2)
        self.assertAlmostEqual(facts["audio.speech.activity"]["value"], 0.71953, delta=0.01)

    def test_what_is_wrong_is_told_in_lines_that_a_terminal_holds(self):
        done = self.run_it("audio", "analyse", SOURCE / "probes/audio/guided/voices/en/digits.flac")
        told = done.stdout.split("\n\n", 1)[1]
        self.assertIn("too loud", told)
        self.assertLessEqual(max(map(len, told.splitlines())), 80, told)


class Devices(Desk):
    def test_names_in_any_script_and_in_none(self):
        names = ["سماعة رأس", "ヘッドセット", "Гарнитура", "a\u202eb", "broken \udcff\udcc3(", "\x1b[31mred\x07", "x" * 5000]
        for number, name in enumerate(names):
            card = self.folder / f"root/proc/asound/card{number}"
            device = self.folder / f"root/sys/devices/usb{number}"
            interface = device / "interface"
            for folder in (card / "pcm0c", card / "pcm0p", interface,
                           self.folder / f"root/sys/class/sound/card{number}"):
                folder.mkdir(parents=True)
            (card / "id").write_bytes(b"Card\n")
            (card / "usbid").write_bytes(b"046d:0a44\n")
            (device / "product").write_bytes(name.encode("utf-8", "surrogateescape") + b"\n")
            (self.folder / f"root/sys/class/sound/card{number}/device").symlink_to(f"../../../devices/usb{number}/interface")
        for form in ("json", "text"):
            done = self.run_it("audio", "devices", "--root", self.folder / "root", "--format", form)
            self.assertEqual((done.returncode, done.stderr), (0, ""))
            for shown in ("سماعة رأس", "ヘッドセット", "Гарнитура", "broken \ufffd"):
                self.assertIn(shown, done.stdout)
            self.assertNotIn("\x1b", done.stdout)
            self.assertNotIn("\x07", done.stdout)
        self.assertNotIn("\u202e", done.stdout, "it would turn the terminal's line around")


class Voice(Desk):
    def test_a_voice_is_written_only_where_somebody_guides(self):
        done = self.run_it("check", "--only", "system", "--save-voice", self.folder / "voice.wav")
        self.assertEqual(done.returncode, 3)
        self.assertIn("--guided", done.stderr)
        done = self.run_it("check", "--guided", "--only", "system", "--save-voice", self.folder / "none/voice.wav")
        self.assertEqual(done.returncode, 3)
        self.assertIn("there is no folder", done.stderr)


if __name__ == "__main__":
    ending.main()

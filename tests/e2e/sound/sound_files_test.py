"""`deskready audio analyse` over the files that sox writes: every packing of WAV and some others, from a file and from a pipe."""
import json
import math
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).parents[1]))
import ending  # noqa: E402

DESKREADY = str(pathlib.Path(os.environ["DESKREADY_BIN"]) / "deskready")
# What sox calls the packing.
PACKINGS = ("-e signed -b 16", "-e unsigned -b 8", "-e signed -b 24", "-e signed -b 32", "-e float -b 32", "-e float -b 64",
            "-e a-law", "-e u-law", "-e ima-adpcm", "-e ms-adpcm", "-e gsm-full-rate")
# They change samples: what was lost before cannot be told any more.
REWRITING = ("-e ima-adpcm", "-e ms-adpcm", "-e gsm-full-rate")
CLOSE = 0.1  # dB: a rounded sample, a decoder's own arithmetic


def sox(*arguments, **how):
    return subprocess.run(["sox", "-D", "-R", *arguments], check=True, capture_output=True, **how).stdout


def peak_of(path):
    """In dBFS, as sox reads the file."""
    said = subprocess.run(["sox", path, "-n", "stat"], check=True, capture_output=True, text=True).stderr
    ends = [float(line.split()[-1]) for line in said.splitlines() if line.startswith(("Maximum amplitude", "Minimum amplitude"))]
    return 20 * math.log10(max(map(abs, ends)))


@unittest.skipUnless(shutil.which("sox"), "sox is not installed")
class Files(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.TemporaryDirectory()
        cls.addClassCleanup(cls.folder.cleanup)
        cls.plain = os.path.join(cls.folder.name, "plain.wav")
        # Noise of a room, half a second of it louder: nothing is lost in it, and its peak is known.
        sox("-n", "-r", "8000", "-c", "1", "-b", "16", cls.plain, "synth", "4", "brownnoise", "vol", "0.5", "norm", "-12")

    def analyse(self, path):
        done = subprocess.run([DESKREADY, "audio", "analyse", path, "--format", "json"], capture_output=True, text=True, timeout=60)
        self.assertTrue(done.stdout, done.stderr)
        return json.loads(done.stdout), done.stderr

    def assert_gaps_cannot_be_told(self, found):
        self.assertEqual(found["unmeasured"]["audio.dropouts"]["args"]["detail"], "samples_rewritten")

    def test_of_every_packing_have_their_peak_and_no_false_gaps(self):
        for packing in PACKINGS:
            with self.subTest(packing):
                path = os.path.join(self.folder.name, "packed.wav")
                sox(self.plain, *packing.split(), path)
                found, said = self.analyse(path)
                self.assertAlmostEqual(found["facts"]["audio.peak"]["value"], peak_of(path), delta=CLOSE)
                if packing in REWRITING:
                    self.assert_gaps_cannot_be_told(found)
                else:
                    self.assertEqual(found["facts"]["audio.dropouts"]["value"], 0)
                self.assertEqual(said, "")

    def test_of_which_the_packing_hides_a_gap_do_not_pass_as_whole(self):
        whole, broken, packed = (os.path.join(self.folder.name, name) for name in ("whole.wav", "broken.wav", "broken.packed"))
        sox(self.plain, whole, "trim", "0", "2")
        sox(whole, broken, "trim", "0", "1.02", "pad", "0.05@1")
        self.assertGreater(self.analyse(broken)[0]["facts"]["audio.dropouts"]["value"], 0)
        for packing in REWRITING:
            with self.subTest(packing):
                sox(broken, *packing.split(), "-t", "wav", packed)
                self.assert_gaps_cannot_be_told(self.analyse(packed)[0])
        sox(broken, "-t", "ogg", packed)
        self.assert_gaps_cannot_be_told(self.analyse(packed)[0])

    def test_that_were_written_into_a_pipe_are_read_whole(self):
        path = os.path.join(self.folder.name, "piped.wav")
        data = pathlib.Path(self.plain).read_bytes()
        for sizes in (b"\xff\xff\xff\xff", b"\0\0\0\0", b"\x00\xf0\xff\x7f"):
            pathlib.Path(path).write_bytes(data[:4] + sizes + data[8:40] + sizes + data[44:])
            found, said = self.analyse(path)
            self.assertEqual(found["facts"]["audio.peak"]["samples"], 32000)
            self.assertIn("leaves the length open", said)

    def test_of_two_channels_are_read_from_the_one_that_is_not_dead(self):
        path = os.path.join(self.folder.name, "right.wav")
        sox(self.plain, path, "remix", "0", "1")
        found, _ = self.analyse(path)
        self.assertAlmostEqual(found["facts"]["audio.peak"]["value"], peak_of(self.plain), delta=CLOSE)
        self.assertIn("channel 2 of 2", found["facts"]["audio.peak"]["method"])

    def test_of_other_containers_are_read(self):
        for ending in ("w64", "aiff", "au", "flac", "ogg"):
            with self.subTest(ending):
                path = os.path.join(self.folder.name, f"other.{ending}")
                sox(self.plain, path)
                found, _ = self.analyse(path)
                self.assertAlmostEqual(found["facts"]["audio.peak"]["value"], peak_of(path), delta=CLOSE)

    def test_with_zeros_at_their_begin_are_as_loud_as_without(self):
        path = os.path.join(self.folder.name, "padded.wav")
        sox(self.plain, path, "pad", "2", "2")
        bare, padded = (self.analyse(one)[0] for one in (self.plain, path))
        for name in ("audio.peak", "audio.noise_floor", "audio.hum", "audio.dropouts", "audio.crest"):
            for where in ("facts", "unmeasured"):
                first, second = bare[where].get(name, {}), padded[where].get(name, {})
                self.assertEqual(first.get("cause"), second.get("cause"), name)
                if "value" in first:
                    self.assertAlmostEqual(first["value"], second["value"], delta=1, msg=name)


if __name__ == "__main__":
    ending.main()

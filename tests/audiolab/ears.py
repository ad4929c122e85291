"""Somebody who hears, at the speaker of the virtual headset, which digits are said."""
import array
import operator
import pathlib
import subprocess
import threading

VOICE = pathlib.Path(__file__).parents[2] / "probes/audio/guided/voices/en/digits.flac"
RATE = 2000  # of what is compared; four times that is recorded
SLOT = int(0.8 * RATE)  # each digit has as much in the file, and as it is played
SILENCE = 40  # of 32767


def coarse(samples):
    return [sum(samples[i:i + 4]) for i in range(0, len(samples) - 3, 4)]


def said(file=VOICE):
    """What is to be played, read from its file by another program: nothing that this computer did to a sound is in it."""
    done = subprocess.run(["sox", file, "-t", "raw", "-r", str(4 * RATE), "-c", "1", "-b", "16", "-e", "signed", "-"],
                          check=True, stdout=subprocess.PIPE)
    return coarse(array.array("h", done.stdout))


def alike(sound, at, voice, digit):
    a, b = sound[max(0, at):at + SLOT], voice[digit * SLOT:(digit + 1) * SLOT]
    return sum(map(operator.mul, a, b)) / ((sum(x * x for x in a) * sum(x * x for x in b)) ** 0.5 + 1)


def digits_in(sound, voice):
    """The three digits of a sound. Where one begins is heard best by trying: a soft consonant is no louder than nothing, and a
    server that came too late leaves a gap, or leaves something out."""
    def best(places):
        return max((alike(sound, at, voice, digit), digit, at) for at in places for digit in range(10))

    loud = next(i for i, x in enumerate(sound) if abs(x) > 0.03 * max(map(abs, sound)))
    _, digit, at = best(range(loud - RATE // 4, loud + RATE // 50))
    heard = [digit]
    for _ in range(2):
        _, digit, at = best(range(at + SLOT - RATE // 20, at + SLOT + RATE // 20))
        heard.append(digit)
    return heard


class Ears:
    """Listens from the first to end(); for one thread."""

    def __init__(self, sink="hs_spk"):
        self.voice = said()
        self.heard = bytearray()
        self.mark = 0
        self.recorder = subprocess.Popen(
            ["parec", "-d", f"{sink}.monitor", f"--rate={4 * RATE}", "--channels=1", "--format=s16le", "--raw",
             "--latency-msec=20"], stdout=subprocess.PIPE)
        threading.Thread(target=self._listen, daemon=True).start()

    def _listen(self):
        while piece := self.recorder.stdout.read(320):
            self.heard.extend(piece)

    def begin(self):
        """What was heard until now is forgotten."""
        self.mark = len(self.heard) & ~1

    def digits(self):
        """Those said since begin(); nothing where nothing was heard."""
        samples = array.array("h", bytes(self.heard[self.mark:len(self.heard) & ~1]))
        if not samples or max(map(abs, samples)) < SILENCE:
            return None
        return digits_in(coarse(samples), self.voice)

    def end(self):
        self.recorder.kill()
        self.recorder.wait()

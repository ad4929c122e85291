"""The spoken digits end to end: a listener at the headset's speaker types what it hears, each digit in another script.

DESKREADY names the program. Exits with 77 when the world cannot be built here."""
import json
import os
import pathlib
import subprocess
import sys
import unittest

LAB = pathlib.Path(__file__).with_name("audiolab.sh")
DESKREADY = pathlib.Path(os.environ.get("DESKREADY", "build/bin/deskready"))
VOICE = pathlib.Path(__file__).parents[2] / "probes/audio/guided/voices/en/digits.flac"
SKIPPED = 77

LISTENER = r'''
import array, json, operator, os, pathlib, subprocess, threading

RATE = 2000  # of what is compared; four times that is recorded
SLOT = int(0.8 * RATE)
SCRIPTS = ["۰۱۲۳۴۵۶۷۸۹", "٠١٢٣٤٥٦٧٨٩", "0123456789"]  # one for each place: Persian and Urdu, Arabic-Indic, Latin
heard = bytearray()
recorder = subprocess.Popen(["parec", "-d", "hs_spk.monitor", f"--rate={4 * RATE}", "--channels=1", "--format=s16le", "--raw",
                             "--latency-msec=20"], stdout=subprocess.PIPE)

def listen():
    while piece := recorder.stdout.read(320):
        heard.extend(piece)

threading.Thread(target=listen, daemon=True).start()

def coarse(samples):
    return [sum(samples[i:i + 4]) for i in range(0, len(samples) - 3, 4)]

# What was asked to be played, read from its file by another program: nothing that this computer did to a sound is in it.
voice = coarse(array.array("h", subprocess.run(
    ["sox", os.environ["VOICE"], "-t", "raw", "-r", str(4 * RATE), "-c", "1", "-b", "16", "-e", "signed", "-"], check=True,
    stdout=subprocess.PIPE).stdout))

def sound_since(mark):
    samples = array.array("h", bytes(heard[mark:len(heard) & ~1]))
    if max(map(abs, samples)) < 40:
        return None
    return coarse(samples)

def alike(sound, at, digit):
    a, b = sound[max(0, at):at + SLOT], voice[digit * SLOT:(digit + 1) * SLOT]
    return sum(map(operator.mul, a, b)) / ((sum(x * x for x in a) * sum(x * x for x in b)) ** 0.5 + 1)

def best(sound, places):
    return max((alike(sound, at, digit), digit, at) for at in places for digit in range(10))

# Where a digit begins is heard best by trying: a soft consonant is no louder than nothing, and a server that came too late
# leaves a gap, or leaves something out.
def digits(sound):
    loud = next(i for i, x in enumerate(sound) if abs(x) > 0.03 * max(map(abs, sound)))
    _, digit, at = best(sound, range(loud - RATE // 4, loud + RATE // 50))
    said = [digit]
    for _ in range(2):
        _, digit, at = best(sound, range(at + SLOT - RATE // 20, at + SLOT + RATE // 20))
        said.append(digit)
    return said

spec = pathlib.Path(os.environ["HOME"], "ears.toml")
spec.write_text('[spec]\nlanguage = 1\nname = "ears"\nversion = "1"\n[require.audio]\nspeaker.heard = true\n')
check = subprocess.Popen([os.environ["DESKREADY"], "check", "--guided", "--only", "audio", "--yes", "--spec", spec, "--format",
                          "json", "--output", os.environ["HOME"] + "/report.json"], stdin=subprocess.PIPE,
                         stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
PROMPT = b"to skip): "
typed = []
asked = b""
while byte := check.stderr.read(1):
    asked += byte
    if not asked.endswith(PROMPT):
        continue
    answer = "s"
    if b"Now your ears" in asked or b"follow, louder" in asked:
        answer = "1"
    elif b"Type the digits" in asked:
        sound = sound_since(mark)
        answer = "none"
        if sound:
            answer = " ".join(script[digit] for script, digit in zip(SCRIPTS, digits(sound)))
        elif not os.environ["FAIR"]:
            answer = "123"  # whoever types digits that nobody played
        typed.append(answer)
    asked = b""
    mark = len(heard) & ~1
    check.stdin.write((answer + "\n").encode())
    check.stdin.flush()
check.wait()
recorder.kill()
print(json.dumps({"typed": typed, "report": json.load(open(os.environ["HOME"] + "/report.json"))}))
'''


def guided(fair):
    done = subprocess.run([LAB, "--", sys.executable, "-c", LISTENER], capture_output=True, text=True, timeout=120,
                          env={**os.environ, "DESKREADY": str(DESKREADY), "VOICE": str(VOICE), "FAIR": "1" if fair else "",
                               "PYTHONIOENCODING": "utf-8"})
    if done.returncode == SKIPPED:
        raise unittest.SkipTest(done.stderr)
    if done.returncode != 0:
        raise AssertionError(done.stderr)
    return json.loads(done.stdout)


class Digits(unittest.TestCase):
    def test_who_hears_them_and_types_them_in_any_script_has_heard(self):
        told = guided(True)
        fact = told["report"]["facts"]["audio.speaker.heard"]
        self.assertIs(fact["value"], True, told["typed"])
        self.assertIn("typed right", fact["method"])
        # A listener made of correlations may mishear the quietest round, and then hears a louder one.
        self.assertGreaterEqual(len(told["typed"]), 2)
        self.assertIn("none", told["typed"])

    def test_who_types_digits_that_were_never_played_has_proved_nothing(self):
        told = guided(False)
        fact = told["report"]["facts"].get("audio.speaker.heard", {"method": ""})
        self.assertNotIn("typed right", fact["method"])


if __name__ == "__main__":
    program = unittest.main(exit=False)
    result = program.result
    sys.exit(1 if not result.wasSuccessful() else 77 if result.skipped else 0)

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
SKIPPED = 77

LISTENER = r'''
import json, os, pathlib, subprocess
from ears import Ears

SCRIPTS = ["۰۱۲۳۴۵۶۷۸۹", "٠١٢٣٤٥٦٧٨٩", "0123456789"]  # one for each place: Persian and Urdu, Arabic-Indic, Latin
ears = Ears()
spec = pathlib.Path(os.environ["HOME"], "ears.toml")
spec.write_text('[spec]\nlanguage = 1\nname = "ears"\nversion = "1"\n[require.audio]\nspeaker.heard = true\n')
check = subprocess.Popen([os.environ["DESKREADY"], "check", "--guided", "--only", "audio", "--yes", "--spec", spec, "--format",
                          "json", "--output", os.environ["HOME"] + "/report.json"], stdin=subprocess.PIPE,
                         stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
PROMPT = b"to skip): "
typed = []
asked = said = b""
while byte := check.stderr.read(1):
    asked += byte
    said += byte
    if not asked.endswith(PROMPT):
        continue
    answer = "s"
    if b"Now your ears" in asked or b"louder" in asked:
        answer = ""  # ready, by Enter alone
    elif b"Type the digits" in asked:
        digits = ears.digits()
        answer = "none"
        if digits:
            answer = " ".join(script[digit] for script, digit in zip(SCRIPTS, digits))
        elif not os.environ["FAIR"]:
            answer = "123"  # whoever types digits that nobody played
        typed.append(answer)
    asked = b""
    ears.begin()
    check.stdin.write((answer + "\n").encode())
    check.stdin.flush()
check.wait()
ears.end()
print(json.dumps({"typed": typed, "said": said.decode(), "report": json.load(open(os.environ["HOME"] + "/report.json"))}))
'''


def guided(fair):
    done = subprocess.run([LAB, "--", sys.executable, "-c", LISTENER], capture_output=True, text=True, timeout=120,
                          env={**os.environ, "DESKREADY": str(DESKREADY), "FAIR": "1" if fair else "",
                               "PYTHONIOENCODING": "utf-8", "PYTHONPATH": str(LAB.parent)})
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
        self.assertNotIn("audio.speaker.heard", told["report"]["facts"])
        self.assertEqual(told["report"]["unmeasured"]["audio.speaker.heard"]["args"]["detail"], "typed_without_digits")
        self.assertIn("a guess proves nothing", " ".join(told["said"].split()))
        self.assertEqual(len(told["typed"]), 4)  # both rounds once more


if __name__ == "__main__":
    program = unittest.main(exit=False)
    result = program.result
    sys.exit(1 if not result.wasSuccessful() else 77 if result.skipped else 0)

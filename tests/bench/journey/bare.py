"""How many answers and seconds bare `deskready` takes from its first word to the verdict, with a headset and a line that are
well, for somebody who answers each question at once.

bare.py BUILD   runs it in an emulated home of 50/10 Mbit/s and 20 ms, with a virtual headset in a quiet room
"""
import os
import pathlib
import re
import subprocess
import sys
import time

SOURCE = pathlib.Path(__file__).parents[3]
FAR_END = "http://10.78.0.2:8700"
PROMPTS = ("to skip): ", "Go on? [Y/n] ")


def answer_to(asked, ears):
    """As somebody would who has the employer's address and hears well."""
    if found := re.search(r"^ +(\d+)\. None yet", asked, re.MULTILINE):
        return found[1]
    if found := re.search(r"^ +(\d+)\. An address that my employer", asked, re.MULTILINE):
        return found[1]
    if "Type the address" in asked:
        return FAR_END
    if "Type the digits" in asked:
        return "".join(map(str, ears.digits() or [])) or "none"
    return "1" if re.search(r"^ +2\. ", asked, re.MULTILINE) else ""


def inside():
    sys.path[:0] = [str(SOURCE / "tests/audiolab"), str(SOURCE / "tests/e2e")]
    from terminal import Terminal
    from ears import VOICE, Ears
    ears = Ears()
    begun = time.monotonic()
    desk = Terminal(os.environ)
    answers = 0
    voice = None
    while True:
        while not desk.said[desk.read_to:].endswith(PROMPTS) and desk.more():
            pass
        asked = desk.said[desk.read_to:]
        desk.read_to = len(desk.said)
        if not asked.endswith(PROMPTS):
            break
        answer = answer_to(asked, ears)
        print(f"{time.monotonic() - begun:5.1f} s  {' '.join(asked.split())[-90:]} {answer}", file=sys.stderr)
        answers += 1
        ears.begin()
        desk.answer(answer)
        if "Read this" in asked or "thank them" in asked:
            voice = subprocess.Popen(["paplay", "-d", "hs_spk", VOICE])
    seconds = time.monotonic() - begun
    ears.end()
    desk.child.wait()
    voice.wait()
    verdict = re.findall(r"^(?:NOT )?(?:READY|DECIDED)[^\n]*", desk.said, re.MULTILINE)
    if not verdict:
        sys.exit(f"no verdict:\n{desk.said}")
    print(f"bare deskready: {answers} answers, {seconds:.0f} s, {verdict[-1]}")


def main(build):
    build = pathlib.Path(build).resolve()
    env = {**os.environ, "DESKREADY_BIN": str(build / "bin"), "DESKREADY_SOURCE": str(SOURCE)}
    sys.exit(subprocess.run(
        [build / "bin/netlab", "--down", "50M", "--up", "10M", "--delay", "10", "--seed", "1", "--far",
         f"{build}/bin/deskready-responder --listen 10.78.0.2:8700", "--", SOURCE / "tests/audiolab/audiolab.sh", "--room-noise",
         "-60", "--", sys.executable, __file__], env=env).returncode)


if __name__ == "__main__":
    main(sys.argv[1]) if len(sys.argv) > 1 else inside()

"""`deskready facts` over each recorded machine, held against the expected.json that stands in its folder.

expected.json names every fact of the catalogue's system part that a probe answers: a bare value, or
{"value": …, "at_least": true}, {"since": "2018-07-24"} for the seconds since a day, or {"cause": …} where the machine
does not tell. It is written from what is known of the
machine from outside (README.md says from where), never from this program's output.
"""
import datetime
import json
import math
import os
import pathlib
import subprocess
import sys
import tempfile
import unittest

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from kinds import cases  # noqa: E402

DESKREADY = os.environ["DESKREADY"]
MACHINES = pathlib.Path(__file__).resolve().parent


def run(*arguments):
    """What the program prints; the run must end well (0 to 3, as verdicts do) and say nothing beside."""
    with tempfile.TemporaryDirectory() as home:
        os.mkdir(f"{home}/run", 0o700)
        sanitizers = {name: value for name, value in os.environ.items() if name.endswith("SAN_OPTIONS")}
        env = {**sanitizers, "PATH": os.environ["PATH"], "HOME": home, "XDG_RUNTIME_DIR": f"{home}/run"}
        done = subprocess.run([DESKREADY, *map(str, arguments)], env=env, stdin=subprocess.DEVNULL,
                              capture_output=True, text=True, timeout=90)
    if not done.stdout or done.stderr:
        raise AssertionError(f"exit code {done.returncode}: {done.stderr}")
    return done.stdout


def facts_of(root, *more):
    """The facts document of the machine recorded below `root`."""
    return json.loads(run("facts", "--only", "system", "--root", root, "--format", "json", *more))


def judged(root):
    """The outcome of each rule of sheet.toml, by the fact that it is about."""
    with tempfile.TemporaryDirectory() as folder:
        facts = f"{folder}/facts.json"
        with open(facts, "w", encoding="utf-8") as out:
            json.dump(facts_of(root, "--for", MACHINES / "sheet.toml"), out)
        report = json.loads(run("assess", "--spec", MACHINES / "sheet.toml", "--facts", facts, "--format", "json"))
    return {finding["fact"].removeprefix("system."): finding.get("cause") or finding["outcome"]
            for finding in report["findings"]}


def seconds_since(day):
    since = datetime.datetime.fromisoformat(day).replace(tzinfo=datetime.timezone.utc)
    return (datetime.datetime.now(datetime.timezone.utc) - since).total_seconds()


def same(expected, value):
    if isinstance(expected, bool) or isinstance(value, bool) or isinstance(expected, str):
        return type(expected) is type(value) and expected == value
    return isinstance(value, (int, float)) and math.isclose(expected, value, rel_tol=1e-6)


def differences(expected, document):
    """What is not as expected, one line a fact."""
    facts, unmeasured = document["facts"], document["unmeasured"]
    for name in sorted((set(facts) | set(unmeasured) | set(expected)) - cases.BY_THE_CALENDAR):
        if name not in expected:
            yield f"{name}: is answered, but expected.json does not name it"
            continue
        wanted = expected[name] if isinstance(expected[name], dict) else {"value": expected[name]}
        if "since" in wanted:
            wanted = dict(wanted, value=seconds_since(wanted["since"]))
        found = facts.get(name, unmeasured.get(name))
        if found is None:
            yield f"{name}: expected {wanted}, got no answer at all"
        elif "cause" in wanted:
            if found.get("cause") != wanted["cause"]:
                yield f"{name}: expected no value because of {wanted['cause']}, got {found}"
        elif "value" not in found or not same(wanted["value"], found["value"]):
            yield f"{name}: expected {wanted['value']!r}, got {found}"
        elif wanted.get("at_least", False) != found.get("at_least", False):
            yield f"{name}: expected at_least to be {wanted.get('at_least', False)}, got {found}"


# What somebody who knows these machines would answer to sheet.toml.
JUDGED = {
    "laptop-ultra7-155h-32gb": {
        "cpu.model": "met", "cpu.instructions.avx2": "met", "memory.installed": "met", "display.resolution": "met",
        "display.size": "met", "camera.connection": "met", "keyboard.connection": "met",
        "browser.firefox.version": "met", "program.anydesk.installed": "met", "program.transmission.running": "met",
        "power.source": "met", "power.ups": "not_met", "tv_card": "met", "virtual_machine": "met"},
    "laptop-i5-8250u-8gb": {"cpu.model": "met", "memory.installed": "met", "power.source": "not_met"},
    "desktop-i7-920-6gb": {
        "cpu.model": "not_met", "cpu.instructions.avx2": "not_met", "memory.installed": "not_met",
        "display.resolution": "met", "display.size": "unsupported", "camera.connection": "no_device",
        "browser.firefox.version": "not_met", "program.transmission.running": "not_met", "power.ups": "met",
        "tv_card": "not_met", "age": "not_met"},
    "desktop-ryzen5-5600g-16gb": {"cpu.model": "met", "display.resolution": "met"},
    "laptop-celeron-n4020-4gb": {
        "cpu.model": "not_met", "memory.installed": "measured_only_up_to", "display.resolution": "not_met",
        "browser.firefox.version": "met"},
    "laptop-macbook-m1-8gb": {"cpu.model": "not_comparable", "display.size": "unsupported", "power.source": "not_met"},
    "cloud-epyc-24gb": {"cpu.model": "not_comparable", "virtual_machine": "not_met", "power.source": "unsupported"},
    "guest-kvm-2gb": {"cpu.model": "unknown_name", "virtual_machine": "not_met"},
    "guest-utm-apple-4gb": {"cpu.model": "unknown_name", "virtual_machine": "not_met"},
    "laptop-ryzen-ai-9-hx370-32gb": {"cpu.model": "met", "camera.connection": "met", "keyboard.connection": "met",
                                     "browser.firefox.version": "met"},
    "board-raspberry-pi-5-8gb": {"cpu.model": "not_comparable", "keyboard.connection": "not_met",
                                 "memory.installed": "met"},
}


class Machines(unittest.TestCase):
    maxDiff = None

    def test_every_recorded_machine(self):
        machines = sorted(file.parent for file in MACHINES.glob("*/expected.json"))
        self.assertGreaterEqual(len(machines), 12, "the recorded machines are missing")
        for machine in machines:
            with self.subTest(machine=machine.name):
                expected = json.loads((machine / "expected.json").read_text())
                self.assertEqual(list(differences(expected, facts_of(machine))), [])

    def test_a_sheet_is_judged_as_people_mean_it(self):
        for name, expected in JUDGED.items():
            with self.subTest(machine=name):
                outcomes = judged(MACHINES / name)
                self.assertEqual(len(outcomes), 15)
                self.assertEqual({fact: outcomes.get(fact) for fact in expected}, expected)


if __name__ == "__main__":
    unittest.main()

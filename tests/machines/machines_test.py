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
import tempfile
import unittest

DESKREADY = os.environ["DESKREADY"]
MACHINES = pathlib.Path(__file__).resolve().parent


def facts_of(root):
    """The facts document of the machine recorded below `root`; the run must end well and say nothing."""
    with tempfile.TemporaryDirectory() as home:
        os.mkdir(f"{home}/run", 0o700)
        env = {"PATH": os.environ["PATH"], "HOME": home, "XDG_RUNTIME_DIR": f"{home}/run"}
        done = subprocess.run([DESKREADY, "facts", "--only", "system", "--root", root, "--format", "json"], env=env,
                              stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=20)
    if done.returncode != 0 or done.stderr:
        raise AssertionError(f"exit code {done.returncode}: {done.stderr}")
    return json.loads(done.stdout)


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
    for name in sorted(set(facts) | set(unmeasured) | set(expected)):
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


class Machines(unittest.TestCase):
    maxDiff = None

    def test_every_recorded_machine(self):
        machines = sorted(file.parent for file in MACHINES.glob("*/expected.json"))
        self.assertGreaterEqual(len(machines), 12, "the recorded machines are missing")
        for machine in machines:
            with self.subTest(machine=machine.name):
                expected = json.loads((machine / "expected.json").read_text())
                self.assertEqual(list(differences(expected, facts_of(machine))), [])


if __name__ == "__main__":
    unittest.main()

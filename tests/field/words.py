#!/usr/bin/env python3
"""What deskready makes of the words in tests/field: for each kind how many cases it takes right, leaves open, and takes
wrong. DESKREADY_BIN is the folder of the program. With --list each case that is not right stands below.

A case without `found` is right when its limit is taken as `right` says, or refused with what `names` says; one with
`found` when a computer with that value is judged so. A refusal of what could be understood, and "could not check",
leave a case open; a limit or an outcome that means something else is wrong."""
import argparse
import collections
import json
import os
import pathlib
import subprocess
import sys
import tempfile
import tomllib

HEAD = '[spec]\nlanguage = 1\nname = "x"\nversion = "1"\nemployer = "X"\n'
FACT = {"processor-wordings": "system.cpu.model", "processor-verdicts": "system.cpu.model"}
PROGRAM = os.path.join(os.environ.get("DESKREADY_BIN", "build/bin"), "deskready")


def run(*arguments):
    return subprocess.run([PROGRAM, *arguments], capture_output=True, text=True, check=False)


def limit_taken(limit, fact, spec):
    """The limit as the program writes it, or the fault."""
    spec.write_text(f'{HEAD}[[rule]]\nid = "r"\nfact = "{fact}"\nlimit = {json.dumps(limit)}\n')
    done = run("spec", "show", spec)
    if done.returncode != 0:
        return None, done.stderr.strip()
    limits = [line.split("=", 1)[1].strip().strip('"') for line in done.stdout.splitlines() if line.startswith("limit")]
    return (limits[0] if limits else done.stdout), None


def facts_of(case, fact, folder):
    names = case["found"].split("|")
    entry = {"value": names[0], "trust": "self", "samples": 1, "method": "field", "at": "2026-11-28T12:00:00Z"}
    if len(names) > 1:
        entry["detail"] = {"names": names[1:]}
    facts = {fact: entry}
    if case["kind"] == "windows-versions":
        facts["system.os.family"] = dict(entry, value="windows")
    file = folder / "facts.json"
    file.write_text(json.dumps({"schema": "deskready.facts/1", "facts": facts, "unmeasured": {}}))
    return file


def judged(case, fact, spec, folder):
    done = run("assess", "--spec", spec, "--facts", str(facts_of(case, fact, folder)), "--format", "json")
    if not done.stdout:
        return "refused"
    return json.loads(done.stdout)["findings"][0]["outcome"].replace("not_measured", "could_not_check")


def class_of(case, folder):
    fact = case.get("fact") or FACT[case["kind"]]
    spec = folder / "spec.toml"
    taken, fault = limit_taken(case["input"], fact, spec)
    if case["right"] == "refused":
        if fault is None:
            return "wrong", taken
        return ("right" if case["names"] in fault else "open"), fault
    if fault is not None:
        return "open", fault
    if "found" in case:
        outcome = judged(case, fact, str(spec), folder)
        if outcome == case["right"]:
            return "right", outcome
        return ("open" if outcome in ("could_not_check", "refused") else "wrong"), outcome
    wanted = case["right"] if case["right"].startswith((">=", "<=", ">", "<")) else ">= " + case["right"]
    return ("right" if taken == limit_taken(wanted, fact, spec)[0] else "wrong"), taken


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--list", action="store_true")
    show = parser.parse_args().list
    kinds, others = collections.defaultdict(collections.Counter), []
    with tempfile.TemporaryDirectory() as folder:
        for file in sorted(pathlib.Path(__file__).parent.glob("*.toml")):
            for case in tomllib.loads(file.read_text())["case"]:
                how, said = class_of(case, pathlib.Path(folder))
                kinds[case["kind"]][how] += 1
                if how != "right":
                    others.append(f"{how}: {case['input']} against {case.get('found', '-')}: {said}")
    print("| kind | cases | right | open | wrong |\n|---|---:|---:|---:|---:|")
    for kind, counts in kinds.items():
        print(f"| {kind} | {counts.total()} | {counts['right']} | {counts['open']} | {counts['wrong']} |")
    if show:
        print("\n".join(others))
    return 1 if any(counts["wrong"] for counts in kinds.values()) else 0


if __name__ == "__main__":
    sys.exit(main())

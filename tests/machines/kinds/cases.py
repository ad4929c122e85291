"""The cases of kinds/*.toml and the machines of ../whole/*/*.toml: reads them, builds their trees, asks the program and
says how each fact came out."""
import base64
import dataclasses
import datetime
import gzip
import json
import math
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import tomllib

KINDS = pathlib.Path(__file__).resolve().parent
MACHINES = KINDS.parent
WHOLE = MACHINES / "whole"
# What depends on today's date and on a table that ends; probes/system's own tests try it at fixed dates.
BY_THE_CALENDAR = {"system.os.releases_behind"}
RIGHT, UNKNOWN, WRONG = "right", "unknown", "wrong"
# Sizes and figures are held to a thousandth: a label says "1 TB" of 1000204886016 bytes.
CLOSE = 1e-3

sys.path.insert(0, str(MACHINES / "sound"))
import server  # noqa: E402


@dataclasses.dataclass
class Case:
    kind: str
    name: str
    source: str
    right: dict  # fact: the value, a list of values that will do; "?" is "could not check", "bound" a true bound
    tree: dict   # the rest of the entry: base, without, cpu, lines, files, links, hex, gzip
    whole: bool = False  # a machine of its own: what "right" does not name must not be answered


def kinds():
    """(kind, what it is about): the kinds of trouble in the order of their names, then the groups of whole machines."""
    return ([(file.stem, tomllib.loads(file.read_text())["about"]) for file in sorted(KINDS.glob("*.toml"))]
            + [(f"whole/{group.name}", "recorded machines") for group in sorted(WHOLE.iterdir()) if group.is_dir()])


def cases():
    return [Case(file.stem, entry["name"], entry["source"], entry["right"], entry)
            for file in sorted(KINDS.glob("*.toml")) for entry in tomllib.loads(file.read_text())["case"]] + machines()


def machines():
    entries = [(file, tomllib.loads(file.read_text())) for file in sorted(WHOLE.glob("*/*.toml"))]
    # What this program is for is no question about a machine.
    return [Case(f"whole/{file.parent.name}", file.stem, entry["source"], {"system.os.family": "linux", **entry["right"]}, entry, True)
            for file, entry in entries]


def place(root, path, content):
    file = root / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.unlink(missing_ok=True)
    file.write_bytes(content)


def place_processors(root, cpu):
    """The kernel's topology of `cores`, lists of the numbers of their threads, and cpuinfo's paragraph for each thread."""
    folder = "sys/devices/system/cpu"
    core_of = {thread: core for core, threads in enumerate(cpu["cores"]) for thread in threads}
    place(root, f"{folder}/online", (",".join(str(thread) for thread in sorted(core_of)) + "\n").encode())
    for thread, core in core_of.items():
        siblings = ",".join(str(sibling) for sibling in cpu["cores"][core])
        place(root, f"{folder}/cpu{thread}/topology/core_cpus_list", f"{siblings}\n".encode())
        if "khz" in cpu:
            place(root, f"{folder}/cpu{thread}/cpufreq/cpuinfo_max_freq", f"{cpu['khz']}\n".encode())
    if "paragraph" in cpu:
        text = "".join(f"processor\t: {thread}\n{cpu['paragraph']}physical id\t: 0\ncore id\t\t: {core_of[thread]}\n\n"
                       for thread in sorted(core_of))
        place(root, "proc/cpuinfo", text.encode())


def build(case, root):
    """Writes the case's tree below `root`: the base without what it leaves out, then its own files."""
    tree = case.tree
    if "base" in tree:
        shutil.copytree(MACHINES / tree["base"], root, symlinks=True, dirs_exist_ok=True)
    for path in tree.get("without", []):
        left_out = root / path
        if left_out.is_dir() and not left_out.is_symlink():
            shutil.rmtree(left_out)
        else:
            left_out.unlink(missing_ok=True)
        # An empty folder would say something, too: it goes with its last file, as in git.
        for folder in left_out.parents:
            if folder == root or not folder.is_dir() or any(folder.iterdir()):
                break
            folder.rmdir()
    if "cpu" in tree:
        place_processors(root, tree["cpu"])
    for folder, lines in tree.get("lines", {}).items():
        for name, line in lines.items():
            place(root, f"{folder}/{name}", f"{line}\n".encode())
    for path, text in tree.get("files", {}).items():
        place(root, path, text.encode())
    for path, digits in tree.get("hex", {}).items():
        place(root, path, bytes.fromhex(digits))
    for path, packed in tree.get("gzip", {}).items():
        place(root, path, gzip.decompress(base64.b64decode(packed)))
    for path, target in tree.get("links", {}).items():
        link = root / path
        link.parent.mkdir(parents=True, exist_ok=True)
        link.unlink(missing_ok=True)
        link.symlink_to(target)


def ask(program, root, *what):
    """The facts document of the machine below `root`, asked as `what` says."""
    with tempfile.TemporaryDirectory() as home:
        os.mkdir(f"{home}/run", 0o700)
        sanitizers = {name: value for name, value in os.environ.items() if name.endswith("SAN_OPTIONS")}
        env = {**sanitizers, "PATH": os.environ["PATH"], "HOME": home, "XDG_RUNTIME_DIR": f"{home}/run"}
        done = subprocess.run([program, "facts", "--root", root, "--format", "json", *what], env=env,
                              stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=90)
    if not done.stdout:
        raise AssertionError(f"exit code {done.returncode}: {done.stderr}")
    return json.loads(done.stdout)


def ask_beside(program, answer):
    """The facts document about sound beside a server that gives this answer; nothing is opened or played."""
    with server.Server(answer) as recorded, tempfile.TemporaryDirectory() as home:
        done = subprocess.run([program, "facts", "--only", "audio", "--sound", "devices", "--format", "json", "--yes"],
                              env=server.environment(recorded, home), stdin=subprocess.DEVNULL, capture_output=True,
                              text=True, timeout=90)
    if not done.stdout:
        raise AssertionError(f"exit code {done.returncode}: {done.stderr}")
    return json.loads(done.stdout)


def answers(program, case):
    """What the program says of each fact that the case is about: a member of "facts" or of "unmeasured"."""
    if "answer" in case.tree:
        found = ask_beside(program, case.tree["answer"])
        document = {**found["unmeasured"], **found["facts"]}
        return {fact: document.get(fact, {}) for fact in case.right}
    with tempfile.TemporaryDirectory() as folder:
        root = pathlib.Path(folder, "tree")
        root.mkdir()
        build(case, root)
        document = {}
        if any(fact.startswith("system.") for fact in case.right):
            found = ask(program, root, "--only", "system")
            document.update({**found["unmeasured"], **found["facts"]})
        if any(fact.startswith("network.") for fact in case.right):
            # Only the link's own facts: the others would wait for answers from the line.
            found = ask(program, root, "--for", KINDS / "link-sheet.spec")
            document.update({**found["unmeasured"], **found["facts"]})
    # Of the line the sheet asks more than a machine's record is about.
    more = {fact for fact, answer in document.items()
            if case.whole and "value" in answer and fact.startswith("system.")} - BY_THE_CALENDAR
    return {fact: document.get(fact, {}) for fact in sorted(more | set(case.right))}


def same(wanted, value):
    if isinstance(wanted, dict):
        since = datetime.datetime.fromisoformat(wanted["since"]).replace(tzinfo=datetime.timezone.utc)
        wanted = (datetime.datetime.now(datetime.timezone.utc) - since).total_seconds()
    if isinstance(wanted, (bool, str)) or isinstance(value, (bool, str)):
        return type(wanted) is type(value) and wanted == value
    return math.isclose(wanted, value, rel_tol=CLOSE)


def outcome(wanted, answer):
    """RIGHT, UNKNOWN (honest, though the source knows) or WRONG."""
    allowed = wanted if isinstance(wanted, list) else [wanted]
    if "value" not in answer:
        # A missing answer is none of the honest ones.
        if "cause" not in answer:
            return WRONG
        return RIGHT if "?" in allowed else UNKNOWN
    values = [one for one in allowed if one not in ("?", "bound")]
    if any(same(one, answer["value"]) for one in values):
        return RIGHT
    true_bound = "bound" in allowed and answer.get("at_least") and any(answer["value"] < one for one in values)
    return UNKNOWN if true_bound else WRONG


def results(program, chosen=None):
    """{(kind, case, fact): (outcome, what was said)}"""
    found = {}
    for case in chosen if chosen is not None else cases():
        for fact, answer in answers(program, case).items():
            said = answer.get("value", answer.get("cause"))
            found[case.kind, case.name, fact] = outcome(case.right.get(fact, "?"), answer), said
    return found

"""Recorded machines whose files are spoilt: a file that cannot be read rightly takes an answer away, never turns it into
another one, and nothing outside the folder is ever read.

Each way of spoiling is done to all files at once and to each group of them alone; probes/system's own tests spoil each
single file.
"""
import json
import os
import pathlib
import shutil
import socket
import subprocess
import tempfile
import unittest

DESKREADY = os.environ["DESKREADY"]
MACHINES = pathlib.Path(__file__).resolve().parent
SHEET = MACHINES / "kinds" / "link-sheet.spec"

# What the recorded laptop lacks: files of the line, of the person's settings and of the firewall.
MORE = {
    "proc/net/route": "Iface\tDestination\tGateway \tFlags\tRefCnt\tUse\tMetric\tMask\t\tMTU\tWindow\tIRTT\n"
                      "wlp1s0\t00000000\t0101A8C0\t0003\t0\t0\t600\t00000000\t0\t0\t0\n",
    "proc/net/wireless": "Inter-| sta-|   Quality        |   Discarded packets               | Missed | WE\n"
                         " face | tus | link level noise |  nwid  crypt   frag  retry   misc | beacon | 22\n"
                         "wlp1s0: 0000   54.  -56.  -256        0      0      0      0      7        0\n",
    "sys/class/net/wlp1s0/operstate": "up\n",
    "sys/class/net/wlp1s0/type": "1\n",
    "sys/class/net/wlp1s0/uevent": "DEVTYPE=wlan\nINTERFACE=wlp1s0\nIFINDEX=3\n",
    "sys/class/net/wlp1s0/device/uevent": "DRIVER=iwlwifi\n",
    "etc/environment": "https_proxy=http://192.0.2.9:3128\n",
    "home/agent/.config/kioslaverc": "[Proxy Settings]\nProxyType=0\n",
    "proc/modules": "nf_tables 303104 0 - Live 0x0000000000000000\n",
    "proc/sys/kernel/osrelease": "6.8.0-45-generic\n",
}


def write(file, content):
    file.unlink()
    file.write_bytes(content)


def link_to(target):
    def spoil(file, _):
        file.unlink()
        file.symlink_to(target)
    return spoil


def fifo(file, _):
    file.unlink()
    os.mkfifo(file)


def a_socket(file, _):
    file.unlink()
    here = os.getcwd()
    os.chdir(file.parent)  # the path of a socket is at most 108 bytes
    try:
        with socket.socket(socket.AF_UNIX) as one:
            one.bind(file.name)
    finally:
        os.chdir(here)


def huge(file, content):
    write(file, content)
    os.truncate(file, 5 << 30)  # takes no room on the disk


def folder(file, _):
    file.unlink()
    file.mkdir()


WAYS = {
    "a link to /dev/zero": link_to("/dev/zero"),
    "a link to itself": lambda file, _: link_to(file.name)(file, _),
    "a link up and out": link_to("../" * 40 + "etc/passwd"),
    "a FIFO": fifo,
    "a socket": a_socket,
    "a folder": folder,
    "five gigabytes": huge,
    "empty": lambda file, _: write(file, b""),
    "zeros": lambda file, content: write(file, bytes(len(content))),
    "UTF-16": lambda file, content: write(file, b"\xff\xfe" + content.decode("latin-1").encode("utf-16-le")),
    "UTF-16, the other way round": lambda file, content: write(file, content.decode("latin-1").encode("utf-16-be")),
    "one line without an end": lambda file, _: write(file, b"x" * 3_000_000),
}
# What such a file means: a list that is empty, or is not there, names no proxy.
MEANT = {("network.proxy", way) for way in
         ("empty", "one line without an end", "a link to /dev/zero", "a link up and out", "a link to itself")}
# Here what is left may be read as what it is.
HALVES = {"the first half": lambda content: content[:len(content) // 2],
          "all but the last byte": lambda content: content[:-1],
          "with Windows' line ends": lambda content: content.replace(b"\n", b"\r\n"),
          "with a byte order mark": lambda content: b"\xef\xbb\xbf" + content}


def ask(root, *what):
    with tempfile.TemporaryDirectory() as home:
        os.mkdir(f"{home}/run", 0o700)
        sanitizers = {name: value for name, value in os.environ.items() if name.endswith("SAN_OPTIONS")}
        done = subprocess.run([DESKREADY, "facts", "--root", root, "--format", "json", *map(str, what)],
                              env={**sanitizers, "PATH": os.environ["PATH"], "HOME": home, "XDG_RUNTIME_DIR": f"{home}/run"},
                              stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=90)
    if done.returncode not in (0, 1, 2, 3) or not done.stdout:
        raise AssertionError(f"exit code {done.returncode}: {done.stderr}")
    return json.loads(done.stdout)


def answers(root, line=True):
    """{fact: its member of the document}, known or not: of the computer and, unless told otherwise, of its line."""
    found = {}
    for what in (("--only", "system"), ("--for", SHEET))[:2 if line else 1]:
        document = ask(root, *what)
        found.update({**document["unmeasured"], **document["facts"]})
    return found


def is_of_the_line(paths):
    return any(str(path).startswith(("proc/net/", "sys/class/net/", "etc/", "home/")) for path in paths)


def group_of(path):
    """proc/cpuinfo stands for itself; sys/class/drm/… for sys/class/drm."""
    return "/".join(path.parts[:3] if path.parts[0] == "sys" else path.parts[:2])


class BadTrees(unittest.TestCase):
    def setUp(self):
        self.own = tempfile.TemporaryDirectory()
        self.addCleanup(self.own.cleanup)
        self.whole = self.place("whole")
        self.kept = {path: (self.whole / path).read_bytes() for path in self.files(self.whole)}
        self.right = answers(self.whole)

    def place(self, name, machine="laptop-ultra7-155h-32gb"):
        root = pathlib.Path(self.own.name, name)
        shutil.copytree(MACHINES / machine, root, symlinks=True)
        (root / "expected.json").unlink()
        for path, text in MORE.items():
            (root / path).parent.mkdir(parents=True, exist_ok=True)
            (root / path).write_text(text)
        return root

    def files(self, root):
        return sorted(file.relative_to(root) for file in root.rglob("*")
                      if file.is_file() and not file.is_symlink() and file.name != ".recorded")

    def spoilt(self, paths, spoil):
        """The answers of the whole tree with `paths` spoilt, which are made good again."""
        for path in paths:
            file = self.whole / path
            spoil(file, file.read_bytes())
        try:
            return answers(self.whole, is_of_the_line(paths))
        finally:
            for path in paths:
                file = self.whole / path
                if file.is_dir() and not file.is_symlink():
                    file.rmdir()
                else:
                    file.unlink()
                file.write_bytes(self.kept[path])

    def expect_no_other_answer(self, found, where):
        for fact, right in self.right.items():
            if fact.startswith("network.") and not any(other.startswith("network.") for other in found):
                continue  # not asked for
            if (fact, where.split(" is ")[-1]) in MEANT or (fact, where.split(" are ")[-1]) in MEANT:
                continue
            with self.subTest(fact=fact, where=where):
                # Of names that are looked for one by one there are fewer; every other question has an answer.
                listed = ".instructions." in fact or ".browser." in fact
                self.assertTrue(listed or fact in found, "is left out")
                answer = found.get(fact, {})
                if "value" not in answer:
                    continue
                bound = answer.get("at_least") and "value" in right and answer["value"] <= right["value"]
                # The age grows while the test runs.
                same = fact == "system.age" or answer["value"] == right.get("value")
                self.assertTrue(bound or same,
                                f"said {answer['value']!r}, and {right.get('value', right.get('cause'))!r} of whole files")

    def test_the_whole_tree_is_read_well(self):
        self.assertEqual(self.right["system.cpu.model"]["value"], "Intel(R) Core(TM) Ultra 7 155H")
        self.assertEqual(self.right["network.link.kind"]["value"], "wifi")
        self.assertEqual(self.right["network.proxy"]["value"], True)
        self.assertGreater(sum("value" in answer for answer in self.right.values()), 40)

    def test_all_files_spoilt(self):
        for name, spoil in WAYS.items():
            found = self.spoilt(self.kept, spoil)
            self.expect_no_other_answer(found, f"all are {name}")
            with self.subTest(where=f"all are {name}"):
                self.assertNotIn("value", found["system.cpu.model"])
                self.assertNotIn("value", found["system.memory.installed"])

    def test_each_group_spoilt(self):
        groups = {}
        for path in self.kept:
            groups.setdefault(group_of(path), []).append(path)
        self.assertGreater(len(groups), 15)
        for group, paths in groups.items():
            for name, spoil in WAYS.items():
                self.expect_no_other_answer(self.spoilt(paths, spoil), f"{group} is {name}")

    def test_half_written_and_other_systems_files(self):
        for name, changed in HALVES.items():
            for path in self.kept:
                if "/cpu/cpu" in str(path) or "/memory/memory" in str(path):
                    continue  # the first stands for all in probes/system's own tests
                found = self.spoilt([path], lambda file, content, changed=changed: write(file, changed(content)))
                self.assertEqual(set(found) - set(self.right), set(), f"{path}, {name}")

    def test_nothing_outside_is_read(self):
        """Another machine stands beside this one, and each file of this one is a link to that one's."""
        other = self.place("other", "desktop-i7-920-6gb")
        theirs = answers(other)
        outward = {"absolute": lambda path: other / path,
                   "upward": lambda path: "../" * (len(path.parts) - 1) + f"../other/{path}"}
        for name, target in outward.items():
            root = pathlib.Path(self.own.name, "linked")
            shutil.rmtree(root, ignore_errors=True)
            for path in self.files(other):
                (root / path).parent.mkdir(parents=True, exist_ok=True)
                (root / path).symlink_to(target(path))
                self.assertTrue((root / path).exists(), "the link leads nowhere")
            found = answers(root)
            for fact in theirs:
                # "No" is said of what is not there.
                said = found.get(fact, {}).get("value", False)
                with self.subTest(fact=fact, links=name):
                    self.assertTrue(fact == "system.os.family" or said is False, f"said {said!r}")


if __name__ == "__main__":
    unittest.main()

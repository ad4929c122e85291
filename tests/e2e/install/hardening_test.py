"""What ships, read back: the programs' hardening, by binutils, and the modes and owners of what the package installs, under
whatever umask it was built."""
import os
import pathlib
import platform
import re
import subprocess
import sys
import tempfile
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).parents[1]))
import ending  # noqa: E402

BIN = pathlib.Path(os.environ["DESKREADY_BIN"])
BUILD = BIN.parent
PROGRAMS = ("deskready", "deskreadyd", "deskready-responder")


def output(*command):
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


@unittest.skipIf("CMAKE_BUILD_TYPE:STRING=Debug" in (BUILD / "CMakeCache.txt").read_text(),
                 "a build for debugging is not what ships")
class Programs(unittest.TestCase):
    @staticmethod
    def each(*options):
        return [output("readelf", "-W", *options, BIN / program) for program in PROGRAMS]

    def test_lie_at_random_addresses(self):
        for header in self.each("-h"):
            self.assertRegex(header, r"Type:\s+DYN \(Position-Independent Executable file\)")

    def test_resolve_every_symbol_before_they_start_and_protect_the_table(self):
        for segments in self.each("-l", "-d"):
            self.assertIn("GNU_RELRO", segments)
            self.assertRegex(segments, r"\(FLAGS_1\).*\bNOW\b")

    def test_have_no_stack_that_runs(self):
        for segments in self.each("-l"):
            self.assertRegex(segments, r"GNU_STACK\s+.*\sRW\s")

    def test_guard_the_stack_and_the_copies(self):
        for symbols in self.each("--dyn-syms"):
            self.assertIn("__stack_chk_fail", symbols)
            self.assertGreaterEqual(len(set(re.findall(r"\b__\w+_chk\b", symbols))), 3)

    def test_are_marked_for_the_processors_guard_of_jumps(self):
        marks = {"x86_64": "IBT, SHSTK", "aarch64": "BTI"}
        if platform.machine() not in marks:
            self.skipTest("no such guard on this processor")
        for notes in self.each("-n"):
            self.assertIn(marks[platform.machine()], notes)

    def test_check_their_containers(self):
        # libstdc++ has this function for its assertions alone.
        for symbols in self.each("--dyn-syms"):
            self.assertIn("__glibcxx_assert_fail", symbols)


class Package(unittest.TestCase):
    def rows(self, umask):
        with tempfile.TemporaryDirectory() as folder:
            subprocess.run(["cpack", "-G", "DEB", "-B", folder], cwd=BUILD, check=True, stdout=subprocess.DEVNULL,
                           umask=umask)
            package, = pathlib.Path(folder).glob("*.deb")
            return [line.split(None, 5) for line in output("dpkg-deb", "-c", package).splitlines()]

    def test_nobody_but_root_may_write_where_it_installs(self):
        for umask in (0, 0o022, 0o077):
            with self.subTest(umask=oct(umask)):
                for mode, owner, _, _, _, name in self.rows(umask):
                    self.assertEqual(owner, "root/root", name)
                    if mode.startswith("d"):
                        self.assertEqual(mode, "drwxr-xr-x", name)
                    elif mode.startswith("-"):
                        runs = "/bin/" in name or "/libexec/" in name
                        self.assertEqual(mode, "-rwxr-xr-x" if runs else "-rw-r--r--", name)


if __name__ == "__main__":
    ending.main()

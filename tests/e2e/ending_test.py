"""What a file of tests tells ctest: that nothing could be tried is no pass, and one test left out hides no failure."""
import pathlib
import subprocess
import sys
import tempfile
import unittest

import ending

FILE = """import unittest, ending
class Some(unittest.TestCase):
    def test_passes(self): pass
    def test_fails(self): self.fail()
    def test_is_left_out(self): self.skipTest("no\\nworld")
    def test_ends_itself(self): raise SystemExit(77)
    def test_leaves_parts_out(self):
        for part in "ab":
            with self.subTest(part): self.skipTest("no " + part)
@unittest.skip("no root")
class Closed(unittest.TestCase):
    def test_passes(self): pass
class Unbuilt(unittest.TestCase):
    @classmethod
    def setUpClass(cls): raise unittest.SkipTest("no line")
    def test_passes(self): pass
ending.main()
"""


class Ending(unittest.TestCase):
    def ended(self, *tests):
        with tempfile.NamedTemporaryFile("w", suffix=".py") as file:
            file.write(FILE)
            file.flush()
            done = subprocess.run([sys.executable, file.name, *tests], capture_output=True, text=True,
                                  env={"PYTHONPATH": str(pathlib.Path(__file__).parent)})
        return done.returncode, [line for line in done.stderr.splitlines() if line.startswith("SKIPPED: ")]

    def test_a_failure_is_one_whatever_else_there_is(self):
        self.assertEqual(self.ended("Some.test_passes", "Some.test_fails", "Some.test_is_left_out")[0], 1)
        self.assertEqual(self.ended("Some.test_is_left_out", "Some.test_fails")[0], 1)

    def test_the_whole_is_skipped_where_nothing_was_tried(self):
        self.assertEqual(self.ended("Some.test_is_left_out"), (77, ["SKIPPED: __main__.Some.test_is_left_out: no world"]))
        self.assertEqual(self.ended("Closed"), (77, ["SKIPPED: __main__.Closed.test_passes: no root"]))
        code, said = self.ended("Unbuilt")
        self.assertEqual((code, len(said)), (77, 1))
        self.assertIn("no line", said[0])
        code, said = self.ended("Some.test_leaves_parts_out")
        self.assertEqual((code, len(said)), (77, 2))

    def test_one_that_is_left_out_is_said(self):
        self.assertEqual(self.ended("Some.test_passes", "Closed"), (0, ["SKIPPED: __main__.Closed.test_passes: no root"]))
        self.assertEqual(self.ended("Some.test_passes"), (0, []))

    def test_no_test_ends_the_others(self):
        self.assertEqual(self.ended("Some.test_ends_itself", "Some.test_passes")[0], 1)

    def test_nothing_is_no_pass(self):
        self.assertEqual(self.ended("-k", "no such test")[0], 1)


if __name__ == "__main__":
    ending.main()

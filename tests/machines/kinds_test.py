"""`deskready facts` over the kinds of trouble that people had on their machines (kinds/README.md).

A wrong value fails, and so does "could not check" where the source knows, unless kinds/still-open.tsv names it and says why;
what that file names and is right fails, too.
"""
import os
import sys
import unittest

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from kinds import cases  # noqa: E402

DESKREADY = os.environ["DESKREADY"]


def still_open():
    lines = (cases.KINDS / "still-open.tsv").read_text().splitlines()
    return {tuple(line.split("\t")[:3]) for line in lines if line and not line.startswith("#")}


class Kinds(unittest.TestCase):
    def test_every_case(self):
        open_ones = still_open()
        everything = cases.cases()
        self.assertGreaterEqual(len(everything), 318, "cases are missing")
        for case in everything:
            with self.subTest(kind=case.kind, case=case.name):
                for key, (outcome, said) in cases.results(DESKREADY, [case]).items():
                    if key in open_ones:
                        self.assertNotEqual(outcome, cases.RIGHT, f"{key[2]} is right; take it out of still-open.tsv")
                    else:
                        self.assertEqual(outcome, cases.RIGHT, f"{key[2]}: said {said!r}, right is {case.right.get(key[2], '?')!r}")


if __name__ == "__main__":
    unittest.main()

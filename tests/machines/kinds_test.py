"""`deskready facts` over the kinds of trouble that people had on their machines (kinds/README.md).

A wrong value fails; so does "could not check" where the source knows, unless kinds/still-unknown.tsv says why.
"""
import os
import sys
import unittest

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from kinds import cases  # noqa: E402

DESKREADY = os.environ["DESKREADY"]


def still_unknown():
    lines = (cases.KINDS / "still-unknown.tsv").read_text().splitlines()
    return {tuple(line.split("\t")[:3]) for line in lines if line and not line.startswith("#")}


class Kinds(unittest.TestCase):
    def test_every_case(self):
        excused = still_unknown()
        everything = cases.cases()
        self.assertGreaterEqual(len(everything), 170, "cases are missing")
        for case in everything:
            with self.subTest(kind=case.kind, case=case.name):
                for key, (outcome, said) in cases.results(DESKREADY, [case]).items():
                    wanted = case.right[key[2]]
                    self.assertNotEqual(outcome, cases.WRONG, f"{key[2]}: said {said!r}, right is {wanted!r}")
                    if outcome == cases.UNKNOWN:
                        self.assertIn(key, excused, f"{key[2]}: could not check ({said}), right is {wanted!r}")
                    else:
                        self.assertNotIn(key, excused, f"{key[2]}: is no longer unknown; still-unknown.tsv says so")


if __name__ == "__main__":
    unittest.main()

"""How a file of tests ends, and what it says of those that could not be tried here."""
import sys
import unittest

SKIPPED = 77  # as CMakeLists.txt tells ctest


class Counting(unittest.TextTestResult):
    passed = 0

    def addSuccess(self, test):
        self.passed += 1
        super().addSuccess(test)


class Runner(unittest.TextTestRunner):
    resultclass = Counting


def code_of(result):
    if not result.wasSuccessful():
        return 1
    if result.passed > 0:
        return 0
    return SKIPPED if result.skipped else 1  # without a single test something is wrong with the file


def main():
    """Runs the tests of the file that is run, and ends: 1 where one failed, 77 where not one could be tried, which ctest
    shows as skipped, else 0. Each that was left out is said in a line of its own, which tests/all.sh looks for; a test
    leaves itself out with skipTest(), for SystemExit within a test is an error."""
    result = unittest.main(testRunner=Runner, exit=False).result
    for test, why in result.skipped:
        print(f"SKIPPED: {test.id()}: {' '.join(str(why).split())}", file=sys.stderr)
    sys.exit(code_of(result))

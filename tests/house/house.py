"""What the checks of the house share: the product's files, and lists of exceptions that may only shrink."""
import pathlib
import re
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
HERE = pathlib.Path(__file__).resolve().parent
LIBRARIES = ("config", "probes", "reports", "agent")


def sources(*endings):
    """The product's files with one of these endings, as paths below the repository."""
    for library in LIBRARIES:
        for file in sorted((ROOT / library).rglob("*")):
            if file.suffix in endings and file.is_file():
                yield file.relative_to(ROOT)


def includes(file):
    """What a file includes, as written: ("config/base/text.h", True) for quotes, False for angle brackets."""
    for mark, name in re.findall(r'^\s*#\s*include\s*(["<])([^">]+)[">]', (ROOT / file).read_text(), re.MULTILINE):
        yield name, mark == '"'


def tell(check, found, exceptions_file=None):
    """Ends the check: 1 with each fault that is no known exception, and with each exception that is none any more."""
    known = set()
    if exceptions_file is not None and (HERE / exceptions_file).exists():
        lines = (HERE / exceptions_file).read_text().splitlines()
        known = {line.split("  #")[0].rstrip() for line in lines if line and not line.startswith("#")}
    new, gone = sorted(set(found) - known), sorted(known - set(found))
    for fault in new:
        print(f"{check}: {fault}")
    for line in gone:
        print(f"{check}: mended, so take it out of tests/house/{exceptions_file}: {line}")
    sys.exit(1 if new or gone else 0)

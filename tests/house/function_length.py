#!/usr/bin/env python3
"""Fails when a function of ours is longer than a screen: 60 lines from its name to its closing brace.

Usage: function_length.py [SOURCE]      SOURCE is the repository's top, by itself the one that this file lies in
Ends 0, or 1 with a line for each function that is too long; 2 where it could not look. Needs universal-ctags.
"""

import json
import pathlib
import subprocess
import sys

MOST_LINES = 60
FOLDERS = ("config", "probes", "reports", "agent")  # the tables and stories of tests are data


def functions(source):
    """(lines, file, line, name) of every function that is defined in C++, longest first."""
    files = subprocess.run(["git", "-C", source, "ls-files", "--", *(f"{folder}/*.{ending}" for folder in FOLDERS
                                                                      for ending in ("cpp", "h"))],
                           check=True, capture_output=True, text=True).stdout
    tags = subprocess.run(["ctags", "--output-format=json", "--languages=C++", "--langmap=C++:.cpp.h",
                           "--kinds-C++=f", "--fields=+ne", "-L", "-", "-f", "-"],
                          check=True, capture_output=True, text=True, cwd=source, input=files).stdout
    found = [json.loads(line) for line in tags.splitlines()]
    return sorted(((tag["end"] - tag["line"] + 1, tag["path"], tag["line"], tag["name"])
                   for tag in found if "end" in tag), reverse=True)


def main():
    source = sys.argv[1] if len(sys.argv) > 1 else str(pathlib.Path(__file__).resolve().parents[2])
    try:
        found = functions(source)
    except (OSError, subprocess.CalledProcessError) as error:
        print(f"cannot list functions: {error}; install git and universal-ctags", file=sys.stderr)
        return 2
    # A list that lacks what is known to be there proves nothing.
    if not any(name == "run_command_line" for _, _, _, name in found):
        print("universal-ctags did not find run_command_line(), so its list cannot be believed", file=sys.stderr)
        return 2
    long = [one for one in found if one[0] > MOST_LINES]
    for lines, path, line, name in long:
        print(f"{path}:{line}: {name} has {lines} lines, more than {MOST_LINES}; split it")
    return 1 if long else 0


if __name__ == "__main__":
    sys.exit(main())

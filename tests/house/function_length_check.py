"""A function fits a screen, a test's too: at most 60 lines from its name to its closing brace. Needs universal-ctags."""
import json
import subprocess
import sys

import house

MOST = 60
tests = sorted(file.relative_to(house.ROOT) for end in (".h", ".cpp") for file in (house.ROOT / "tests").rglob(f"*{end}"))
files = "".join(f"{file}\n" for file in [*house.sources(".h", ".cpp"), *tests])
try:
    tags = subprocess.run(["ctags", "--output-format=json", "--languages=C++", "--langmap=C++:.cpp.h", "--kinds-C++=f",
                           "--fields=+ne", "-L", "-", "-f", "-"],
                          check=True, capture_output=True, text=True, cwd=house.ROOT, input=files).stdout
except (OSError, subprocess.CalledProcessError) as error:
    sys.exit(f"function length: functions cannot be listed: {error}; install universal-ctags")
functions = [tag for tag in map(json.loads, tags.splitlines()) if "end" in tag]
# A list that lacks what is known to be there proves nothing.
if not any(tag["name"] == "run_command_line" for tag in functions):
    sys.exit("function length: universal-ctags did not find run_command_line(), so its list cannot be believed")
house.tell("function length", [f"{tag['path']}: {tag['name']} has more than {MOST} lines; split it" for tag in functions
                               if tag["end"] - tag["line"] + 1 > MOST], "functions_long.txt")

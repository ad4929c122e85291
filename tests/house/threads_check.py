"""Threads are begun in probes/ and agent/ alone: those are what ThreadSanitizer is run over (target threaded_tests)."""
import re

import house

THREAD = re.compile(r"std::(jthread|thread|async)\b(?!::)|pthread_create")
house.tell("threads", [f"{file} begins a thread" for file in house.sources(".h", ".cpp")
                       if file.parts[0] not in ("probes", "agent") and THREAD.search((house.ROOT / file).read_text())])

"""A room is small enough to know by heart: at most 25 files a folder."""
import collections

import house

MOST = 25
counts = collections.Counter(str(file.parent) for file in house.sources(".h", ".cpp", ".def", ".inc", ".cmake", ".json"))
house.tell("folders", [f"{folder} holds more than {MOST} files" for folder, count in counts.items() if count > MOST],
           "folders_large.txt")

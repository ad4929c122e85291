"""No file includes from a room that stands above its own (rooms.txt), each file stands in a room, and no two folders
include each other, by whatever way: a list of rooms that names single files could hide that."""
import collections
import pathlib

import house

rooms, apart = [], []
for line in (house.HERE / "rooms.txt").read_text().splitlines():
    if line.startswith("apart "):
        apart = line.split()[1:]
    elif line and not line.startswith("#"):
        rooms.append(line)


def room_of(path):
    """Index of the room that a path is in; a linux folder inside a room belongs to that room."""
    stem = str(path).rsplit(".", 1)[0]
    fitting = [room for room in rooms if stem == room or stem.startswith(room + "/")]
    return rooms.index(max(fitting, key=len)) if fitting else None


def neighbour(path):
    return next((name for name in apart if str(path).startswith(name + "/")), None)


def folder_of(path):
    """A linux folder belongs to the one that it is in."""
    folder = pathlib.PurePath(path).parent
    return str(folder.parent if folder.name == "linux" else folder)


def assembles(file):
    """A source without a header of its name, such as a program's: nobody can include it."""
    return file.suffix == ".cpp" and not any((house.ROOT / folder / (file.stem + ".h")).exists()
                                             for folder in (file.parent, file.parent.parent))


def reachable(arrows, start):
    seen, open_ = set(), [start]
    while open_:
        for other in arrows[open_.pop()]:
            if other not in seen:
                seen.add(other)
                open_.append(other)
    return seen


arrows = collections.defaultdict(dict)
faults = []
for file in house.sources(".h", ".cpp"):
    if file.name == "precompiled.h" or file.stem.startswith("boost_"):
        continue
    own = room_of(file)
    if own is None:
        faults.append(f"{file} stands in no room")
        continue
    for name, quoted in house.includes(file):
        if not quoted or not name.startswith(house.LIBRARIES):
            continue
        if folder_of(name) != folder_of(file) and not assembles(file):
            arrows[folder_of(file)].setdefault(folder_of(name), f"{file} includes {name}")
        other = room_of(name)
        if other is None or other > own:
            faults.append(f"{file} includes {name}")
        elif None not in (neighbour(file), neighbour(name)) and neighbour(file) != neighbour(name):
            faults.append(f"{file} includes its neighbour's {name}")
for folder in list(arrows):
    if folder in reachable(arrows, folder):
        faults += [f"{folder} and {other} include each other: {example}" for other, example in arrows[folder].items()
                   if folder in reachable(arrows, other)]
house.tell("includes", faults, "includes_upwards.txt")

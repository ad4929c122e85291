"""No file includes from a room that stands above its own (rooms.txt), and each file stands in a room."""
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
        other = room_of(name)
        if other is None or other > own:
            faults.append(f"{file} includes {name}")
        elif None not in (neighbour(file), neighbour(name)) and neighbour(file) != neighbour(name):
            faults.append(f"{file} includes its neighbour's {name}")
house.tell("includes", faults, "includes_upwards.txt")

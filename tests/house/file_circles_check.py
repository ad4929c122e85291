"""Files include in one direction: no file needs another that needs it, by whatever way, be it through their sources.

A header, its source and what stands for them in a linux/ folder are one. includes_check sees circles of folders; inside a
folder a header that takes one more type from a neighbour closes such a circle unseen, and then neither is read, tested or
moved without the other.
"""
import collections
import pathlib

import house


def unit_of(path):
    path = pathlib.PurePath(path)
    return "/".join(part for part in path.parent.parts if part != "linux") + "/" + path.stem


def circles(arrows):
    """Sets of units each of which reaches all others of its set (Tarjan), larger than one."""
    order, lowest, open_, found = {}, {}, [], []

    def visit(unit):
        order[unit] = lowest[unit] = len(order)
        open_.append(unit)
        for other in arrows[unit]:
            if other not in order:
                visit(other)
                lowest[unit] = min(lowest[unit], lowest[other])
            elif other in open_:
                lowest[unit] = min(lowest[unit], order[other])
        if lowest[unit] == order[unit]:
            at = open_.index(unit)
            if len(open_) - at > 1:
                found.append(set(open_[at:]))
            del open_[at:]

    for unit in list(arrows):
        if unit not in order:
            visit(unit)
    return found


arrows = collections.defaultdict(dict)
for file in house.sources(".h", ".cpp"):
    for name, quoted in house.includes(file):
        if quoted and name.startswith(house.LIBRARIES) and unit_of(name) != unit_of(file):
            arrows[unit_of(file)].setdefault(unit_of(name), f"{file} includes {name}")
            arrows[unit_of(name)]
house.tell("file circles", [line for circle in circles(arrows) for unit in circle
                            for other, line in arrows[unit].items() if other in circle], "circles_known.txt")

#!/usr/bin/env python3
"""Finds sentences for people outside reports/words/, by string literals that look like English.

Not looked at: the texts of the catalogue, of the list of a report's fields, of specs and settings, the formats'
summaries, the command line's and the responder's (its owner's log), which stay where they are and are marked for extraction there. What is found today
stands in sentences_elsewhere.txt, which may only shrink.
"""
import re
import sys

import house

SKIPPED = ("reports/words/", "config/facts/", "config/spec/", "config/toml/", "config/units/", "config/settings/",
           "config/documents/", "agent/cli/", "agent/main/", "agent/responder/",
           "probes/network/responder/", "probes/audio/guided/languages",
           "reports/document/report_fields")
# Comments, raw strings (pages, tables, styles), and runs of literals that the compiler joins.
TOKENS = re.compile(r'//[^\n]*|/\*.*?\*/|R"(?P<tag>[^(\s]*)\(.*?\)(?P=tag)"'
                    r"|'(?:\\.|[^'\\])+'"
                    r'|(?P<text>(?:"(?:\\.|[^"\\\n])*"\s*)+)', re.DOTALL)
PIECE = re.compile(r'"((?:\\.|[^"\\\n])*)"')
WORD = re.compile(r"[A-Za-z][a-z']*")
# Words by which English is told from names, codes and formats.
ENGLISH = set("""a an the this that it its is was are were be been has have had had no not none nobody nothing of to in
on at by for from with without and or but as than then when while where until since there here who what which how
could cannot did does do can may must will would too only more less other another again before after ended failed""".split())
QUERY = re.compile(r"^\s*(SELECT|INSERT|UPDATE|DELETE|CREATE|DROP|ALTER|PRAGMA|BEGIN|COMMIT|ROLLBACK|VACUUM|REPLACE|WITH)\b")


def literals(text):
    for found in TOKENS.finditer(text):
        if found.group("text") is None:
            continue
        line = text[text.rfind("\n", 0, found.start()) + 1:found.start()]
        if line.lstrip().startswith("#include") or "static_assert" in line or ".summary =" in line:
            continue
        yield "".join(PIECE.findall(found.group("text")))


def is_sentence(text):
    """Two or more words of which one at least is English and not a name."""
    if QUERY.match(text) or " " not in text.strip():
        return False
    words = WORD.findall(re.sub(r"<[^>]*>|\{[^}]*\}|\\.", " ", text))
    return len(words) >= 2 and sum(word.lower() in ENGLISH for word in words) >= 1


def room_of(name):
    """Where the sentence stands, whatever file it moves to."""
    parts = name.split("/")
    return parts[0] if parts[0] == "agent" else "/".join(parts[:2])


def main():
    found = {}
    for file in house.sources(".cpp", ".h"):
        name = str(file)
        if name.startswith(SKIPPED):
            continue
        for text in literals((house.ROOT / file).read_text()):
            if is_sentence(text):
                found.setdefault(room_of(name), []).append(f"{name}: {text}")
    if "--list" in sys.argv:
        print("\n".join(line for room in sorted(found) for line in sorted(found[room])))
        return 0
    allowed = {}
    for line in (house.HERE / "sentences_elsewhere.txt").read_text().splitlines():
        if line and not line.startswith("#"):
            room, count = line.split()[:2]
            allowed[room] = int(count)
    bad = 0
    for room in sorted(found.keys() | allowed.keys()):
        has, may = len(found.get(room, [])), allowed.get(room, 0)
        if has > may:
            print(f"sentences: {room} has {has} texts that look like sentences for people, and may have {may}; "
                  "make them in reports/words/ (--list shows all)")
            bad = 1
        elif has < may:
            print(f"sentences: {room} has only {has} left; lower its number in tests/house/sentences_elsewhere.txt")
            bad = 1
    return bad


if __name__ == "__main__":
    sys.exit(main())

"""Texts that mean harm to whatever shows them, and what no output may hold whatever text went in."""
import csv
import io
import json
import re
import tomllib
import unicodedata
import xml.etree.ElementTree

# Valid as TOML and JSON, where controls are escaped.
TEXTS = [
    "bell \a and backspace \b\b\b", "colour \x1b[31mred", "clear \x1b[2J\x1b[H", "title \x1b]0;pwned\a",
    "link \x1b]8;;http://evil.example\x1b\\here\x1b]8;;\x1b\\", "clipboard \x1b]52;c;ZXZpbA==\a", "sixel \x1bPq#0~-\x1b\\",
    "C1 csi \x9b31m", "C1 osc \x9d0;x\x9c", "next line \x85NOT READY", "C1 dcs \x90+q\x9c", "delete \x7f\x7f",
    "report \x1b[6n\x1b[c", "keys \x1b[?1000h", "carriage\rREADY for", "line\nfeed: forged", "tab\tbed", "form\ffeed\vtab",
    "nul \x00 byte", "right to left \u202egpj.exe", "isolate \u2067abc\u2069", "embedding \u202bx\u202c \u202ay",
    "marks \u200f\u200e\u061c", "line \u2028separator", "paragraph \u2029separator", "order mark \ufeffhere",
    "tags \U000e0041\U000e0042", "annotation \ufff9a\ufffab\ufffb",
    "<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "\"'><svg/onload=alert(1)>", "</style></title><b>bold",
    "[link](http://evil.example) ![i](http://evil.example/x.png)", "`code` | cell | @everyone ~~gone~~",
    "=cmd|'/C calc'!A0", "+1+1", "-2+3+cmd", "@SUM(A1:A9)",
    "tower e" + "\u0301" * 500, "\x1b[31m" * 50 + "long " + "x" * 3000,
]
assert len(TEXTS) == 40

# What stands in no text of TOML or JSON: as raw bytes in a file.
RAW = [b"\xff\xfe", b"\xc3(", b"\xed\xa0\x80", b"\xf4\x90\x80\x80", b"\xc0\xaf", b"\xe2\x82", b"\x80\x9b31m", b"\x1b[31m", b"\x00"]

HIDDEN = set(map(chr, [0x61c, 0x200e, 0x200f, *range(0x202a, 0x202f), *range(0x2066, 0x2070), 0xfeff, 0xfff9, 0xfffa, 0xfffb,
                       0x2028, 0x2029, *range(0xe0000, 0xe0080)]))


def quoted(text):
    """As a text of TOML, every letter that is not plain ASCII escaped."""
    return '"' + "".join(c if c.isalnum() and c.isascii() or c == " " else f"\\U{ord(c):08x}" for c in text) + '"'


def commands(output):
    """What in these bytes commands a terminal, hides, or is no UTF-8; a list, empty where nothing does."""
    try:
        text = output.decode()
    except UnicodeDecodeError as error:
        return [str(error)]
    text = text.replace("\r\n", "\n")
    found = [f"U+{ord(c):04X} in {text[max(at - 30, 0):at + 30]!r}" for at, c in enumerate(text)
             if (unicodedata.category(c) == "Cc" and c != "\n") or c in HIDDEN]
    return found[:3]


def towers(output):
    return [found.group()[:20] for found in re.finditer("\u0301{9,}", output.decode())]


def markup(output):
    text = output.decode().lower()
    return [tag for tag in ("<script>alert", "<img", "<svg/onload", "<b>bold", "</style></title>") if tag in text]


def formulas(output):
    """Cells that a spreadsheet would run."""
    number = re.compile(r"[-+]?[0-9.]+([eE][-+]?[0-9]+)?")
    return [cell[:40] for row in csv.reader(io.StringIO(output.decode(), newline="")) for cell in row
            if cell.lstrip().startswith(("=", "+", "-", "@")) and not number.fullmatch(cell)]


def links(output):
    """Marks of Markdown that were in a text and still work: not those in code, where none does."""
    text = re.sub(r"`[^`\n]*`", "", output.decode().replace("`code`", "CODE"))
    return [mark for mark in ("](http", "CODE", "| cell |", "~~gone", "@everyone") if
            re.search(r"(?<!\\)" + re.escape(mark), text)]


def faults(output, form):
    """All that is wrong with these bytes as the format of that name."""
    found = commands(output)
    if found:
        return found
    if form not in ("json", "toml"):  # a program reads these, and must get the text as it is
        found += towers(output)
    if form in ("html", "junit"):
        found += markup(output)
    if form == "csv":
        found += formulas(output)
    if form == "markdown":
        found += links(output)
    try:
        if form == "json":
            for line in output.decode().splitlines() if output.startswith(b"{\"") else [output.decode()]:
                json.loads(line)
        if form == "junit":
            xml.etree.ElementTree.fromstring(output)
        if form == "toml":
            tomllib.loads(output.decode())
    except ValueError as error:
        found.append(f"{form}: {error}")
    except xml.etree.ElementTree.ParseError as error:
        found.append(f"{form}: {error}")
    return found

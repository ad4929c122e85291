"""What a report may not tell: whose computer wrote it, and where things lie on its disk."""
import os
import socket


def texts_of(document, path=""):
    """Every text in a document, names of members too, with the place where it stands."""
    if isinstance(document, dict):
        for name, part in document.items():
            yield f"{path} (a name)", name
            yield from texts_of(part, f"{path}.{name}")
    elif isinstance(document, list):
        for number, part in enumerate(document):
            yield from texts_of(part, f"{path}.{number}")
    elif isinstance(document, str):
        yield path, document


def told(report, *own):
    """Where a report says this computer's name, its person's, a home folder or one of `own`."""
    names = {*own, socket.gethostname(), os.environ.get("USER", ""), os.environ.get("HOME", "")}
    names -= {"", "/", "root", "/root", "localhost"}
    return [(where, text) for where, text in texts_of(report)
            if any(name in text for name in names) or any(f"{place}/" in text for place in ("/home", "/root", "/tmp"))]

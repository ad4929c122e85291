"""How a program is run over the emulated line: the words before it, what is kept of it, and what a world means that cannot be
built here."""
import json
import os
import subprocess
import tempfile
import unittest

import ending
import log_truth

BIN = os.environ["DESKREADY_BIN"]
HOST, PORT = "10.78.0.2", 8700
FAR_END = f"http://{HOST}:{PORT}"
HEALTHY = ("--down", "50M", "--up", "10M", "--delay", "10")


def responder(listen=f"{HOST}:{PORT}"):
    """Our own far end, as the far host runs it."""
    return f"{BIN}/deskready-responder --listen {listen}"


def before(line, far=None, log=None, port=None):
    """The words in front of what runs at home. `line`: netlab's options. `far`: what the far host runs, a text of plain words,
    or a list where a word holds spaces. `port`: of TCP, on which it is waited for."""
    far = responder() if far is None else far
    words = [f"{BIN}/netlab", *line]
    words += ["--log", log] if log else []
    words += ["--far-port", str(port)] if port is not None else []
    words += ["--far", far] if isinstance(far, str) else [part for word in far for part in ("--far-arg", word)]
    return [*words, "--"]


def shell(script):
    """`far` of more than one command."""
    return ["sh", "-c", script]


def built(done):
    """What came of a run; its test is left out where the world could not be built here."""
    if done.returncode == ending.SKIPPED:
        raise unittest.SkipTest(done.stderr)
    return done


class Run:
    """One `deskready check`, or `facts`, of the line by a spec, in a home of its own: `done`, `text` and `document` of what it
    wrote, `rows` of the line's log."""

    def __init__(self, line, spec, *words, command="check", far=None, port=None, home=(), files=None, environment=None,
                 seconds=180):
        """`home`: words right before deskready. `files`: others of the home, by name; FOLDER in them, in the spec, in a list
        `far` and in what is added to the `environment` is where they are, and its config/ holds the settings."""
        with tempfile.TemporaryDirectory() as folder:
            log, out, asked = (os.path.join(folder, name) for name in ("log.csv", "out.json", "spec.toml"))
            for name, text in {"spec.toml": spec or "", **(files or {})}.items():
                os.makedirs(os.path.dirname(os.path.join(folder, name)), exist_ok=True)
                with open(os.path.join(folder, name), "w") as file:
                    file.write(text.replace("FOLDER", folder))
            if far is not None and not isinstance(far, str):
                far = [word.replace("FOLDER", folder) for word in far]
            by = ["--for" if command == "facts" else "--spec", asked] if spec else []
            env = dict(os.environ, XDG_STATE_HOME=folder, XDG_CONFIG_HOME=f"{folder}/config", XDG_RUNTIME_DIR=folder,
                       **{name: value.replace("FOLDER", folder) for name, value in (environment or {}).items()})
            self.done = built(subprocess.run(
                [*before(line, far, log, port), *home, f"{BIN}/deskready", command, "--only", "network", *by, "--yes",
                 "--format", "json", "--output", out, *words],
                env=env, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=seconds))
            if not os.path.exists(out):
                raise AssertionError(f"exit {self.done.returncode}: {self.done.stderr}")
            with open(out) as file:
                self.text = file.read()
            self.document = json.loads(self.text)
            self.rows = log_truth.read(log)

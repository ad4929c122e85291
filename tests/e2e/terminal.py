"""A terminal with deskready in it, and somebody before it."""
import fcntl
import os
import pathlib
import pty
import re
import select
import struct
import subprocess
import termios

BIN = pathlib.Path(os.environ["DESKREADY_BIN"])
PATIENCE = 90  # seconds without a word; ends a test that hangs
PROMPT = "to skip): "


class Terminal:
    """deskready with a terminal of 80 columns in front, and somebody who reads before answering."""

    def __init__(self, env, *words, columns=80, typed="", program="deskready", **more):
        self.ours, theirs = pty.openpty()
        self.columns = columns
        fcntl.ioctl(self.ours, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))
        os.write(self.ours, typed.encode())
        env = {**env, "TERM": "xterm", "NO_COLOR": "1", "LC_ALL": "C.UTF-8", **more}
        self.child = subprocess.Popen([BIN / program, *words], env={name: value for name, value in env.items() if value},
                                      stdin=theirs, stdout=theirs, stderr=theirs, start_new_session=True)
        os.close(theirs)
        self.said = ""
        self.read_to = 0

    def more(self):
        if not select.select([self.ours], [], [], PATIENCE)[0]:
            raise AssertionError(f"nothing more was said for {PATIENCE} s:\n{self.said}")
        try:
            piece = os.read(self.ours, 65536).decode(errors="replace")
        except OSError:
            return False
        self.said += piece.replace("\r\n", "\n")
        return bool(piece)

    def until(self, text):
        """What was said since the last time up to this text."""
        while (at := self.said.find(text, self.read_to)) < 0:
            if not self.more():
                raise AssertionError(f"{text!r} was never said:\n{self.said}")
        heard = self.said[self.read_to:at + len(text)]
        self.read_to = at + len(text)
        return heard

    def answer(self, text):
        os.write(self.ours, (text + "\n").encode())

    def too_wide(self):
        """Lines that do not fit, as they are seen."""
        seen = [re.sub(r"\x1b\[[0-9;]*[A-Za-z]", "", line.split("\r")[-1]) for line in self.said.split("\n")]
        return [line for line in seen if len(line) > self.columns]

    def end(self):
        while self.more():
            pass
        os.close(self.ours)
        return self.child.wait(timeout=PATIENCE)

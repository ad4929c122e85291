"""A private home for `deskready`, and the rule that every report which it writes holds against the schema.

DESKREADY_BIN names the folder of the programs."""
import ctypes
import fcntl
import json
import os
import pathlib
import socket
import struct
import subprocess
import tempfile
import unittest

import private

BIN = pathlib.Path(os.environ["DESKREADY_BIN"])
PATIENCE = 90  # seconds; ends a test that hangs, and is never what a test measures


HOST, PERSON = "liddells-laptop", "alice-liddell"  # nothing that a report may say


def take_a_name():
    """A host name of this test's own, to look for in reports. Needs root; elsewhere the computer keeps its name."""
    clone_newuts = 0x04000000
    if os.geteuid() == 0 and ctypes.CDLL(None).unshare(clone_newuts) == 0:
        socket.sethostname(HOST)


def leave_the_network():
    """A network of this test's own, with nothing but loopback: a check asks the router and the name server of whatever
    network it finds. Needs root; elsewhere the network stays."""
    clone_newnet = 0x40000000
    if os.geteuid() != 0 or ctypes.CDLL(None).unshare(clone_newnet) != 0:
        return
    siocsifflags, up = 0x8914, 1
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as any_socket:
        fcntl.ioctl(any_socket, siocsifflags, struct.pack("16sh14x", b"lo", up))


leave_the_network()
take_a_name()


class Desk(unittest.TestCase):
    """Settings, history and locks of each test's own."""

    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)
        home = self.folder / PERSON
        home.mkdir()
        (self.folder / "run").mkdir(mode=0o700)
        self.env = dict(os.environ, HOME=str(home), USER=PERSON, LOGNAME=PERSON, XDG_STATE_HOME=f"{folder.name}/state",
                        XDG_CONFIG_HOME=f"{folder.name}/config", XDG_RUNTIME_DIR=f"{folder.name}/run")

    def run_it(self, *words, before=(), **more):
        """deskready with these words; `before` is a command that runs it, such as unshare."""
        more.setdefault("stdout", subprocess.PIPE)
        return subprocess.run([*before, BIN / "deskready", *words], env=self.env, stdin=subprocess.DEVNULL,
                              stderr=subprocess.PIPE, text=True, timeout=PATIENCE, **more)

    def valid(self, text):
        """The report in this text, held against the schema, and without a trace of whose computer wrote it."""
        file = self.folder / "to-validate.json"
        file.write_text(text)
        done = subprocess.run([BIN / "report_validator", file], capture_output=True, text=True, timeout=PATIENCE)
        self.assertEqual(done.returncode, 0, done.stdout)
        return self.private(json.loads(text))

    def private(self, report):
        """The report, in which no field tells the person, the computer or a place on its disk."""
        told = private.told(report, HOST, PERSON, str(self.folder), os.path.realpath(BIN))
        self.assertEqual(told, [], "this tells whose computer it is")
        return report

    def report(self, *words, **more):
        """How a check ended, and its report."""
        file = self.folder / "r.json"
        file.unlink(missing_ok=True)  # of an earlier check
        done = self.run_it("check", "--format", "json", "--output", file, *words, **more)
        self.assertTrue(file.exists(), done.stderr)
        return done, self.valid(file.read_text())

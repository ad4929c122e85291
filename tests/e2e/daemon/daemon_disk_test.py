"""deskreadyd with disks that are full, slow or gone: no report is lost."""
import contextlib
import os
import pathlib
import shutil
import sqlite3
import subprocess
import sys
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
import ending  # noqa: E402
from daemon_home import Home, PATIENCE  # noqa: E402


class Disks(Home):
    """A state folder on a disk of its own, in a mount namespace; the test reaches it through /proc."""

    def started_on_a_small_disk(self, size, **environment):
        self.state.mkdir(parents=True)
        daemon = subprocess.Popen(
            ["unshare", "-rm", "sh", "-c", f'mount -t tmpfs -o size={size},mode=700 none "$1" && exec "$2"', "sh", self.state,
             self.bin / "deskreadyd"], stderr=subprocess.PIPE, text=True, env={**self.environment, **environment})
        self.daemons.append(daemon)
        self.until(lambda: daemon.poll() is not None or self.answers())
        if daemon.poll() is not None and "unshare" in (said := daemon.stderr.read()):
            self.skipTest(said)
        self.assertIsNone(daemon.poll(), "the daemon did not start")
        self.state = pathlib.Path(f"/proc/{daemon.pid}/root{self.state}")
        return daemon

    def kept(self):
        """From a copy: SQLite resolves the link in /proc and would look in this namespace."""
        seen, self.state = self.state, self.folder / "copy"
        self.state.mkdir(exist_ok=True)
        try:
            for file in seen.glob("history.db*"):
                shutil.copy(file, self.state)
            return super().kept()
        finally:
            shutil.rmtree(self.state)
            self.state = seen

    def test_a_full_disk_costs_no_report_and_is_said(self):
        self.started_on_a_small_disk("1m")
        self.check_once()
        self.assertEqual(len(self.kept()), 1)
        filler = self.state / "filler"
        with contextlib.suppress(OSError), filler.open("wb") as file:
            while True:
                file.write(b"x" * 4096)
                file.flush()
        status = self.check_once()
        self.assertIn("the disk is full", status["history"])
        self.assertIn("is kept as", status["history"])
        self.assertNotIn(status["last_report"]["id"], [report["id"] for report in self.kept()])
        filler.unlink()
        self.assertIsNone(self.check_once()["history"])
        self.assertEqual(len(self.kept()), 3)
        self.assertIn(status["last_report"]["id"], [report["id"] for report in self.kept()])
        self.assertEqual(list((self.folder / "run/deskready").glob("unsaved*")), [])

    def test_a_read_only_disk_is_said_and_survived(self):
        daemon = self.started_on_a_small_disk("1m")
        self.check_once()
        subprocess.run(["nsenter", "-t", str(daemon.pid), "-U", "--preserve-credentials", "-m", "mount", "-o", "remount,ro",
                        str(self.state).removeprefix(f"/proc/{daemon.pid}/root")], check=True)
        status = self.check_once()
        self.assertIn("is kept as", status["history"])
        self.assertEqual(status["verdict"], "ready")

    def test_a_broken_history_is_set_aside_and_said(self):
        self.state.mkdir(parents=True)
        (self.state / "history.db").write_bytes(b"x" * 8192)
        self.started()
        self.assertIn("history.broken-1.db", self.status()["history"])
        self.check_once()
        self.assertEqual(len(self.kept()), 1)

    def test_a_history_that_another_program_locks_keeps_no_answer_waiting(self):
        daemon = self.started()
        first = self.check_once()
        daemon.terminate()
        daemon.wait(PATIENCE)
        file = self.state / "history.db"
        with contextlib.closing(sqlite3.connect(file)) as history, history:
            history.execute("INSERT INTO used VALUES(?, 5000000)", (int(time.time()),))
        self.started()
        with contextlib.closing(sqlite3.connect(file, isolation_level=None)) as other:
            other.execute("PRAGMA locking_mode=EXCLUSIVE")
            other.execute("BEGIN EXCLUSIVE")
            # From memory: that nothing could be read would show as nothing used.
            self.assertEqual(self.status()["used"]["day_bytes"], 5000000)
            locked = self.check_once()
            self.assertIn("is kept as", locked["history"])
            self.assertEqual(locked["used"]["day_bytes"], 5000000)
            other.execute("COMMIT")
        self.assertIsNone(self.check_once()["history"])
        kept = [report["id"] for report in self.kept()]
        self.assertIn(first["last_report"]["id"], kept)
        self.assertIn(locked["last_report"]["id"], kept)

    def test_the_state_of_another_user_is_refused(self):
        if os.geteuid() != 0:
            self.skipTest("only root can give a folder away")
        self.state.mkdir(parents=True)
        os.chown(self.state, 12345, 12345)
        daemon = self.start()
        self.assertEqual(daemon.wait(PATIENCE), 3)
        self.assertIn("another user", daemon.stderr.read())


if __name__ == "__main__":
    ending.main()

"""deskreadyd's begin and end: signals, settings that are wrong, a program that is replaced, kills."""
import contextlib
import os
import pathlib
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
import ending  # noqa: E402
from daemon_home import BIN, Home, PATIENCE  # noqa: E402


class Upgrade(Home):
    """The program's file is replaced while it runs, as a package's upgrade does it, without systemd."""

    def replace(self, program="deskreadyd"):
        shutil.copy(self.bin / program, self.folder / "new")
        os.replace(self.folder / "new", self.bin / program)

    def program_of(self, daemon):
        return os.readlink(f"/proc/{daemon.pid}/exe")

    def until_new(self, daemon):
        self.assertIn("(deleted)", self.program_of(daemon))
        self.until(lambda: daemon.poll() is not None or "(deleted)" not in self.program_of(daemon))
        self.assertIsNone(daemon.poll(), "it did not go on")
        self.until(self.answers)

    def test_it_goes_on_as_the_new_one_with_its_pause_schedule_and_reports(self):
        self.configure('[[job]]\nspec = "voice-baseline"\nlead = "30 min"\nshifts = ["Mon..Sun 10:00-18:00"]\n')
        daemon = self.started("--foreground", STANDIN="not_ready")
        found = self.check_once()
        planned = self.ask("GET", "/next")[1]
        self.ask("POST", "/pause", {"seconds": 7200})
        before, kept = self.status(), self.kept()
        self.replace()
        self.until_new(daemon)
        after = self.status()
        self.assertEqual({key: after[key] for key in ("state", "paused_until", "verdict", "since", "last_report", "jobs")},
                         {key: before[key] for key in ("state", "paused_until", "verdict", "since", "last_report", "jobs")})
        self.assertEqual((after["since"], self.kept()), (found["since"], kept))
        self.ask("POST", "/resume")
        self.assertEqual(self.ask("GET", "/next")[1]["runs"], planned["runs"])
        arguments = pathlib.Path(f"/proc/{daemon.pid}/cmdline").read_bytes().split(b"\0")
        self.assertEqual(arguments[1], b"--foreground")
        daemon.terminate()
        self.assertEqual(daemon.wait(PATIENCE), 0)

    def test_a_check_that_runs_ends_before(self):
        daemon = self.started(STANDIN="finishes")
        self.ask("POST", "/trigger")
        self.until(self.runs)
        self.replace()
        # Longer than it would wait, were it idle: a look comes with every question of a client that changes something.
        begun = time.monotonic()
        self.until(lambda: self.ask("POST", "/reload") and time.monotonic() > begun + 8)
        self.assertIn("(deleted)", self.program_of(daemon))
        os.killpg(self.runs()[0]["group"], signal.SIGTERM)
        self.until(lambda: len(self.runs()) == 2)  # the retest that it owes
        os.killpg(self.runs()[1]["group"], signal.SIGTERM)
        self.until_new(daemon)
        self.assertEqual((self.status()["verdict"], len(self.kept())), ("not_ready", 2))

    def test_a_report_that_only_the_new_one_s_history_takes_is_not_lost(self):
        daemon = self.started(STANDIN="ready")
        self.check_once()
        with contextlib.closing(sqlite3.connect(self.state / "history.db")) as history:
            version = history.execute("PRAGMA user_version").fetchone()[0]
            history.execute("PRAGMA user_version = 9999")  # as a check of a later version leaves it
        second = self.check_once()
        self.assertIn("newer", second["history"])
        self.replace()
        with contextlib.closing(sqlite3.connect(self.state / "history.db")) as history:
            history.execute(f"PRAGMA user_version = {version}")  # which the new program knows
        self.until_new(daemon)
        self.check_once()
        self.assertIn(second["last_report"]["id"], [report["id"] for report in self.kept()])
        self.assertEqual(len(self.kept()), 3)

    def test_it_ends_when_the_program_is_removed_for_good(self):
        daemon = self.started()
        (self.bin / "deskreadyd").unlink()
        self.assertEqual(daemon.wait(PATIENCE), 0)


class Ends(Home):
    def stop_in_mid_check(self, how, number):
        daemon = self.started(STANDIN=how)
        self.ask("POST", "/trigger")
        self.until(self.runs)
        daemon.send_signal(number)
        self.assertEqual(daemon.wait(PATIENCE), 0)
        with self.assertRaises(ProcessLookupError):
            os.killpg(self.runs()[-1]["group"], 0)
        self.assertFalse(self.socket.exists())

    def test_sigterm_in_mid_check(self):
        self.stop_in_mid_check("slow", signal.SIGTERM)

    def test_sigint_while_the_check_is_deaf_to_sigterm(self):
        self.stop_in_mid_check("deaf", signal.SIGINT)

    def test_sigterm_while_idle(self):
        daemon = self.started()
        daemon.terminate()
        self.assertEqual(daemon.wait(PATIENCE), 0)

    def test_a_second_daemon_is_refused_and_the_first_stays(self):
        self.started()
        second = self.start()
        self.assertEqual(second.wait(PATIENCE), 3)
        self.assertIn("already running", second.stderr.read())
        self.assertTrue(self.answers())

    def test_another_session_of_the_same_person_finds_the_daemon(self):
        self.started()
        del self.environment["XDG_RUNTIME_DIR"]
        self.environment["TMPDIR"] = str(self.folder)
        second = self.start()
        self.assertEqual(second.wait(PATIENCE), 3)
        self.assertIn("already running", second.stderr.read())
        told = subprocess.run([BIN / "deskready", "status"], env=self.environment, capture_output=True, text=True, timeout=PATIENCE)
        self.assertEqual(told.returncode, 0, told.stderr)

    def test_a_killed_daemons_socket_is_replaced(self):
        daemon = self.started()
        daemon.kill()
        daemon.wait()
        self.assertTrue(self.socket.exists())
        self.started()

    def test_what_is_in_the_sockets_way_is_named(self):
        self.socket.parent.mkdir(mode=0o700)
        self.socket.write_text("mine")
        daemon = self.start()
        self.assertEqual(daemon.wait(PATIENCE), 3)
        self.assertIn("no socket", daemon.stderr.read())
        self.assertEqual(self.socket.read_text(), "mine")

    def test_a_runtime_folder_with_too_long_a_name(self):
        deep = self.folder / ("x" * 100)
        deep.mkdir(mode=0o700)
        daemon = self.start(XDG_RUNTIME_DIR=str(deep))
        self.assertEqual(daemon.wait(PATIENCE), 3)
        self.assertIn("too long", daemon.stderr.read())

    def test_settings_with_faults_stop_the_start_but_not_a_reload(self):
        self.configure('[schedule]\nevery = "6 parsecs"\n')
        daemon = self.start()
        self.assertEqual(daemon.wait(PATIENCE), 3)
        self.assertIn("parsecs", daemon.stderr.read())
        self.configure('[sound]\nscheduled = "listen"\n')
        daemon = self.started()
        self.configure('[sound]\nscheduled = "trumpet"\n')
        daemon.send_signal(signal.SIGHUP)
        while "trumpet" not in (line := daemon.stderr.readline()):
            self.assertTrue(line, "the fault was not logged")
        self.check_once()
        self.assertIn("listen", self.runs()[-1]["arguments"])
        self.configure('[sound]\nscheduled = "loop"\n')
        daemon.send_signal(signal.SIGHUP)
        while "anew" not in (line := daemon.stderr.readline()):
            self.assertTrue(line, "the reload was not logged")
        self.check_once()
        self.assertIn("loop", self.runs()[-1]["arguments"])

    def test_a_job_whose_spec_breaks_is_refused_at_reload_and_said_at_start(self):
        good = self.folder / "good.toml"
        good.write_text('[spec]\nlanguage = 1\nname = "good"\n[require.system]\nmemory.installed = ">= 1 MB"\n')
        self.configure(f'[[job]]\nspec = "{good}"\n[[job]]\nspec = "voice-baselin"\n')
        daemon = self.started()
        while "voice-baselin cannot be checked" not in (line := daemon.stderr.readline()):
            self.assertTrue(line, "the job was not named")
        self.assertIn("did you mean voice-baseline?", line)
        self.assertIn("did you mean voice-baseline?", self.status()["trouble"])
        for jobs, what in ((f'[[job]]\nspec = "{good}"\n[[job]]\nspec = "/nosuch.toml"\n', "/nosuch.toml"),
                           (f'[[job]]\nspec = "{good}"\n[[job]]\nspec = "voice-baselin"\n[[job]]\nspec = "chat"\n', "chat")):
            self.configure(jobs)
            status, answer = self.ask("POST", "/reload")
            self.assertGreaterEqual(status, 400, answer)
            self.assertIn(what, answer["error"])
            self.assertEqual([job["job"] for job in self.status()["jobs"]], [str(good), "voice-baselin"])
        text = good.read_text()
        good.write_text(text.replace("1 MB", "1 parsec"))
        self.configure(f'[[job]]\nspec = "{good}"\n')
        self.assertIn("parsec", self.ask("POST", "/reload")[1]["error"])
        good.write_text(text)
        self.assertEqual(self.ask("POST", "/reload")[0], 200)
        self.until(lambda: [job["job"] for job in self.status()["jobs"]] == [str(good)])
        self.assertIsNone(self.status()["trouble"])

    def test_a_job_whose_role_is_unknown_is_refused_at_reload_and_said_at_start(self):
        spec = self.folder / "acme.toml"
        spec.write_text('[spec]\nlanguage = 1\nname = "acme"\nroles = ["voice", "chat"]\n'
                        '[require.system]\nmemory.installed = ">= 1 MB"\n')
        known, unknown = (f'[[job]]\nspec = "{spec}"\nrole = "{role}"\n' for role in ("voice", "vioce"))
        self.configure(unknown)
        daemon = self.started()
        while "did you mean voice? Use voice or chat" not in (line := daemon.stderr.readline()):
            self.assertTrue(line, "the role was not named")
        self.assertIn("did you mean voice?", self.status()["trouble"])
        self.configure(known)
        self.assertEqual(self.ask("POST", "/reload")[0], 200)
        self.until(lambda: self.status()["trouble"] is None)
        self.configure(unknown)
        status, answer = self.ask("POST", "/reload")
        self.assertGreaterEqual(status, 400, answer)
        self.assertIn('role = "vioce"', answer["error"])
        self.assertIn("did you mean voice? Use voice or chat", answer["error"])
        self.check_once()
        arguments = self.runs()[-1]["arguments"]
        self.assertEqual(arguments[arguments.index("--role") + 1], "voice")

    def test_systemd_hears_ready_watchdog_and_stopping(self):
        path = str(self.folder / "notify")
        with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as listener:
            listener.bind(path)
            listener.settimeout(PATIENCE)
            daemon = self.start(NOTIFY_SOCKET=path, WATCHDOG_USEC="200000")
            heard = listener.recv(4096).decode()
            said = [heard]
            while not {"READY=1", "WATCHDOG=1"} <= set(said):
                said.append(listener.recv(4096).decode())
            daemon.terminate()
            while "STOPPING=1" not in said:
                said.append(listener.recv(4096).decode())
            self.assertEqual(daemon.wait(PATIENCE), 0)


class Kills(Home):
    def test_what_was_announced_survives_a_kill_at_any_moment(self):
        announced = set()
        for round_number in range(8):
            daemon = self.started()
            end = time.monotonic() + 0.05 * (round_number + 1)
            while time.monotonic() < end:
                self.ask("POST", "/trigger")
                if last := self.status()["last_report"]:
                    announced.add(last["id"])
            if round_number == 7:  # however slow the computer, one is announced
                self.until(lambda: self.status()["last_report"])
                announced.add(self.status()["last_report"]["id"])
            daemon.kill()
            daemon.wait()
        self.started()
        self.assertTrue(announced)
        self.assertEqual(announced - {report["id"] for report in self.kept()}, set())


    def test_a_pause_that_was_granted_outlives_a_kill_though_the_disk_was_slow(self):
        daemon = self.started()
        self.check_once()
        with contextlib.closing(sqlite3.connect(self.state / "history.db", isolation_level=None)) as other:
            other.execute("PRAGMA locking_mode=EXCLUSIVE")
            other.execute("BEGIN EXCLUSIVE")  # the next report has to wait, and whatever is written after it
            self.ask("POST", "/trigger")
            self.until(lambda: len(self.runs()) == 2)
            self.until(lambda: not pathlib.Path(f"/proc/{self.runs()[1]['pid']}").exists())
            granted = self.ask("POST", "/pause")
            daemon.kill()
            daemon.wait()
        self.assertEqual(granted, (200, {"state": "paused", "paused_until": "resume"}))
        self.started()
        self.assertEqual(self.status()["state"], "paused")


if __name__ == "__main__":
    ending.main()

"""The user unit under a real user manager: `systemd --user` of an ordinary user, in namespaces of this test's own.

Needs root to make them, and systemd's program; where they are refused it exits with 77 and says what was."""
import contextlib
import json
import os
import pathlib
import re
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).parents[1]))
import ending  # noqa: E402

BIN = pathlib.Path(os.environ["DESKREADY_BIN"])
SOURCE = pathlib.Path(os.environ.get("DESKREADY_SOURCE", pathlib.Path(__file__).parents[3]))
MANAGER = pathlib.Path("/lib/systemd/systemd")
PERSON = 54321  # a user whom nobody has; no session of a real one is touched
HOME = pathlib.Path("/run/home")
RUNTIME = pathlib.Path(f"/run/user/{PERSON}")
SOCKET = RUNTIME / "deskready/control.sock"
PATIENCE = 60  # for what must happen at all


def skip(why):
    print("The user unit cannot be tried here:", why, file=sys.stderr)
    sys.exit(ending.SKIPPED)


def enter_a_world_of_its_own():
    """Runs this file again as the first process of new namespaces, in a control group that the user owns."""
    if os.geteuid() != 0:
        skip("it needs root")
    if not MANAGER.exists():
        skip("systemd is not installed")
    groups = next((line.split()[1] for line in open("/proc/mounts") if line.split()[2] == "cgroup2"), None)
    if groups is None:
        skip("there is no cgroup2")
    group = pathlib.Path(groups, f"deskready-{os.getpid()}")
    try:
        group.mkdir()
        for file in (group, *(group / name for name in ("cgroup.procs", "cgroup.subtree_control", "cgroup.threads"))):
            os.chown(file, PERSON, PERSON)
    except OSError as error:
        skip(error)
    try:
        done = subprocess.run(
            ["sh", "-c", 'echo $$ >"$1/cgroup.procs"; shift; exec unshare --mount --pid --fork --kill-child --cgroup --net "$@"',
             "sh", group, sys.executable, __file__, *sys.argv[1:]], env={**os.environ, "DESKREADY_WORLD": "1"})
    finally:
        for folder, _, _ in os.walk(group, topdown=False):
            with contextlib.suppress(OSError):
                os.rmdir(folder)
    sys.exit(done.returncode)


def furnish():
    """What a computer that was booted by systemd has, and what the manager of one person needs."""
    for words in (["-t", "proc", "none", "/proc"], ["-t", "tmpfs", "none", "/run"], ["-t", "cgroup2", "none", "/sys/fs/cgroup"]):
        done = subprocess.run(["mount", *words], capture_output=True, text=True)
        if done.returncode != 0:
            skip(done.stderr.strip())
    subprocess.run(["ip", "link", "set", "lo", "up"], check=False)
    for folder in ("system", "unit-root"):  # made by the system's own manager
        pathlib.Path("/run/systemd", folder).mkdir(parents=True)
    for folder in (RUNTIME, HOME, HOME / "bin", HOME / ".ssh"):
        folder.mkdir(parents=True, mode=0o700)
    (HOME / ".ssh/key").write_text("secret")
    for program in ("deskready", "deskreadyd"):
        shutil.copy(BIN / program, HOME / "bin")
    units = HOME / ".config/systemd/user"
    units.mkdir(parents=True)
    unit = (SOURCE / "systemd/deskready.service").read_text()
    (units / "deskready.service").write_text(unit.replace("/usr/bin/deskreadyd", str(HOME / "bin/deskreadyd")))
    configure("[notify]\ndesktop = false\n")
    own()


def own():
    for folder in (RUNTIME, HOME):
        subprocess.run(["chown", "-R", f"{PERSON}:{PERSON}", folder], check=True)


def configure(text):
    file = HOME / ".config/deskready/config.toml"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text)


ENVIRONMENT = {"PATH": "/usr/bin:/bin:/usr/sbin", "HOME": str(HOME), "XDG_RUNTIME_DIR": str(RUNTIME), "TZ": "UTC"}


def as_person(*words, **more):
    return subprocess.Popen(["setpriv", "--reuid", str(PERSON), "--regid", str(PERSON), "--clear-groups", "--", *words],
                            env=ENVIRONMENT, **more)


def systemctl(*words):
    done = as_person("systemctl", "--user", *words, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    text = done.communicate(timeout=PATIENCE)[0]
    return done.returncode, text


def shown(*names):
    """The service's properties, as the manager has them."""
    text = systemctl("show", "deskready", *("--property=" + name for name in names))[1]
    return dict(line.split("=", 1) for line in text.splitlines() if "=" in line)


def until(holds, what):
    end = time.monotonic() + PATIENCE
    while not holds():
        assert time.monotonic() < end, what + " did not come to pass"
        time.sleep(0.05)


def ask(method, target):
    """As the person would: the socket answers nobody else."""
    done = as_person("curl", "--silent", "--unix-socket", SOCKET, "--request", method, "http://localhost" + target,
                     stdout=subprocess.PIPE)
    return json.loads(done.communicate(timeout=PATIENCE)[0])


class Journal:
    """Stands in for journald: keeps what the daemon sends by its protocol. A full queue would make senders wait, so a thread
    empties it."""

    def __init__(self):
        folder = pathlib.Path("/run/systemd/journal")
        folder.mkdir()
        self.stream = socket.socket(socket.AF_UNIX)  # of what services print; nobody reads it
        self.datagrams = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        for made, name in ((self.stream, "stdout"), (self.datagrams, "socket")):
            made.bind(str(folder / name))
            (folder / name).chmod(0o666)
        self.stream.listen(100)
        self.entries = []
        threading.Thread(target=self.listen, daemon=True).start()

    def listen(self):
        while True:
            text = self.datagrams.recv(65536).decode(errors="replace")
            entry = dict(line.split("=", 1) for line in text.splitlines() if "=" in line)
            if entry.get("SYSLOG_IDENTIFIER") == "deskreadyd":
                self.entries.append(entry)

    def says(self, words):
        return any(words in entry.get("MESSAGE", "") for entry in self.entries)


class Service(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        furnish()
        cls.journal = Journal()
        cls.manager = as_person(MANAGER, "--user", "--unit=basic.target", stdout=subprocess.DEVNULL,
                                stderr=subprocess.DEVNULL)
        until(lambda: cls.manager.poll() is not None or systemctl("list-units")[0] == 0, "the user manager's start")
        assert cls.manager.poll() is None, "the user manager ended at once"

    @classmethod
    def tearDownClass(cls):
        cls.manager.terminate()
        cls.manager.wait(PATIENCE)

    def tearDown(self):
        systemctl("stop", "deskready")
        systemctl("reset-failed", "deskready")
        shutil.rmtree(HOME / ".local", ignore_errors=True)
        configure("[notify]\ndesktop = false\n")
        self.journal.entries.clear()

    def start(self):
        code, text = systemctl("start", "deskready")
        self.assertEqual(code, 0, text)
        return int(shown("MainPID")["MainPID"])

    def hurried(self):
        """The same service with its patience shortened, since what waits here is this test."""
        folder = HOME / ".config/systemd/user/deskready.service.d"
        folder.mkdir(exist_ok=True)
        (folder / "hurry.conf").write_text("[Service]\nWatchdogSec=2\nTimeoutAbortSec=1\nRestartSec=100ms\n")
        self.addCleanup(systemctl, "daemon-reload")
        self.addCleanup(shutil.rmtree, folder)
        systemctl("daemon-reload")

    def test_it_counts_as_started_once_it_answers_and_says_what_it_does(self):
        self.start()
        self.assertEqual(ask("GET", "/status")["state"], "idle")
        said = shown("ActiveState", "Type", "StatusText")
        self.assertEqual((said["ActiveState"], said["Type"]), ("active", "notify"))
        self.assertRegex(said["StatusText"], r"^Nothing was checked yet; next check \w{3} +\d+ \w{3}, \d\d:\d\d$")

    def test_a_real_check_passes_through_the_sandbox_and_the_journal_has_its_fields(self):
        self.start()
        ask("POST", "/trigger")
        until(lambda: ask("GET", "/status")["state"] == "idle", "the check's end")
        status = ask("GET", "/status")
        self.assertIsNone(status["trouble"], status)
        report = ask("GET", "/reports/" + status["last_report"]["id"])
        self.assertIn("system.memory.installed", report["facts"])
        self.assertRegex(shown("StatusText")["StatusText"], r"(?i)ready for voice-baseline.*; next check ")
        entry = [entry for entry in self.journal.entries if "DESKREADY_REPORT" in entry][-1]
        self.assertEqual({name: entry[name] for name in entry if name.startswith("DESKREADY_")},
                         {"DESKREADY_JOB": "voice-baseline", "DESKREADY_WEIGHT": entry["DESKREADY_WEIGHT"],
                          "DESKREADY_VERDICT": report["verdict"], "DESKREADY_REPORT": report["id"]})
        self.assertIn(entry["DESKREADY_WEIGHT"], ("full", "light"))

    def test_the_sandbox_is_really_there(self):
        main = self.start()
        process = pathlib.Path("/proc", str(main))
        status = (process / "status").read_text()
        self.assertEqual(re.findall(r"^(NoNewPrivs|Seccomp):\s*(\d)", status, re.M), [("NoNewPrivs", "1"), ("Seccomp", "2")])
        self.assertNotEqual(os.readlink(process / "ns/user"), os.readlink(f"/proc/{self.manager.pid}/ns/user"))
        mounts = [line.split() for line in (process / "mountinfo").read_text().splitlines()]
        options = {mount[4]: mount[5].split(",") for mount in mounts}
        self.assertIn("ro", options["/"])
        self.assertIn("rw", options[str(HOME)])
        self.assertIn("ro", options["/proc/sys"])
        self.assertNotEqual((process / "root/tmp").stat().st_ino, pathlib.Path("/tmp").stat().st_ino)
        self.assertEqual(stat_mode(process / f"root{HOME}/.ssh"), 0)

    def test_settings_are_read_anew_and_faulty_ones_are_refused(self):
        main = self.start()
        before = ask("GET", "/next")
        configure('[schedule]\nevery = "6 parsecs"\n')
        systemctl("reload", "deskready")
        until(lambda: self.journal.says("parsecs"), "the complaint")
        self.assertEqual(ask("GET", "/next"), before)
        self.assertEqual(shown("ActiveState")["ActiveState"], "active")
        configure('[notify]\ndesktop = false\n[[job]]\nspec = "video-baseline"\n')
        systemctl("reload", "deskready")
        until(lambda: self.journal.says("read anew"), "the reload")
        self.assertNotEqual(ask("GET", "/next")["runs"][0]["job"], before["runs"][0]["job"])
        self.assertEqual(shown("MainPID", "ActiveState"), {"MainPID": str(main), "ActiveState": "active"})

    def test_a_loop_that_is_stuck_is_ended_and_begun_again(self):
        self.hurried()
        main = self.start()
        os.kill(main, signal.SIGSTOP)
        until(lambda: shown("NRestarts", "ActiveState") == {"NRestarts": "1", "ActiveState": "active"}, "the restart")
        self.assertNotEqual(shown("MainPID")["MainPID"], str(main))
        self.assertEqual(ask("GET", "/status")["state"], "idle")

    def test_a_loop_that_turns_is_left_alone(self):
        self.hurried()
        main = self.start()
        fed = set()
        until(lambda: len(fed.union(shown("WatchdogTimestampMonotonic").values())) > 3 or
              fed.update(shown("WatchdogTimestampMonotonic").values()), "the feeding of the watchdog")
        self.assertEqual(shown("MainPID", "NRestarts"), {"MainPID": str(main), "NRestarts": "0"})

    def test_killed_it_comes_back_by_itself(self):
        self.hurried()
        os.kill(self.start(), signal.SIGKILL)
        until(lambda: shown("NRestarts", "ActiveState") == {"NRestarts": "1", "ActiveState": "active"}, "the restart")

    def test_what_no_restart_would_cure_is_not_begun_again(self):
        self.hurried()
        configure('[schedule]\nevery = "6 parsecs"\n')
        self.assertNotEqual(systemctl("start", "deskready")[0], 0)
        self.assertEqual(shown("ActiveState", "ExecMainStatus", "NRestarts"),
                         {"ActiveState": "failed", "ExecMainStatus": "3", "NRestarts": "0"})
        self.assertTrue(self.journal.says("parsecs"))

    def test_stopped_in_mid_check_it_ends_cleanly(self):
        self.start()
        ask("POST", "/trigger")
        self.assertEqual(systemctl("stop", "deskready")[0], 0)
        self.assertEqual(shown("ActiveState", "Result", "ExecMainStatus"),
                         {"ActiveState": "inactive", "Result": "success", "ExecMainStatus": "0"})
        self.assertFalse(SOCKET.exists())

    def test_sound_is_heard_through_the_sandbox(self):
        if not pathlib.Path("/usr/lib/systemd/user/pipewire-pulse.service").exists():
            self.skipTest("pipewire-pulse is not installed")
        code, text = systemctl("start", "pipewire", "pipewire-pulse")
        self.assertEqual(code, 0, text)
        self.addCleanup(systemctl, "stop", "pipewire", "pipewire-pulse", "pipewire.socket", "pipewire-pulse.socket")
        self.start()
        until(lambda: ask("GET", "/status")["sees_calls"], "the sight of calls")


def stat_mode(file):
    return file.stat().st_mode & 0o777


if __name__ == "__main__":
    if "DESKREADY_WORLD" not in os.environ:
        enter_a_world_of_its_own()
    ending.main()

"""deskreadyd's checks: its child, what it makes of the report, when it puts one off."""
import calendar
import json
import os
import pathlib
import stat
import subprocess
import sys
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
import ending  # noqa: E402
import private  # noqa: E402
from daemon_home import BIN, Home, PATIENCE, UnixConnection  # noqa: E402


class Checks(Home):
    def test_a_triggered_check_leaves_its_report_and_its_verdict(self):
        self.started(STANDIN="not_ready")
        before = self.status()
        self.assertEqual((before["state"], before["verdict"], before["last_report"]), ("idle", None, None))
        after = self.check_once()
        self.assertEqual((after["verdict"], after["reason"], after["trouble"]),
                         ("not_ready", "The disk is full.", None))
        first, again = self.kept()  # a changed verdict is looked at twice
        self.assertEqual(after["last_report"]["id"], again["id"])
        self.assertEqual(after["since"], first["finished"])
        self.assertEqual(stat.S_IMODE(self.state.stat().st_mode), 0o700)
        self.assertEqual([("--light" in run["arguments"]) for run in self.runs()], [False, True])
        self.assertEqual(self.ask("GET", "/reports/" + first["id"]), (200, first))
        self.assertEqual(self.ask("GET", "/reports/ffffffffffff")[0], 404)

    def test_the_child_gets_the_job_and_nothing_else(self):
        self.configure('[[job]]\nspec = "voice-baseline"\nrole = "a b"\nfar_end = "http://127.0.0.1:9"\n'
                       'reference = "A-1"\n[[job]]\nspec = "/nonexistent.toml"\n[sound]\nscheduled = "listen"\n')
        self.started(NOTIFY_SOCKET="/nowhere")
        self.check_once()
        first, second = self.runs()[:2]
        text = " ".join(first["arguments"])
        self.assertTrue(text.startswith("check --spec voice-baseline --yes --unattended --format json --output "), text)
        self.assertIn("--sound listen", text)
        self.assertEqual(first["arguments"][first["arguments"].index("--role") + 1], "a b")
        self.assertEqual(first["arguments"][first["arguments"].index("--reference") + 1], "A-1")
        self.assertIn("--far-end http://127.0.0.1:9", text)
        self.assertIn("--spec /nonexistent.toml", " ".join(second["arguments"]))
        self.assertNotIn("--light", first["arguments"])
        self.assertEqual(first["group"], first["pid"])
        self.assertFalse(first["notify"])
        self.assertFalse([f for f in first["files"] if "socket" in f or "eventpoll" in f or ".lock" in f], first["files"])
        self.assertEqual(len(self.kept()), 2)

    def test_the_standing_survives_a_restart_and_since_stays(self):
        daemon = self.started(STANDIN="not_ready")
        first = self.check_once()
        daemon.terminate()
        self.assertEqual(daemon.wait(PATIENCE), 0)
        self.started(STANDIN="not_ready")
        self.assertEqual(self.status()["last_report"], first["last_report"])
        second = self.check_once()
        self.assertEqual(second["since"], first["since"])
        self.assertNotEqual(second["last_report"]["id"], first["last_report"]["id"])
        self.assertEqual(len(self.kept()), 3)  # what was told already is looked at once

    def test_a_check_that_crashes_or_writes_nonsense_is_never_a_pass(self):
        for how, words in (("crash", "signal 6"), ("garbage", "no JSON")):
            with self.subTest(how):
                daemon = self.started(STANDIN=how)
                status = self.check_once()
                self.assertEqual(status["verdict"], "incomplete")
                self.assertIn(words, status["trouble"])
                self.assertEqual(self.kept(), [])
                daemon.terminate()
                daemon.wait(PATIENCE)

    def test_the_first_check_comes_by_itself(self):
        self.configure('[schedule]\nevery = "1 min"\n')
        self.started()
        self.until(self.kept)

    def test_pause_ends_a_check_and_holds_over_a_restart_until_resume(self):
        daemon = self.started(STANDIN="slow")
        self.ask("POST", "/trigger")
        self.until(self.runs)
        self.assertEqual(self.ask("POST", "/pause")[0], 200)
        self.until(lambda: self.status()["state"] == "paused")
        self.assertIsNone(self.status()["verdict"])
        self.assertEqual(self.ask("POST", "/trigger")[0], 409)
        daemon.terminate()
        daemon.wait(PATIENCE)
        self.started()
        self.assertEqual(self.status()["state"], "paused")
        self.assertIsNone(self.status()["next_run"])
        self.assertEqual(self.ask("POST", "/resume")[0], 200)
        self.assertEqual(self.check_once()["verdict"], "ready")

    def test_a_check_that_just_ends_as_the_pause_begins_is_not_looked_at_again_before_its_end(self):
        self.started(STANDIN="finishes")
        self.ask("POST", "/trigger")
        self.until(self.runs)
        self.ask("POST", "/pause")
        self.until(lambda: self.status()["verdict"] == "not_ready")
        self.assertEqual((self.status()["state"], len(self.kept())), ("paused", 1))

    def test_an_allowance_that_is_used_up_makes_the_check_a_light_one(self):
        self.configure('[budget]\nday = "0 MB"\n')
        self.started()
        held = self.ask("POST", "/trigger")[1]["held"]
        self.assertEqual((held["cause"], held["reason"]), ("budget", "the data allowance of the day is used up"))
        self.until(self.runs)
        arguments = self.runs()[0]["arguments"]
        self.assertIn("--light", arguments)
        self.assertEqual(arguments[arguments.index("--held") + 1], "budget")
        self.assertEqual(arguments[arguments.index("--held-since") + 1], held["since"])

    def test_without_sound_server_bus_and_network_manager_it_checks_and_says_what_it_cannot_see(self):
        daemon = self.started(DBUS_SYSTEM_BUS_ADDRESS="unix:path=/nonexistent", PULSE_SERVER="unix:/nonexistent",
                              DBUS_SESSION_BUS_ADDRESS="unix:path=/nonexistent")
        status = self.check_once()
        self.assertEqual((status["verdict"], status["held"], status["sees_calls"]), ("ready", None, False))
        told = subprocess.run([BIN / "deskready", "status"], env=self.environment, capture_output=True, text=True).stdout
        self.assertIn("Calls cannot be noticed", told)
        self.assertIsNone(daemon.poll())

    def test_a_person_is_told_of_each_job_with_what_to_do(self):
        self.configure('[[job]]\nspec = "voice-baseline"\n[[job]]\nspec = "video-baseline"\n')
        self.started(STANDIN="not_ready")
        self.check_once()
        told = subprocess.run([BIN / "deskready", "status"], env=self.environment, capture_output=True, text=True).stdout
        for job in ("voice-baseline", "video-baseline"):
            self.assertRegex(told, rf"(?m)^{job}: Not ready since .*: The disk is full\. Empty it\.$")

    def test_everything_for_people_names_the_employer_and_no_file(self):
        sheet = self.folder / "private" / "sheet.toml"
        sheet.parent.mkdir()
        sheet.write_text('[spec]\nlanguage = 1\nname = "acme"\n[require.system]\ncpu.cores = ">= 1"\n')
        self.configure(f'[[job]]\nspec = "{sheet}"\nrole = "video"\n[metrics]\ntextfile = "{self.folder}/figures.prom"\n')
        daemon = self.started("--foreground", STANDIN="not_ready", STANDIN_EMPLOYER="Acme Support")
        self.assertEqual(self.status()["jobs"][0]["name"], "acme (video)")
        self.check_once()
        self.assertEqual(self.status()["jobs"][0]["name"], "Acme Support (video)")
        self.until(self.told)
        notice = self.told()[0]["notice"]
        self.assertEqual((notice["job"], notice["title"]), ("Acme Support (video)", "Not ready for Acme Support (video)"))
        said = "".join(subprocess.run([BIN / "deskready", word], env=self.environment, capture_output=True, text=True).stdout
                       for word in ("status", "next"))
        self.assertIn("Acme Support (video): Not ready since", said)
        connection = UnixConnection(self.socket)
        connection.request("GET", "/metrics")
        figures = connection.getresponse().read().decode()
        connection.close()
        self.assertIn('job="Acme Support (video)"', figures)
        for text in (str(notice), said, figures, (self.folder / "figures.prom").read_text()):
            self.assertNotIn("private", text)
        daemon.terminate()
        daemon.wait(PATIENCE)
        self.started(STANDIN="not_ready")
        self.assertEqual(self.status()["jobs"][0]["name"], "Acme Support (video)")

    def deskready(self, *words):
        return subprocess.run([BIN / "deskready", *words], env=self.environment, capture_output=True, text=True,
                              timeout=PATIENCE)

    def test_a_person_who_waits_hears_what_the_check_found(self):
        self.started(STANDIN="not_ready")
        done = self.deskready("trigger", "--wait")
        self.assertEqual(done.returncode, 2, done.stderr)
        self.assertIn("voice-baseline: Not ready since", done.stdout)
        self.assertEqual(len(self.kept()), 2)  # the retest belongs to it

    def test_a_pause_is_asked_for_as_people_write_it(self):
        self.started()
        for words in (["2 h"], ["2h"], ["2", "hours"], ["120min"], ["1", "hour", "60", "min"], ["--for", "2 h"]):
            before = time.time()
            done = self.deskready("pause", *words)
            self.assertEqual(done.returncode, 0, done.stderr)
            until = calendar.timegm(time.strptime(self.status()["paused_until"][:19], "%Y-%m-%dT%H:%M:%S"))
            self.assertTrue(before + 7198 <= until <= time.time() + 7201, words)
        self.assertEqual(self.deskready("pause", "until", "tomorrow").returncode, 0)
        until = calendar.timegm(time.strptime(self.status()["paused_until"][:19], "%Y-%m-%dT%H:%M:%S"))
        self.assertEqual(time.gmtime(until)[3:6], (0, 0, 0))
        self.assertTrue(time.time() < until <= time.time() + 90000)
        refused = self.deskready("pause", "soon")
        self.assertEqual(refused.returncode, 3)
        for form in ("deskready pause 2h", "1 hour 30 min", "until 14:00"):
            self.assertIn(form, refused.stderr)

    def test_a_second_trigger_starts_no_second_check(self):
        self.started(STANDIN="slow")
        self.assertFalse(self.ask("POST", "/trigger")[1]["already"])
        self.assertTrue(self.ask("POST", "/trigger")[1]["already"])
        self.until(self.runs)
        self.assertEqual(len(self.runs()), 1)


class Battery(Home):
    """A computer whose power supply the test makes up, in a mount namespace. What a planned check does there is decided by
    CheckQueue, whose unit tests have a clock of their own."""

    def setUp(self):
        super().setUp()
        self.supply = self.folder / "supply/BAT0"
        self.supply.mkdir(parents=True)
        (self.supply / "type").write_text("Battery\n")
        (self.supply / "status").write_text("Discharging\n")
        daemon = subprocess.Popen(
            ["unshare", "-rm", "sh", "-c", 'mount --bind "$1" /sys/class/power_supply && exec "$2"', "sh", self.supply.parent,
             self.bin / "deskreadyd"], stderr=subprocess.PIPE, text=True, env=self.environment)
        self.daemons.append(daemon)
        self.until(lambda: daemon.poll() is not None or self.answers())
        if daemon.poll() is not None and "shar" in (said := daemon.stderr.read()) + "mount" in said:
            self.skipTest(said)
        self.assertIsNone(daemon.poll(), "the daemon did not start")

    def test_on_battery_what_a_person_asks_for_is_a_light_check_and_it_is_said_since_when_and_why(self):
        told = subprocess.run([BIN / "deskready", "trigger"], env=self.environment, capture_output=True, text=True).stdout
        self.assertRegex(told, r"The full check waits since .*: the computer runs on battery\. So it is a light one\.")
        self.until(lambda: self.status()["state"] == "idle")
        held = self.ask("POST", "/trigger")[1]["held"]
        self.assertEqual((held["cause"], held["reason"]), ("on_battery", "the computer runs on battery"))
        self.until(lambda: self.status()["state"] == "idle")
        for run in self.runs():
            arguments = run["arguments"]
            self.assertIn("--light", arguments)
            self.assertEqual(arguments[arguments.index("--held") + 1:arguments.index("--held") + 4],
                             ["on_battery", "--held-since", held["since"]], "since when is told as on the first time")
        (self.supply / "status").write_text("Charging\n")
        self.assertIsNone(self.ask("POST", "/trigger")[1]["held"])
        self.until(lambda: self.status()["state"] == "idle")
        self.assertNotIn("--light", self.runs()[-1]["arguments"])


class Alarms(Home):
    def test_a_confirmed_change_is_told_once_and_recovery_too(self):
        self.configure('[notify]\nexec = ["%s", "tell", "by-exec"]\nwebhook = "http://127.0.0.1:9/x"\n' % (self.bin / "deskready"))
        daemon = self.started(STANDIN="not_ready")
        self.check_once()
        self.until(lambda: len(self.told()) == 3)
        self.assertEqual(sorted(told["arguments"][1] for told in self.told()), ["--desktop", "--webhook", "by-exec"])
        # The address is mostly a secret, and everybody sees the arguments of a process.
        self.assertNotIn("127.0.0.1:9", str([told["arguments"] for told in self.told()]))
        self.assertEqual([told["before"] for told in self.told() if told["before"]], [["http://127.0.0.1:9/x"]])
        for told in self.told():
            self.assertEqual((told["notice"]["verdict"], told["notice"]["before"]), ("not_ready", None))
            self.assertEqual(told["notice"]["text"], "The disk is full. Empty it.")
        self.check_once()
        daemon.terminate()
        daemon.wait(PATIENCE)
        self.started(STANDIN="ready")
        self.check_once()
        self.until(lambda: len(self.told()) == 6)
        self.assertEqual({told["notice"]["before"] for told in self.told()[3:]}, {"not_ready"})

    def test_what_the_retest_does_not_confirm_is_told_to_nobody(self):
        self.configure('[notify]\ndesktop = true\n')
        self.started(STANDIN="flickers")
        self.check_once()
        self.assertEqual([len(self.runs()), self.told()], [2, []])


class RealCheck(Home):
    stand_in = False

    def command(self, *words):
        return subprocess.run([BIN / "deskready", *words], env=self.environment, capture_output=True, text=True,
                              timeout=PATIENCE)

    def test_nobody_there(self):
        done = self.command("status")
        self.assertEqual((done.returncode, done.stdout), (3, ""))
        self.assertIn("systemctl --user start deskready", done.stderr)

    def test_status_trigger_report(self):
        self.started()
        self.assertIn("Nothing was checked yet", self.command("status").stdout)
        self.assertIn("has begun", self.command("trigger").stdout)
        self.until(lambda: self.status()["state"] != "checking")
        status = self.status()
        self.assertIsNone(status["trouble"], status)
        report = self.kept()[-1]
        self.assertEqual(report["schema"], "deskready.report/1")
        self.assertEqual(private.told(report, str(self.folder)), [], "this tells whose computer it is")
        self.assertEqual((status["verdict"], status["last_report"]["id"]), (report["verdict"], report["id"]))
        self.assertIn("The next check is", self.command("status").stdout)
        self.assertIn("Paused", self.command("pause").stdout)
        self.assertEqual(self.command("trigger").returncode, 3)
        self.assertIn("go on", self.command("resume").stdout)
        self.assertIn("until", self.command("pause", "--for", "2 h").stdout)
        self.assertIn("paused until", self.command("status").stdout)
        self.assertIn("No check is planned", self.command("next").stdout)
        self.command("resume")
        self.assertIn("light", self.command("next").stdout)
        self.assertIn("read anew", self.command("reload").stdout)
        self.the_history_tells(report)

    def the_history_tells(self, report):
        listed = json.loads(self.command("history", "--format", "json").stdout)
        self.assertEqual(listed[0], {"id": report["id"], "finished": report["finished"], "spec": report["spec"]["name"],
                                     "verdict": report["verdict"]})
        self.assertIn(report["id"][:8], self.command("history").stdout)
        self.assertTrue(self.command("history", "--format", "csv").stdout.startswith("id,finished,spec,verdict\n"))
        memory = report["facts"]["system.memory.installed"]["value"]
        self.assertIn("█", self.command("history", "--fact", "system.memory.installed").stdout)
        samples = json.loads(self.command("history", "--fact", "system.memory.installed", "--format", "json").stdout)
        self.assertEqual(samples[-1]["value"], memory)
        rule = next(finding["rule"] for finding in report["findings"] if finding["fact"] == "system.memory.installed")
        self.assertIn(rule, self.command("history", "--rules").stdout)
        self.assertIn("Met in", self.command("history", "--rule", rule).stdout)
        unknown = self.command("history", "--fact", "network.nothing")
        self.assertEqual((unknown.returncode, "system.memory.installed" in unknown.stderr), (3, True))
        at = json.loads(self.command("report", "at", report["finished"], "--format", "json").stdout)
        self.assertEqual(at["id"], report["id"])
        self.assertEqual(self.command("report", "at", "2020-01-01T00:00").returncode, 3)
        latest = json.loads(self.command("report", "show", "latest", "--format", "json").stdout)
        self.assertEqual(latest["id"], report["id"])

    def test_sigterm_in_mid_check(self):
        daemon = self.started()
        self.ask("POST", "/trigger")
        self.until(lambda: self.status().get("progress"))
        check, = pathlib.Path(f"/proc/{daemon.pid}/task/{daemon.pid}/children").read_text().split()
        daemon.terminate()
        self.assertEqual(daemon.wait(PATIENCE), 0)
        with self.assertRaises(ProcessLookupError):
            os.killpg(int(check), 0)


if __name__ == "__main__":
    ending.main()

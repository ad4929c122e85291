"""deskready check as a person runs it, and what it says when things are wrong."""
import http.server
import json
import os
import pathlib
import re
import signal
import socket
import subprocess
import sys
import threading

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
import ending  # noqa: E402
from harness import BIN, PATIENCE, Desk  # noqa: E402


class Jobs(Desk):
    """Without --spec it is for the jobs of the settings."""

    def setUp(self):
        super().setUp()
        self.sheets = {}
        for name, least in (("acme", "1 MB"), ("other", "900 TB")):
            self.sheets[name] = self.folder / f"{name}.toml"
            self.sheets[name].write_text(f'[spec]\nlanguage = 1\nname = "{name}"\nemployer = "{name.title()} Ltd"\n'
                                         f'[require.system]\nmemory.installed = ">= {least}"\n')
        settings = self.folder / "config/deskready"
        settings.mkdir(parents=True)
        (settings / "config.toml").write_text(
            f'[[job]]\nspec = "{self.sheets["acme"]}"\nrole = "voice"\n'
            f'[[job]]\nspec = "{self.sheets["other"]}"\nreference = "A-1"\n')

    def reports(self, *words):
        done = self.run_it("check", "--yes", "--format", "json", *words)
        several = done.stdout.count('"schema"') > 1  # a line each
        return done, [self.valid(text) for text in (done.stdout.splitlines() if several else [done.stdout])]

    def test_every_job_gets_its_verdict(self):
        done, reports = self.reports()
        self.assertEqual(done.returncode, 2, done.stderr)  # the worst of them
        self.assertEqual([(one["spec"]["name"], one["verdict"], one.get("role", ""), one.get("reference", ""))
                          for one in reports],
                         [("acme", "ready", "voice", ""), ("other", "not_ready", "", "A-1")])
        self.assertIn("Checking for Acme Ltd, Other Ltd", done.stderr)

    def test_a_spec_that_is_named_wins(self):
        done, reports = self.reports("--spec", self.sheets["acme"])
        self.assertEqual((done.returncode, [one["spec"]["name"] for one in reports]), (0, ["acme"]), done.stderr)

    def test_several_reports_are_one_page_with_a_contents(self):
        page = self.run_it("check", "--yes", "--format", "html").stdout
        self.assertEqual((page.count("<!doctype"), page.count("<article id=")), (1, 2))
        links = re.findall(r'<a href="#([^"]+)">', page)
        self.assertEqual(links, re.findall(r'<article id="([^"]+)"', page))
        contents = page[page.index("<nav>"):page.index("</nav>")]
        for headline in ("READY for <bdi>Acme Ltd, voice</bdi>", "NOT READY YET for <bdi>Other Ltd</bdi>"):
            self.assertIn(headline, contents)
        self.assertEqual(page.count("Reference: <bdi>A-1</bdi>"), 1)

    def test_one_broken_spec_keeps_all_from_being_measured_in_vain(self):
        self.sheets["other"].write_text("[spec")
        done = self.run_it("check", "--yes")
        self.assertEqual((done.returncode, done.stdout), (3, ""))
        self.assertIn("other.toml", done.stderr)

    def test_a_file_s_verdict_and_place_are_said(self):
        file = self.folder / "report.html"
        done = self.run_it("check", "--spec", self.sheets["other"], "--yes", "--output", file)
        self.assertEqual(done.returncode, 2, done.stderr)
        said = " ".join(done.stderr.split())
        self.assertIn("NOT READY YET for Other Ltd", said)
        self.assertIn(f"The report is in {file}.", said)


class Words(Desk):
    """What is typed wrong is met with what may have been meant."""

    def test_help_is_a_command(self):
        for words, usage in ((["help"], "Subcommands"), (["help", "check"], "--far-end"), (["help", "spec", "lint"], "FILE"),
                             (["help", "help"], "Subcommands")):
            done = self.run_it(*words)
            self.assertEqual(done.returncode, 0, done.stderr)
            self.assertIn(usage, done.stdout)

    def test_an_unknown_word_gets_the_nearest(self):
        for words, meant in ((["chek"], "did you mean check?"), (["spec", "shwo"], "did you mean show"),
                             (["check", "--format", "htm"], "did you mean html?"),
                             (["check", "--spec", "voice-basline"], "did you mean voice-baseline"),
                             (["check", "--spec", "talk"], "did you mean talkdesk"),
                             (["check", "--depth", "ful"], "did you mean full?"),
                             (["facts", "--depth", "deep"], "use quick or full"),
                             (["check", "--only", "network,systm"], "did you mean system?"),
                             (["check", "--sound", "listne"], "did you mean listen?"),
                             (["check", "--language", "eng"], "did you mean en?"),
                             (["report", "show", "latest", "--language", "deu"], "did you mean de?"),
                             (["report", "show", "latest", "--language", "xx"], "no language's code"),
                             (["reports", ".", "--sort", "verdikt"], "did you mean verdict?"),
                             (["check", "--spec", "talkdesk", "--role", "vioce"], "did you mean voice? Use voice or recorded"),
                             (["assess", "--spec", "talkdesk", "--facts", "none.json", "--role", "vioce"],
                              "did you mean voice?")):
            done = self.run_it(*words)
            self.assertEqual((done.returncode, done.stdout), (3, ""), words)
            self.assertIn(meant, " ".join(done.stderr.split()))

    def test_a_document_in_place_of_a_spec_is_named_with_what_to_do(self):
        for name, begin, what in (("sheet.pdf", b"%PDF-1.7\n%\xe2\xe3", "a PDF document"),
                                  ("sheet.toml", b"PK\x03\x04\x14\0word/document.xml", "a Word document (DOCX)"),
                                  ("sheet.html", b"<!doctype html><html>", "a web page (HTML)")):
            file = self.folder / name
            file.write_bytes(begin)
            for words in (("check", "--spec", file), ("spec", "show", file)):
                done = self.run_it(*words)
                self.assertEqual(done.returncode, 3, words)
                said = " ".join(done.stderr.split())
                self.assertIn(f"this is {what}", said)
                self.assertIn("deskready spec init", said)
                self.assertNotIn("valid TOML", said)

    def test_a_word_that_is_near_nothing_gets_no_list_of_thirty(self):
        done = self.run_it("check", "--spec", "zzzzzzzz")
        self.assertIn("deskready spec list", done.stderr)
        self.assertLess(len(done.stderr), 300)
        self.assertIn("write it like en", self.run_it("check", "--language", "english").stderr)


class Check(Desk):
    def test_without_a_far_end_nothing_of_the_line_is_known(self):
        done, report = self.report()
        self.assertIn(done.returncode, (2, 3), done.stderr)
        self.assertEqual(report["schema"], "deskready.report/1")
        self.assertEqual(report["conditions"]["far_end"], "none")
        of_the_line = {"network.latency", "network.loss", "network.jitter", "network.download", "network.upload", "network.mos"}
        self.assertEqual(of_the_line & set(report["facts"]), set())
        self.assertLess(report["cost"]["bytes"], 1000)
        self.assertIn("system.memory.installed", report["facts"])
        for finding in report["findings"]:
            if finding["fact"].startswith("network.") and finding["fact"] != "network.link.kind":
                self.assertEqual((finding["outcome"], finding["cause"]), ("not_measured", "no_far_end"), finding)
        self.assertIn("not measured", done.stderr)

    def test_the_self_test_shows_no_figure(self):
        done = self.run_it("selftest")
        self.assertEqual((done.returncode, done.stdout), (0, "The measuring parts work; your line was not measured.\n"), done.stderr)
        self.assertFalse(os.path.exists(self.env["XDG_STATE_HOME"] + "/deskready/history.db"))

    def test_a_left_out_part_is_no_pass(self):
        done, report = self.report("--only", "system")
        self.assertIn(done.returncode, (2, 3))
        causes = {f.get("cause") for f in report["findings"] if f["fact"].startswith(("network.", "audio."))}
        self.assertEqual(causes, {"not_selected"})

    def test_a_check_that_writes_nothing_is_not_given_the_report_before_it(self):
        self.report("--only", "system")
        with self.assertRaisesRegex(AssertionError, "cannot be read"):
            self.report("--spec", "/nonexistent.toml")

    def test_two_specs_keep_nothing_of_each_other(self):
        for name, fact in (("alpha", "memory.installed = \">= 1 GB\""), ("omega", "cpu.cores = \">= 1\"")):
            with open(f"{self.folder}/{name}.toml", "w") as out:
                out.write(f'[spec]\nlanguage = 1\nname = "{name}"\nemployer = "{name} Ltd"\n[require.system]\n{fact}\n')
        done = self.run_it("check", "--spec", f"{self.folder}/alpha.toml", "--spec", f"{self.folder}/omega.toml",
                           "--format", "json", "--only", "system")
        self.assertEqual(done.returncode, 0, done.stderr)
        alpha, omega = done.stdout.strip().split("\n")
        self.valid(alpha)
        self.valid(omega)
        self.assertNotIn("omega", alpha)
        self.assertNotIn("alpha", omega)
        self.assertNotIn("cpu.cores", alpha)
        self.assertNotIn("memory.installed", omega)
        self.assertNotEqual(json.loads(alpha)["machine"], json.loads(omega)["machine"] or "none")

    def test_bad_specs_are_refused_before_anything_is_measured(self):
        os.mkfifo(f"{self.folder}/fifo.toml")
        with open(f"{self.folder}/binary.toml", "wb") as out:
            out.write(bytes(range(256)))
        with open(f"{self.folder}/large.toml", "wb") as out:
            out.write(b"#" * 10_000_000)
        with open(f"{self.folder}/empty.toml", "wb"):
            pass
        with open(f"{self.folder}/nested.toml", "w") as out:
            out.write("x = " + "[" * 5000 + "]" * 5000)
        with open(f"{self.folder}/twice.toml", "w") as out:
            out.write("[spec]\nlanguage = 1\nname = \"a\"\nname = \"b\"\n")
        with open(f"{self.folder}/latin1.toml", "wb") as out:
            out.write(b"[spec]\nlanguage = 1\nname = \"caf\xe9\"\n")
        for name in ("missing", "fifo", "binary", "large", "empty", "nested", "twice", "latin1"):
            with self.subTest(name):
                done = self.run_it("check", "--spec", f"{self.folder}/{name}.toml")
                self.assertEqual(done.returncode, 3)
                self.assertIn(f"{name}.toml", done.stderr)
                self.assertEqual(done.stdout, "")

    def test_a_recorded_machine_that_is_not_there_is_said(self):
        (self.folder / "hollow").mkdir()
        for folder, why in (("nowhere", "there is no folder"), ("hollow", "holds no recorded machine")):
            for command in (("facts",), ("audio", "devices")):
                with self.subTest(command=command, folder=folder):
                    done = self.run_it(*command, "--root", self.folder / folder)
                    self.assertEqual(done.returncode, 3)
                    self.assertIn(why, done.stderr)
                    self.assertIn(folder, done.stderr)
                    self.assertEqual(done.stdout, "")

    def test_a_report_that_cannot_be_written_is_said_at_once(self):
        done = self.run_it("check", "--only", "system", "--output", f"{self.folder}/none/r.json")
        self.assertEqual(done.returncode, 3)
        self.assertIn("there is no folder", done.stderr)

    def far_end_cause(self, url):
        done, report = self.report("--only", "network", "--far-end", url, "--yes")
        self.assertIn(done.returncode, (2, 3))
        self.assertEqual(report["unmeasured"]["network.download"]["cause"], "far_end_failed")
        return report["unmeasured"]["network.download"]["message"]

    def test_a_far_end_that_is_down(self):
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        self.assertIn("nothing listens on its port", self.far_end_cause(f"http://127.0.0.1:{port}"))

    def test_a_far_end_that_hangs(self):
        with socket.create_server(("127.0.0.1", 0)) as server:
            self.assertIn("does not answer in time", self.far_end_cause(f"http://127.0.0.1:{server.getsockname()[1]}"))

    def test_a_far_end_that_is_some_other_server(self):
        class Garbage(http.server.BaseHTTPRequestHandler):
            def do_POST(self):
                self.send_response(200)
                self.end_headers()
                self.wfile.write(b"[1, {\"token\": 7}]")

            def log_message(self, *_):
                pass

        server = http.server.HTTPServer(("127.0.0.1", 0), Garbage)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        self.addCleanup(server.server_close)
        self.addCleanup(server.shutdown)
        self.assertIn("not that of a deskready-responder", self.far_end_cause(f"http://127.0.0.1:{server.server_port}"))

    def stopped(self, wait):
        """A check that gets Ctrl-C once `wait` has returned; its report, if it had begun."""
        file = self.folder / "stopped.json"
        file.unlink(missing_ok=True)
        child = subprocess.Popen([BIN / "deskready", "check", "--format", "json", "--output", file], env=self.env,
                                 stdin=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
        wait(child)
        self.ended = child.poll() is not None  # of itself: this computer is a fast one
        child.send_signal(signal.SIGINT)
        said = child.communicate(timeout=PATIENCE)[1]
        return child.returncode, said, self.valid(file.read_text()) if file.exists() else None

    def test_ctrl_c_leaves_a_valid_report(self):
        # The sentence about the far end comes right before the probes start.
        code, said, report = self.stopped(lambda child: self.assertIn("No far end", child.stderr.readline()))
        self.assertIn(code, (2, 3))
        self.assertIn("stopped", said)
        self.assertTrue(report["interrupted"])
        self.assertIn("stopped", {why["cause"] for why in report["unmeasured"].values()})

    def test_ctrl_c_at_any_moment(self):
        for seconds in (0, 0.01, 0.05, 0.3, 1, 2.5, 5):
            with self.subTest(seconds):

                def wait(child):
                    try:
                        child.wait(seconds)
                    except subprocess.TimeoutExpired:
                        pass

                code, said, report = self.stopped(wait)
                if report is None:  # before the run had begun: nothing was measured and nothing may claim so
                    self.assertIn(code, (3, 128 + signal.SIGINT, -signal.SIGINT), said)
                elif not self.ended:
                    self.assertIn(code, (2, 3), said)
                    self.assertIn("stopped", said)
                    self.assertTrue(report["interrupted"])


def on_tmpfs(folder, options):
    """A command prefix: what follows it finds a small file system of its own at `folder`."""
    return ["unshare", "--user", "--map-root-user", "--mount", "sh", "-c",
            f'mount -t tmpfs -o {options} none "{folder}" && exec "$@"', "sh"]


class NoPlace(Desk):
    """Folders that take no report: it is said, and the measurement is not lost."""

    def setUp(self):
        super().setUp()
        (self.folder / "place").mkdir()
        (self.folder / "state").mkdir()

    def check(self, before, *words):
        return self.run_it("check", "--only", "system", "--format", "json", *words, before=before)

    def test_a_read_only_folder_is_refused_before_anything_is_measured(self):
        place = self.folder / "place"
        done = self.check(on_tmpfs(place, "ro"), "--output", place / "r.json")
        self.assertEqual((done.returncode, done.stdout), (3, ""))
        self.assertIn("Read-only file system", done.stderr)
        self.assertIn("name another folder", done.stderr)

    def test_a_full_folder_costs_the_file_and_not_the_report(self):
        place = self.folder / "place"
        done = self.check(on_tmpfs(place, "size=4k"), "--output", place / "r.json")
        self.assertEqual(done.returncode, 3)
        self.assertIn("No space left on device", done.stderr)
        self.assertEqual(self.valid(done.stdout)["schema"], "deskready.report/1")

    def test_a_history_that_cannot_be_written_costs_nothing_else(self):
        for options in ("ro", "size=4k"):
            with self.subTest(options):
                done = self.check(on_tmpfs(self.folder / "state", options))
                self.assertEqual(done.returncode, {"ready": 0, "ready_with_warnings": 1, "not_ready": 2,
                                                   "incomplete": 3}[self.valid(done.stdout)["verdict"]])
                self.assertIn("not kept in the history", done.stderr)

    def test_a_stderr_that_takes_nothing_costs_the_talk_and_not_the_report(self):
        for shell in ('exec "$@" 2>/dev/full', 'exec "$@" 2>&-', '"$@" 2>&1 >/dev/null | true; exit ${PIPESTATUS[0]}'):
            with self.subTest(shell):
                file = self.folder / "r.json"
                file.unlink(missing_ok=True)
                done = self.run_it("check", "--only", "system", "--format", "json", "--output", file,
                                   before=["bash", "-c", shell, "bash"])
                self.assertEqual(done.returncode, {"ready": 0, "ready_with_warnings": 1, "not_ready": 2,
                                                   "incomplete": 3}[self.valid(file.read_text())["verdict"]])

    def test_devices_pipes_and_links_are_written_to_and_not_replaced(self):
        link, behind = self.folder / "place/link.json", self.folder / "behind.json"
        behind.write_text("old")
        link.symlink_to(behind)
        self.assertIn(self.check([], "--output", link).returncode, (0, 1, 2, 3))
        self.assertTrue(link.is_symlink())
        self.valid(behind.read_text())

        pipe = self.folder / "place/pipe"
        os.mkfifo(pipe)
        with subprocess.Popen(["cat", pipe], stdout=subprocess.PIPE, text=True) as reader:
            self.check([], "--output", pipe)
            self.valid(reader.communicate(timeout=PATIENCE)[0])
        self.assertTrue(pipe.is_fifo())

        done = self.check([], "--output", "/dev/null")
        self.assertNotIn("could not", done.stderr)
        self.assertTrue(pathlib.Path("/dev/null").is_char_device())

    def test_a_runtime_folder_that_is_none_is_not_used(self):
        self.env["TMPDIR"] = str(self.folder)
        for folder in ("/nonexistent", "/dev/null"):
            with self.subTest(folder):
                self.env["XDG_RUNTIME_DIR"] = folder
                self.valid(self.check([]).stdout)

    def test_a_full_standard_output_is_an_error(self):
        with open("/dev/full", "w") as full:
            done = self.run_it("check", "--only", "system", stdout=full)
        self.assertEqual(done.returncode, 3)
        self.assertIn("No space left on device", done.stderr)


if __name__ == "__main__":
    ending.main()

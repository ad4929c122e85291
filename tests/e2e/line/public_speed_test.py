"""A public speed test is contacted only with consent, decides only where it may, and is marked wherever it is shown."""
import json
import os
import re
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path[:0] = [os.path.join(HERE, ".."), os.path.join(HERE, "../../netlab")]
import emulated  # noqa: E402
import ending  # noqa: E402
import far_ends  # noqa: E402
from harness import Desk  # noqa: E402
from terminal import PROMPT, Terminal  # noqa: E402

AT_THE_END = emulated.FAR_END
RULES = 'latency = "<= 5 s"\ndownload = ">= 1 Mbps"\n'


class PublicTest(Desk):
    def settings(self, text):
        folder = self.folder / "config/deskready"
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "config.toml").write_text(text)

    def spec(self, far_end="", rules=RULES):
        file = self.folder / "acme.toml"
        file.write_text(f'[spec]\nlanguage = 1\nname = "acme"\nemployer = "Acme Support"\n{far_end}'
                        f"[require.network]\n{rules}")
        return str(file)


class Consent(PublicTest):
    """The stand-in is on this computer, so what it shows is not judged; whether it is contacted is what counts here."""
    def setUp(self):
        super().setUp()
        server = far_ends.Server(far_ends.Cloudflare)
        server.__enter__()
        self.addCleanup(server.__exit__)
        self.server = server
        self.allow("ask")

    def allow(self, use):
        self.settings(f'[public_tests]\nuse = "{use}"\naddress = "{self.server.url}"\n')

    def contacted(self, *words):
        """Whether this check asks the public test for anything, and what it says."""
        self.server.seen.clear()
        done = self.run_it("check", "--only", "network", "--spec", self.spec(), "--yes", *words)
        return bool(self.server.seen), done

    def guided(self, spec, until=PROMPT):
        """The bare command, up to its question about the line or what comes in its place."""
        desk = Terminal(self.env)
        self.addCleanup(desk.child.kill)
        asked = desk.until(PROMPT)
        desk.answer(re.search(r"^ +(\d+)\. My employer gave me a file", asked, re.MULTILINE).group(1))
        desk.until(PROMPT)
        desk.answer(spec)
        return desk, desk.until(until)

    def go_on(self, desk):
        """From the choice to the report."""
        said = desk.until("Go on?")
        desk.answer("")
        desk.end()
        return said

    def test_nobody_is_contacted_who_was_not_agreed_to(self):
        self.assertFalse(self.contacted()[0])
        self.assertFalse(self.contacted("--unattended")[0])

    def test_by_hand(self):
        contacted, done = self.contacted("--public-test")
        self.assertTrue(contacted, done.stderr)
        self.assertIn("whoever runs it sees this computer's internet address", " ".join(done.stderr.split()))
        self.settings("")
        self.assertTrue(self.contacted("--public-test", self.server.url)[0])
        self.assertFalse(self.contacted()[0], "that was for once")
        done = self.contacted("--public-test", "speed.example")[1]
        self.assertEqual(done.returncode, 3)
        self.assertIn("https://speed.example", done.stderr)
        done = self.contacted("--public-test", "--far-end", self.server.url)[1]
        self.assertEqual(done.returncode, 3)

    def test_the_settings_forbid_or_agree(self):
        self.allow("never")
        contacted, done = self.contacted("--public-test")
        self.assertEqual((contacted, done.returncode), (False, 3))
        self.assertIn("never", done.stderr)
        self.allow("always")
        self.assertTrue(self.contacted("--unattended")[0])
        self.assertTrue(self.contacted()[0])

    def test_the_guided_run_offers_one_keeps_the_answer_and_gives_it_back(self):
        spec = self.spec()
        desk, asked = self.guided(spec)
        said = " ".join(asked.split())
        self.assertIn("Acme Support names no place to measure your internet line to", said)
        self.assertIn("1. A public speed test: 127.0.0.1", said)
        self.assertRegex(said, r"takes up to [\d.]+ MB of data each time, and whoever runs it sees")
        self.assertIn("not loss or jitter", said)
        self.assertEqual(self.server.seen, [], "nothing before the answer")
        desk.answer("1")
        for line in (asked + self.go_on(desk)).split("\n"):
            self.assertLessEqual(len(line.split("\r")[-1]), 80, line)
        self.assertTrue(self.server.seen)

        contacted, done = self.contacted()
        self.assertTrue(contacted, "the answer is kept")
        told = " ".join(done.stderr.split())
        self.assertRegex(told, r"As you chose on \d{4}-\d\d-\d\d, the line is measured to the public speed test 127\.0\.0\.1; "
                               r'"deskready forget --far-ends" takes that back\.')
        self.assertFalse(self.contacted("--unattended")[0], "nobody attends that could see what is contacted")
        self.allow("never")
        self.assertFalse(self.contacted()[0])
        self.allow("ask")
        self.assertTrue(self.contacted()[0])

        done = self.run_it("forget", "--far-ends")
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertIn("taken back", done.stdout)
        self.assertFalse(self.contacted()[0])
        desk, asked = self.guided(spec)
        self.assertIn("A public speed test", asked)
        desk.child.terminate()
        desk.end()

    def test_a_server_is_chosen_from_a_list_and_only_that_one_is_contacted(self):
        with far_ends.Server(far_ends.LibreSpeed) as near, far_ends.Server(far_ends.LibreSpeed) as far:
            rows = [{"id": 51, "name": "Amsterdam, Netherlands", "server": near.url + "/", "dlURL": "backend/garbage.php",
                     "ulURL": "backend/empty.php", "pingURL": "backend/empty.php", "getIpURL": "backend/getIP.php",
                     "sponsorName": "Clouvider\x1b[2J", "sponsorURL": "https://www.clouvider.co.uk/"},
                    {"id": 52, "name": "Atlanta, United States (Clouvider)", "server": far.url, "dlURL": "backend/garbage.php",
                     "ulURL": "backend/empty.php", "pingURL": "empty.php", "getIpURL": "getIP.php", "sponsorName": "Clouvider"}]
            with far_ends.Server(far_ends.listing(rows)) as lists:
                self.settings(f'[public_tests]\naddress = "{self.server.url}"\nservers = "{lists.url}/servers.php"\n')
                desk, asked = self.guided(self.spec())
                self.assertEqual(lists.seen, [], "nothing before the answer")
                desk.answer(re.search(r"^ +(\d+)\. A public speed test from LibreSpeed", asked, re.MULTILINE).group(1))
                asked = desk.until(PROMPT)
                self.assertIn("Whoever runs it sees this computer's internet address", " ".join(asked.split()))
                self.assertRegex(asked, r"(?m)^ +1\. Amsterdam, Netherlands, run by Clouvider")
                self.assertRegex(asked, r"(?m)^ +2\. Atlanta, United States \(Clouvider\): 127\.0\.0\.1$")
                self.assertNotIn("\x1b[2J", asked)
                self.assertEqual(near.seen + far.seen, [])
                desk.answer("1")
                self.go_on(desk)
                self.assertEqual(lists.seen, [("GET", "/servers.php")])
                self.assertTrue(near.seen)
                self.assertEqual((far.seen, self.server.seen), ([], []))
            near.seen.clear()
            self.contacted()
            self.assertTrue(near.seen, "the answer is kept, and needs no list again")

    def test_without_the_list_the_question_comes_again(self):
        with far_ends.Server(far_ends.listing({"error": "moved"})) as lists:
            self.settings(f'[public_tests]\naddress = "{self.server.url}"\nservers = "{lists.url}/servers.php"\n')
            desk, asked = self.guided(self.spec())
            desk.answer("2")
            said = desk.until(PROMPT)
            told = " ".join(said.split())
            self.assertIn("it answers something that is no list of LibreSpeed's kind; choose another way", told)
            self.assertIn("1. A public speed test: 127.0.0.1", said)
            desk.answer("1")
            self.go_on(desk)
            self.assertTrue(self.server.seen)

    def test_the_operator_of_the_usual_one_is_named(self):
        self.settings("")
        desk, asked = self.guided(self.spec())
        self.assertIn("1. A public speed test: speed.cloudflare.com\n", asked)
        self.assertIn("and Cloudflare sees this computer's internet address", " ".join(asked.split()))
        desk.child.terminate()
        desk.end()

    def test_nothing_is_an_answer_and_a_skip_is_none(self):
        spec = self.spec()
        desk, asked = self.guided(spec)
        desk.answer("s")
        desk.until("No far end was named")
        desk.child.terminate()
        desk.end()
        desk, asked = self.guided(spec)
        desk.answer(re.search(r"^ +(\d+)\. Nothing", asked, re.MULTILINE).group(1))
        self.assertIn("left out, as you chose on", " ".join(desk.until("No far end was named").split()))
        desk.child.terminate()
        desk.end()
        desk, asked = self.guided(spec, "No far end was named")
        self.assertNotIn("public speed test", asked, "asked once")
        desk.child.terminate()
        desk.end()
        self.assertEqual(self.server.seen, [])

    def test_an_employers_address_is_asked_for_until_it_is_one(self):
        desk, asked = self.guided(self.spec())
        desk.answer(re.search(r"^ +(\d+)\. An address that my employer", asked, re.MULTILINE).group(1))
        desk.until(PROMPT)
        desk.answer("ftp://edge")
        self.assertIn("edge", desk.until(PROMPT))
        desk.answer(self.server.url)
        self.go_on(desk)
        self.assertTrue(self.server.seen)
        self.server.seen.clear()
        self.assertTrue(self.contacted()[0])

    def test_who_may_not_be_asked_is_not(self):
        for far_end, until in (('url = "https://edge.acme.example"\n', "Go on?"), ('public = "forbidden"\n', PROMPT)):
            desk, asked = self.guided(self.spec("[far_end]\n" + far_end), until)
            self.assertNotIn("public speed test", asked)
            desk.child.terminate()
            desk.end()
        self.allow("never")
        desk, asked = self.guided(self.spec())
        self.assertNotIn("public speed test", asked)
        self.assertIn("An address that my employer gave me", asked)
        desk.child.terminate()
        desk.end()


class OverALine(PublicTest):
    """In an emulated home of 50 Mbit/s down, 10 up and 20 ms, with a public test at its end."""
    def at_the_end(self, *words, command="check"):
        return emulated.built(self.run_it(command, "--yes", *words, before=self.home_of("cloudflare")))

    def home_of(self, kind):
        """With a public test of this kind."""
        return emulated.before(emulated.HEALTHY, f"{sys.executable} {HERE}/../far_ends.py {kind} {emulated.HOST} {emulated.PORT}")

    def judged(self, *words, command="check"):
        file = self.folder / "r.json"
        only = [] if command == "recheck" else ["--only", "network"]
        done = self.at_the_end(*only, "--format", "json", "--output", file, *words, command=command)
        self.told = " ".join(done.stderr.split())
        self.assertTrue(file.exists(), done.stderr)
        report = self.valid(file.read_text())
        return {one["fact"]: (one["outcome"], one.get("cause")) for one in report["findings"]}, report

    def test_our_own_list_is_at_best_ready_with_warnings_and_says_so(self):
        self.settings(f'[public_tests]\nuse = "always"\naddress = "{AT_THE_END}"\n')
        words = ["--only", "network,system", "--spec", "chat-baseline"]
        sentence = "The line was measured to a public test, not to an employer: loss and jitter not checked."
        page = self.folder / "page.html"
        done = self.at_the_end(*words, "--output", page)
        self.assertEqual(done.returncode, 1, done.stderr)
        self.assertIn(sentence, page.read_text())
        done = self.at_the_end(*words)
        self.assertEqual(done.returncode, 1, done.stderr)
        self.assertIn("READY, WITH WARNINGS", done.stdout)
        self.assertIn(sentence, " ".join(done.stdout.split()))
        for line in done.stdout.split("\n"):
            self.assertLessEqual(len(line), 80, line)

    def test_an_employers_rules_stay_as_they_are_written(self):
        found, report = self.judged("--spec", self.spec(rules=RULES + 'loss = "<= 1 %"\n'), "--public-test", AT_THE_END)
        self.assertEqual(found, {"network.latency": ("met", None), "network.download": ("met", None),
                                 "network.loss": ("not_measured", "public_far_end")})
        self.assertEqual(report["verdict"], "incomplete")
        self.assertEqual(report["conditions"]["far_end"], "public_test")

    def test_a_recheck_goes_on_with_what_was_agreed_to_for_its_check(self):
        spec = self.spec(rules=RULES + 'loss = "<= 1 %"\n')
        before, _ = self.judged("--spec", spec, "--public-test", AT_THE_END)
        after, report = self.judged("--spec", spec, command="recheck")
        self.assertEqual(after, before)
        self.assertEqual(report["conditions"]["far_end"], "public_test")
        self.assertIn("the line is measured to 10.78.0.2 again, as you chose for the check before", self.told)
        self.assertEqual(self.run_it("forget", "--far-ends").returncode, 0)
        after, report = self.judged("--spec", spec, command="recheck")
        self.assertNotIn("measured to", self.told)
        self.assertEqual(after, before, "what held stands, and nothing says that there was no far end")

    def test_an_employer_who_names_a_far_end_decides_whether_it_counts(self):
        url = '[far_end]\nurl = "https://edge.acme.example"\n'
        for far_end, outcome, verdict in (
                (url, ("not_measured", "other_far_end"), "incomplete"),
                (url + 'public = "forbidden"\n', ("not_measured", "other_far_end"), "incomplete"),
                (url + 'public = "allowed"\n', ("met", None), "ready")):
            with self.subTest(far_end):
                found, report = self.judged("--spec", self.spec(far_end), "--public-test", AT_THE_END)
                self.assertEqual(found, {"network.latency": outcome, "network.download": outcome})
                self.assertEqual(report["verdict"], verdict)
                self.assertIn("network.download", report["facts"], "it is shown")
                self.assertIn("Cloudflare's kind", report["facts"]["network.download"]["method"])

    def test_facts_are_judged_by_the_same_rule(self):
        facts = self.folder / "facts.json"
        spec = self.spec()
        done = emulated.built(self.run_it("facts", "--only", "network", "--for", spec, "--public-test", AT_THE_END, "--yes",
                                          "--format", "json", "--output", facts, before=self.home_of("librespeed")))
        self.assertEqual(json.loads(facts.read_text())["conditions"]["far_end"], "public_test", done.stderr)
        done = self.run_it("assess", "--spec", spec, "--facts", facts)
        self.assertEqual(done.returncode, 0, done.stdout)
        self.assertIn("to a public test, not to the employer.", " ".join(done.stdout.split()))
        done = self.run_it("assess", "--spec", self.spec('[far_end]\nurl = "https://edge.acme.example"\n'), "--facts", facts)
        self.assertEqual(done.returncode, 3, done.stdout)


if __name__ == "__main__":
    ending.main()

"""deskready without a word: on a terminal it leads through a check, elsewhere it shows its help."""
import os
import pathlib
import re
import signal
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
import ending  # noqa: E402
from harness import Desk  # noqa: E402
from terminal import PROMPT, Terminal  # noqa: E402


class Bare(Desk):
    def ends_with_the_verdict(self, desk, headline):
        """Below the figures and who vouches for them; then only what to do."""
        said = desk.said
        self.assertIn(headline, said)
        vouched = re.search("Measured by this computer|Nothing was measured", said).start()
        self.assertLess(said.index("The figures"), vouched)
        self.assertLess(vouched, said.rindex(headline))
        self.assertIn("deskready report show", said[said.rindex(headline):])
        self.assertNotIn("Technical details", said)

    def fits(self, desk):
        self.assertEqual(desk.too_wide(), [])

    def terminal(self, *words, **more):
        terminal = Terminal({**self.env, **more.pop("env", {})}, *words, **more)
        self.addCleanup(terminal.child.kill)
        return terminal

    def number_of(self, text, asked):
        """The number before this answer in a question."""
        return re.search(rf"^ +(\d+)\. {re.escape(text)}", asked, re.MULTILINE).group(1)

    def test_elsewhere_than_on_a_terminal_it_shows_its_help(self):
        done = self.run_it()
        self.assertEqual((done.returncode, done.stdout), (3, ""))
        self.assertIn("Usage", done.stderr)

    def test_it_leads_from_the_employer_to_the_report(self):
        desk = self.terminal()
        asked = desk.until(PROMPT)
        self.assertIn("Which employer", asked)
        desk.answer(self.number_of("Another employer", asked))
        asked = desk.until(PROMPT)
        self.assertIn("none of them has confirmed", asked)
        self.assertNotIn("Talkdesk", asked, "a list that is longer than the terminal would hide the question")
        self.assertRegex(asked, r"There are \d+\. Type a part of the name, or \? to see them all\.")
        desk.answer("no such employer")
        self.assertIn('None of them has "no such employer" in its name', " ".join(desk.until(PROMPT).split()))
        desk.answer("taalkdesk")
        near = desk.until(PROMPT)
        self.assertIn("Did you mean one of these?", near)
        self.number_of("Talkdesk", near)
        self.assertEqual(len(re.findall(r"^ +\d+\. ", near, re.MULTILINE)), 1, near)
        desk.answer("?")
        asked = desk.until(PROMPT)
        talkdesk = self.number_of("Talkdesk", asked)
        desk.answer("con")
        some = desk.until(PROMPT)
        self.assertEqual(self.number_of("ConnexionPoint", some), self.number_of("ConnexionPoint", asked))
        self.assertNotIn("Talkdesk", some)
        self.assertEqual(re.findall(r"^ +\d+\. .*", some, re.MULTILINE),
                         [row for row in re.findall(r"^ +\d+\. .*", asked, re.MULTILINE) if "con" in row.lower()])
        desk.answer(talkdesk)
        asked = desk.until(PROMPT)
        self.assertIn("Which work", asked)
        desk.answer("voice")
        self.assertIn("no place to measure your internet line to", " ".join(desk.until(PROMPT).split()))
        desk.answer("s")
        # This employer asks for nothing about sound; the own questions are what is left to answer.
        asked = desk.until(PROMPT)
        self.assertIn("takes up to", asked)
        self.assertIn("no headset is needed", " ".join(asked.split()))
        desk.answer("")
        desk.until(PROMPT)
        desk.answer("")
        self.assertIn(desk.end(), (2, 3))
        self.ends_with_the_verdict(desk, "Talkdesk, voice")
        self.fits(desk)

    def test_employers_of_the_own_settings_come_first(self):
        spec = self.folder / "acme.toml"
        spec.write_text('[spec]\nlanguage = 1\nname = "acme"\nemployer = "Acme Support"\n[require.system]\n'
                        'memory.installed = ">= 1 MB"\n')
        settings = self.folder / "config/deskready"
        settings.mkdir(parents=True)
        (settings / "config.toml").write_text(f'[[job]]\nspec = "{spec}"\nrole = "evenings"\n')
        desk = self.terminal()
        asked = desk.until(PROMPT)
        self.assertEqual(self.number_of("Acme Support, evenings", asked), "1")
        desk.answer("1")
        self.assertEqual(desk.end(), 0)
        self.ends_with_the_verdict(desk, "READY for Acme Support, evenings")

    def test_a_file_of_the_employer_is_asked_for_until_it_can_be_read(self):
        spec = self.folder / "their sheet.toml"
        spec.write_text('[spec]\nlanguage = 1\nname = "sheet"\nemployer = "Sheet Ltd"\n[require.system]\n'
                        'memory.installed = ">= 1 MB"\n')
        desk = self.terminal()
        desk.answer(self.number_of("My employer gave me a file", desk.until(PROMPT)))
        desk.until(PROMPT)
        desk.answer(f"{self.folder}/nothing.toml")
        self.assertIn("nothing.toml", desk.until(PROMPT))
        desk.answer(f"'{spec}'")
        self.assertEqual(desk.end(), 0)
        self.assertIn("Nothing about sound is asked for by Sheet Ltd, so no headset is needed.", " ".join(desk.said.split()))
        self.assertNotIn("put it on", desk.said)
        self.ends_with_the_verdict(desk, "READY for Sheet Ltd")

    def test_a_file_is_named_as_terminals_and_desktops_name_it(self):
        home = pathlib.Path(self.env["HOME"])
        (home / "their sheet.toml").write_text('[spec]\nlanguage = 1\nname = "sheet"\nemployer = "Sheet Ltd"\n'
                                               '[require.system]\nmemory.installed = ">= 1 MB"\n')
        for typed in ("~/their sheet.toml", f"file://{home}/their%20sheet.toml", f"{home}/their\\ sheet.toml"):
            with self.subTest(typed):
                desk = self.terminal()
                desk.answer(self.number_of("My employer gave me a file", desk.until(PROMPT)))
                desk.until(PROMPT)
                desk.answer(typed)
                self.assertIn("asked for by Sheet Ltd", " ".join(desk.until("headset is needed").split()))
                desk.child.terminate()
                desk.end()

    def test_another_operating_system_is_named_before_a_headset_is_asked_for(self):
        rules = {"rule": '[require.system]\nos.family = "windows"\n',
                 "choice": '[one_of.computer.pc]\nsystem.os.family = "windows"\nsystem.memory.installed = ">= 1 MB"\n'
                           '[one_of.computer.mac]\nsystem.os.family = "macos"\n'}
        for name, rule in rules.items():
            with self.subTest(name):
                spec = self.folder / "acme.toml"
                spec.write_text(f'[spec]\nlanguage = 1\nname = "acme"\nemployer = "Acme Support"\n{rule}'
                                '[require.audio]\nheadset.present = true\n')
                desk = self.terminal()
                desk.answer(self.number_of("My employer gave me a file", desk.until(PROMPT)))
                desk.until(PROMPT)
                desk.answer(str(spec))
                said = " ".join(desk.until("put it on").split())
                self.assertIn("Acme Support asks for another operating system than this computer has.", said)
                self.fits(desk)
                desk.child.terminate()
                desk.end()

    def test_a_pause_by_ctrl_z_is_named_in_the_report(self):
        spec = self.folder / "acme.toml"
        spec.write_text('[spec]\nlanguage = 1\nname = "acme"\nemployer = "Acme Support"\n[require.system]\n'
                        'memory.installed = ">= 1 MB"\n[ask.line]\ntext = "Which line?"\nanswers = ["cable", "dsl"]\n')
        desk = self.terminal("check", "--spec", str(spec), "--only", "system", "--yes")
        desk.until(PROMPT)
        os.kill(desk.child.pid, signal.SIGSTOP)
        os.waitid(os.P_PID, desk.child.pid, os.WSTOPPED)
        os.kill(desk.child.pid, signal.SIGCONT)
        desk.answer("1")
        self.assertEqual(desk.end(), 0)
        self.assertIn("The check was paused in between (Ctrl-Z)", " ".join(desk.said.split()))
        report = self.valid(self.run_it("report", "show", "latest", "--format", "json").stdout)
        self.assertIs(report["conditions"]["paused"], True)

    def test_a_recheck_puts_a_question_again_that_was_answered_wrong(self):
        spec = self.folder / "acme.toml"
        spec.write_text('[spec]\nlanguage = 1\nname = "acme"\nemployer = "Acme Support"\n[require.system]\n'
                        'memory.installed = ">= 1 MB"\n[ask.line]\ntext = "Which line?"\nanswers = ["cable", "dsl"]\n'
                        'accept = ["cable"]\nvalid = "180 d"\n')
        verdicts = []
        for command, answer in (("check", "dsl"), ("recheck", ""), ("recheck", "cable")):
            desk = self.terminal(command, "--spec", str(spec), "--yes", columns=60)
            desk.until(PROMPT)
            desk.answer(answer)
            verdicts.append(desk.end())
            self.fits(desk)
        self.assertEqual(verdicts, [2, 2, 0])  # a skip makes no wrong answer go away
        self.assertIn("A recheck: nothing was measured anew", " ".join(desk.said.split()))

    def test_an_earlier_report_fits_the_terminal_and_speaks_the_language(self):
        self.run_it("check", "--only", "system", "--yes")
        for words in (("report", "show", "latest"), ("report", "at", "2100-01-01")):
            for columns in (60, 80):
                desk = self.terminal(*words, columns=columns)
                self.assertEqual(desk.end(), 0)
                self.fits(desk)
                self.assertGreater(max(map(len, desk.said.split("\n"))), columns - 12)
            mirrored = self.run_it(*words, "--language", "qps-plocm").stdout
            self.assertNotIn("What to do", mirrored)
            self.assertIn("no language's code", self.run_it(*words, "--language", "english").stderr)
            self.assertIn("no translation into ur", self.run_it(*words, "--language", "ur").stderr)
            self.assertNotIn("translation", self.run_it(*words, "--language", "en-GB").stderr)

    def test_enter_means_ready_and_s_skips_and_says_what_that_costs(self):
        desk = self.terminal()
        desk.until(PROMPT)
        desk.answer("")
        desk.until(PROMPT)
        desk.answer("s")  # what to measure the line to
        self.assertIn("1. I am ready", desk.until(PROMPT))
        desk.answer("x")
        self.assertIn("press Enter", desk.until(PROMPT))
        desk.answer("?")
        self.assertIn("1. I am ready", desk.until(PROMPT), "a question mark asks, and answers nothing")
        desk.answer("s")
        self.assertIn("Skipped.", desk.until("measured as it is now"))
        desk.child.terminate()
        desk.end()

    def test_what_was_typed_before_a_question_answers_nothing(self):
        desk = self.terminal(typed="3\n1\n")
        desk.until(PROMPT)
        desk.answer("")  # a skip: the general list
        self.assertIn("general list for voice work", desk.until(PROMPT))
        desk.child.terminate()
        desk.end()

    def test_a_narrow_terminal_breaks_no_word(self):
        for columns in (60, 80):
            desk = self.terminal(columns=columns)
            desk.answer(self.number_of("Another employer: choose from the list", desk.until(PROMPT)))
            for _ in ("which employer", "what to measure the line to"):
                desk.until(PROMPT)
                desk.answer("s")
            desk.until(PROMPT)
            desk.answer("")
            self.assertIn(desk.end(), (2, 3))
            self.fits(desk)

    def test_a_terminal_without_colours_or_without_utf8_gets_none(self):
        for name, more, unwanted in (("colour", {"TERM": "dumb", "NO_COLOR": ""}, "\x1b["),
                                     ("utf-8", {"LC_ALL": "", "LC_CTYPE": "", "LANG": ""}, None)):
            with self.subTest(name):
                desk = self.terminal("check", "--only", "system", "--yes", **more)
                self.assertIn(desk.end(), (0, 1, 2, 3))
                self.assertIn("general voice list", " ".join(desk.said.split()))
                if unwanted:
                    self.assertNotIn(unwanted, desk.said)
                else:
                    self.assertTrue(desk.said.isascii(), [c for c in desk.said if not c.isascii()])

    def test_whoever_skips_gets_the_general_list_and_is_told(self):
        desk = self.terminal()
        desk.until(PROMPT)
        desk.answer("")
        self.assertIn("general list for voice work", desk.until(PROMPT))
        desk.child.terminate()
        desk.end()


if __name__ == "__main__":
    ending.main()

"""Signed reports from the person's key to the employer's answer, and every way in which one of them is wrong."""
import base64
import json
import os
import pathlib
import stat
import subprocess
import sys

sys.path.insert(0, str(pathlib.Path(__file__).parents[1]))
import ending  # noqa: E402
from harness import BIN, PATIENCE, Desk  # noqa: E402

TOOLS = pathlib.Path(os.environ["DESKREADY_SOURCE"]) / "tests/tools"
SYSTEM_PYTHON = "/usr/bin/python3"  # the one that Debian's python3-nacl is for
# No business of the second reader, which judges the form alone.
MADE_OF_THE_FACTS = {"bad_reference", "other_person", "inconsistent", "verdict_differs", "expired", "future", "other_spec"}


def spec(name, rule='memory.installed = ">= 1 GB"'):
    return f'[spec]\nlanguage = 1\nname = "{name}"\nemployer = "{name} Ltd"\n[require.system]\n{rule}\n'


class Signed(Desk):
    def setUp(self):
        super().setUp()
        for name in ("alpha", "omega"):
            (self.folder / f"{name}.toml").write_text(spec(name))
        self.keys = pathlib.Path(self.env["XDG_STATE_HOME"]) / "deskready/keys"

    def sign(self, name="1", employer="alpha", code=0):
        """A signed report to this employer, and what was said."""
        file = self.folder / f"{name}.json"
        done = self.run_it("check", "--only", "system", "--spec", self.folder / f"{employer}.toml", "--sign", "--output", file)
        self.assertEqual(done.returncode, code, done.stderr)
        return file, done.stderr

    def people(self):
        """A file with this computer's keys, as the person would tell them."""
        listed = self.run_it("key", "list")
        self.assertEqual(listed.returncode, 0, listed.stderr)
        file = self.folder / "people.keys"
        file.write_text("".join(line.strip() + "\n" for line in listed.stdout.splitlines() if "deskready-key" in line))
        return file

    def verify(self, *words, code=0):
        """What is said of each, by an employer who knows the specs."""
        if "--spec" not in words:
            words += ("--spec", self.folder / "alpha.toml", "--spec", self.folder / "omega.toml")
        done = self.run_it("verify", *words, "--format", "json")
        self.assertEqual(done.returncode, code, done.stdout + done.stderr)
        return json.loads(done.stdout)["reports"]

    def codes(self, *words, code=0):
        return [[one["code"] for one in row["refused"] + row["notes"]] for row in self.verify(*words, code=code)]

    def body(self, file):
        return json.loads(base64.b64decode(json.loads(file.read_text())["payload"]))


class Honest(Signed):
    def test_a_signed_report_holds_for_whoever_names_its_key(self):
        file, said = self.sign()
        people = self.people()
        row = self.verify(file, "--key", people, "--spec", self.folder / "alpha.toml")[0]
        self.assertEqual((row["standing"], row["sequence"], row["derived"], row["trust"]), ("holds", 1, "ready", "self"))
        self.assertIn(row["fingerprint"], said)
        self.assertIn(row["fingerprint"], self.run_it("key", "show", people).stdout)
        shown = self.run_it("verify", file, "--key", people).stdout
        self.assertIn("Proven: ", shown)
        self.assertIn("No signature proves that the figures are true", shown)

    def test_what_is_signed_is_a_valid_report_that_tells_less(self):
        file, _ = self.sign()
        text = base64.b64decode(json.loads(file.read_text())["payload"]).decode()
        report = self.valid(text)
        times = [report["started"], report["finished"], report["valid_until"], *(f["at"] for f in report["facts"].values())]
        self.assertEqual({time[-4:] for time in times}, {":00Z"})
        self.assertNotIn("alpha.toml", text)

    def test_what_an_employer_sees_can_be_seen_before(self):
        file, _ = self.sign()
        shown = self.run_it("report", "show", "latest", "--what-they-see")
        self.assertEqual(shown.returncode, 0, shown.stderr)
        told, stays = shown.stdout.split("What stays on this computer then")

        def look_for(value, place):
            if isinstance(value, (dict, list)):
                for key, part in value.items() if isinstance(value, dict) else enumerate(value):
                    look_for(part, [*place, str(key)])
            elif value != "":
                self.assertIn(f"  {'.'.join(place)} ", told)
        look_for({name: part for name, part in self.body(file).items() if name not in ("previous", "challenge")}, [])
        self.assertIn("alpha.toml", stays)
        self.assertNotIn("alpha.toml", told)

    def test_reports_follow_upon_each_other(self):
        files = [self.sign(str(n))[0] for n in (1, 2, 3)]
        people = self.people()
        self.assertEqual(self.codes(*files, "--key", people), [[], [], []])
        self.assertEqual(self.codes(files[0], files[2], "--key", people), [[], ["gap"]])
        self.assertEqual(self.codes(files[0], files[0], "--key", people), [[], ["doubled"]])

    def test_a_restored_backup_is_said_and_accuses_nobody(self):
        first, _ = self.sign("1")
        chain = next(self.keys.glob("*.chain.json"))
        backup = chain.read_text()
        second, _ = self.sign("2")
        chain.write_text(backup)
        again, _ = self.sign("again")
        self.assertEqual(self.codes(first, second, again, "--key", self.people()), [[], ["forked"], ["forked"]])

    def test_two_employers_cannot_tell_that_they_see_one_computer(self):
        alpha, omega = (self.body(self.sign(name, name)[0]) for name in ("alpha", "omega"))
        for field in ("device", "machine", "id"):
            self.assertNotEqual(alpha[field], omega[field] or "none", field)
        self.assertEqual((alpha["sequence"], omega["sequence"]), (1, 1), "how many the other got is not told")
        self.assertEqual(len(list(self.keys.glob("*.chain.json"))), 2)

    def test_one_check_for_several_employers_is_several_documents(self):
        file = self.folder / "both.json"
        done = self.run_it("check", "--only", "system", "--spec", self.folder / "alpha.toml", "--spec",
                           self.folder / "omega.toml", "--sign", "--output", file)
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertEqual(self.codes(file, "--key", self.people()), [[], []])
        alpha, omega = file.read_text().splitlines()
        self.assertNotIn("omega", base64.b64decode(json.loads(alpha)["payload"]).decode())
        self.assertNotIn("alpha", base64.b64decode(json.loads(omega)["payload"]).decode())

    def test_first_checks_at_once_sign_with_one_key(self):
        def begin(name):
            return subprocess.Popen([BIN / "deskready", "check", "--only", "system", "--spec", self.folder / "alpha.toml", "--sign",
                                     "--output", self.folder / f"{name}.json"], env=self.env, stdin=subprocess.DEVNULL,
                                    stderr=subprocess.PIPE, text=True)

        checks = [begin(name) for name in "abc"]
        said = [check.communicate(timeout=PATIENCE)[1] for check in checks]
        self.assertEqual([check.returncode for check in checks], [0, 0, 0], said)
        bodies = [self.body(self.folder / f"{name}.json") for name in "abc"]
        self.assertEqual(len({body["device"] for body in bodies}), 1)
        self.assertEqual({body["sequence"] for body in bodies}, {1, 2, 3})

    def test_the_list_of_keys_is_a_file_of_keys(self):
        file, _ = self.sign()
        people = self.folder / "as-it-is.keys"
        people.write_text(self.run_it("key", "list").stdout)
        self.assertEqual(self.codes(file, "--key", people), [[]])

    def test_a_public_key_is_for_everybody(self):
        secret = self.folder / "acme.secret"
        self.assertEqual(self.run_it("key", "new", secret).returncode, 0)
        self.assertEqual(stat.S_IMODE((self.folder / "acme.secret.pub").stat().st_mode), 0o644)
        self.assertEqual(stat.S_IMODE(secret.stat().st_mode), 0o600)

    def test_no_command_takes_what_is_no_reference(self):
        spec = self.folder / "alpha.toml"
        (self.folder / "facts.json").write_text('{"schema": "deskready.facts/1", "facts": {}, "unmeasured": {}}')
        self.assertEqual(self.run_it("key", "new", self.folder / "a.secret").returncode, 0)
        for words in (["check", "--only", "system", "--spec", spec], ["assess", "--spec", spec, "--facts", self.folder / "facts.json"],
                      ["challenge", "new", "--spec", spec, "--key", self.folder / "a.secret"]):
            for wrong in ("A 1042", "\u0410-1042", "a" * 65, "A-1042\u200b"):
                done = self.run_it(*words, "--reference", wrong)
                self.assertEqual((done.returncode, done.stdout), (3, ""), words)
                self.assertIn("A reference has at most 64 letters", done.stderr)
            self.assertNotIn("A reference has", self.run_it(*words, "--reference", "A-1042").stderr)

    def test_a_home_that_cannot_be_written_is_said_with_why_and_what_to_do(self):
        self.env.pop("XDG_STATE_HOME")
        read_only = ("unshare", "-rm", "sh", "-c", f'mount -t tmpfs -o ro none "{self.env["HOME"]}" && exec "$0" "$@"')
        spec = self.folder / "alpha.toml"
        for words in (["check", "--only", "system", "--spec", spec, "--sign", "--output", self.folder / "r.json"],
                      ["check", "--only", "system", "--spec", spec, "--output", self.folder / "r.json"], ["history"]):
            done = self.run_it(*words, before=read_only)
            if "unshare" in done.stderr or "mount:" in done.stderr:
                self.skipTest(done.stderr)
            self.assertRegex(done.stderr, "/.local/state/deskready.* cannot be made: Read-only file system; .*XDG_STATE_HOME")

    def test_keys_can_be_forgotten(self):
        first, _ = self.sign("1")
        self.assertEqual(self.run_it("key", "forget").returncode, 3)
        self.assertTrue(self.keys.exists())
        self.assertEqual(self.run_it("key", "forget", "--yes").returncode, 0)
        self.assertFalse(self.keys.exists())
        second, _ = self.sign("2")
        self.assertNotEqual(self.body(first)["device"], self.body(second)["device"])


    def test_the_desk_shows_signed_ones_and_flags_the_others(self):
        inbox = self.folder / "inbox"
        inbox.mkdir()
        self.sign()[0].rename(inbox / "signed.json")
        _, report = self.report("--only", "system", "--spec", self.folder / "alpha.toml")
        (inbox / "unsigned.json").write_text(json.dumps(report))
        people = self.people()
        self.assertEqual(self.run_it("key", "forget", "--yes").returncode, 0)
        self.sign()[0].rename(inbox / "stranger.json")
        done = self.run_it("reports", inbox, "--spec", self.folder / "alpha.toml", "--key", people, "--format", "json")
        self.assertEqual(done.returncode, 0, done.stderr)
        rows = {row["file"]: row for row in json.loads(done.stdout)["reports"]}
        self.assertEqual({name: row["flags"] for name, row in rows.items()},
                         {"signed.json": [], "stranger.json": ["unreadable"], "unsigned.json": ["not_signed"]})
        self.assertIn(rows["signed.json"]["signer"], self.run_it("key", "show", people).stdout)
        self.assertIn("unknown_signer", rows["stranger.json"]["detail"])


    def test_the_desk_answers_questions(self):
        inbox = self.folder / "inbox"
        inbox.mkdir()
        self.report("--only", "system", "--spec", self.folder / "alpha.toml", "--reference", "A-1")
        (self.folder / "r.json").rename(inbox / "1.json")
        people = self.folder / "people.csv"
        people.write_text("name;reference\nAlice;A-1\nBo;A-2\n")

        def rows(*words, code=0):
            done = self.run_it("reports", inbox, "--spec", self.folder / "alpha.toml", "--format", "json", *words)
            self.assertEqual(done.returncode, code, done.stderr)
            return json.loads(done.stdout)["reports"] if code == 0 else done.stderr

        self.assertEqual([(row["reference"], row["verdict"]) for row in rows("--missing", people)], [("A-2", "missing")])
        for words, found in ((("--ready-on", "1 d"), 1), (("--ready-on", "900 d"), 0), (("--failed", "memory.installed"), 0),
                             (("--newest",), 1), (("--changed",), 0), (("--since", "1 d"), 1), (("--since", "2040-01-01"), 0),
                             (("--expiring", "900 d"), 1), (("--expiring", "1 d"), 0)):
            self.assertEqual(len(rows(*words)), found, words)
        self.assertEqual(rows("--what-if", "system.memory.installed >= 900 TB")[0]["what_if"], "not_ready")
        said = self.run_it("reports", inbox, "--spec", self.folder / "alpha.toml", "--what-if", "system.memory.installed >= 900 TB")
        self.assertIn("With system.memory.installed >= 900 TB: 0 of 1 ready, now 1.", said.stdout)
        self.assertIn("nor an age", rows("--since", "yesterday", code=3))
        self.assertIn("is no rule", rows("--what-if", "faster", code=3))
        people.write_text("A 1\n")
        self.assertIn("line 1 has no reference", rows("--missing", people, code=3))


class Wrong(Signed):
    def test_nobody_named_vouches(self):
        file, _ = self.sign()
        row = self.verify(file, code=3)[0]
        self.assertEqual((row["standing"], row["refused"][0]["code"]), ("unknown", "unknown_signer"))
        self.assertIn("deskready-key ed25519 ", row["refused"][0]["message"])
        self.assertNotIn("derived", row)

    def test_an_edited_report_is_refused_with_its_code(self):
        file, _ = self.sign()
        people = self.people()
        envelope = json.loads(file.read_text())
        body = self.body(file)
        body["reference"] = "A-2000"
        envelope["payload"] = base64.b64encode(json.dumps(body).encode()).decode()
        file.write_text(json.dumps(envelope))
        self.assertEqual(self.codes(file, "--key", people, code=2), [["bad_signature"]])

    def test_the_spec_and_the_time_that_were_asked_for(self):
        file, _ = self.sign()
        people = self.people()
        self.assertEqual(self.codes(file, "--key", people, "--spec", self.folder / "omega.toml", code=2), [["other_spec"]])
        alpha = ("--spec", self.folder / "alpha.toml")
        self.assertEqual(self.codes(file, "--key", people, *alpha, "--at", "2040-01-01T00:00:00Z", code=2), [["expired"]])
        self.assertEqual(self.codes(file, "--key", people, *alpha, "--at", "2020-01-01T00:00:00Z", code=2), [["future"]])
        self.assertEqual(self.run_it("verify", file, "--at", "tomorrow").returncode, 3)

    def test_an_unsigned_report_is_told_apart(self):
        _, report = self.report("--only", "system", "--spec", self.folder / "alpha.toml")
        file = self.folder / "unsigned.json"
        file.write_text(json.dumps(report))
        self.assertEqual(self.codes(file, code=2), [["no_envelope"]])
        self.assertEqual(self.codes(self.folder / "none.json", code=3), [["file_unreadable"]])

    def test_a_key_that_others_can_read_signs_nothing_and_nothing_is_measured(self):
        self.sign()
        secret = self.keys / "this-computer.secret"
        self.assertEqual(stat.S_IMODE(secret.stat().st_mode), 0o600)
        self.assertEqual(stat.S_IMODE(self.keys.stat().st_mode), 0o700)
        secret.chmod(0o644)
        file, said = self.sign("2", code=3)
        self.assertIn("chmod 600", said)
        self.assertFalse(file.exists())

    def test_a_home_in_which_nothing_can_be_kept(self):
        self.keys.parent.mkdir(parents=True)
        self.keys.write_text("a file where the folder would be")
        file, said = self.sign(code=3)
        self.assertIn("cannot be kept", said)
        self.assertFalse(file.exists())

    def test_a_broken_count_is_said_and_the_report_is_not_lost(self):
        self.sign()
        chain = next(self.keys.glob("*.chain.json"))
        chain.write_text("{")
        file, said = self.sign("2", code=3)
        self.assertIn(chain.name, said)
        self.assertEqual(json.loads(file.read_text())["schema"], "deskready.report/1", "unsigned")

    def test_a_signature_is_for_programs(self):
        done = self.run_it("check", "--only", "system", "--sign", "--output", self.folder / "r.html")
        self.assertEqual(done.returncode, 3)
        self.assertIn("--format json", done.stderr)

    def test_keys_that_are_none(self):
        file, _ = self.sign()
        for line, why in (("deskready-key ed25519 AQAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=", "weak"),
                          ("deskready-key rsa AAAA", "only ed25519"), ("ssh-ed25519 AAAA", "no key"), ("", "no key"),
                          ((self.keys / "this-computer.secret").read_text(), "secret key")):
            with self.subTest(line.split(" ")[0], why=why):
                keys = self.folder / "bad.keys"
                keys.write_text(line)
                done = self.run_it("verify", file, "--key", keys)
                self.assertEqual(done.returncode, 3)
                self.assertIn(why, done.stderr)


class Asking(Signed):
    """An employer's key, and challenges by it."""

    def setUp(self):
        super().setUp()
        self.secret = self.folder / "acme.secret"
        made = self.run_it("key", "new", self.secret, "--comment", "Acme")
        self.assertEqual(made.returncode, 0, made.stderr)
        self.fingerprint = made.stdout.split()[0]

    def challenge(self, *more, reference="A-1042", code=0):
        file = self.folder / "asked.challenge"
        done = self.run_it("challenge", "new", "--spec", self.folder / "alpha.toml", "--reference", reference, "--key", self.secret,
                           "--output", file, *more)
        self.assertEqual(done.returncode, code, done.stderr)
        return file if code == 0 else done.stderr

    def answer(self, challenge, *more, employer="alpha", code=0):
        file = self.folder / "answer.json"
        done = self.run_it("check", "--only", "system", "--spec", self.folder / f"{employer}.toml", "--challenge", challenge,
                           "--output", file, *more)
        self.assertEqual(done.returncode, code, done.stderr)
        return (file if code == 0 else None), done.stderr

    def people(self):
        file = super().people()
        file.write_text(file.read_text() + self.secret.with_suffix(".secret.pub").read_text())
        return file


class Challenged(Asking):
    def test_an_answer_is_fresh_and_for_one_person(self):
        challenge = self.challenge()
        file, said = self.answer(challenge)
        self.assertIn(self.fingerprint, said.replace("\n", ""))
        self.assertEqual(self.body(file)["reference"], "A-1042")
        self.valid(base64.b64decode(json.loads(file.read_text())["payload"]).decode())
        row = self.verify(file, "--key", self.people(), "--challenge", challenge)[0]
        self.assertEqual((row["standing"], row["trust"], row["notes"]), ("holds", "challenged", []))

    def test_an_answer_to_another_challenge_is_refused(self):
        file, _ = self.answer(self.challenge())
        self.assertEqual(self.codes(file, "--key", self.people(), "--challenge", self.challenge(), code=2), [["other_challenge"]])
        self.assertEqual(self.codes(self.sign()[0], "--key", self.people(), "--challenge", self.challenge(), code=2),
                         [["other_challenge"]])

    def test_best_of_two_is_said(self):
        challenge = self.challenge()
        first = self.folder / "first.json"
        self.answer(challenge)[0].rename(first)
        second, _ = self.answer(challenge)
        self.assertEqual(self.codes(first, second, "--key", self.people(), "--challenge", challenge),
                         [["answered_twice"], ["answered_twice"]])

    def test_a_challenge_of_somebody_else_shows_nothing(self):
        challenge = self.challenge()
        file, _ = self.answer(challenge)
        people = Signed.people(self)
        done = self.run_it("verify", file, "--key", people, "--challenge", challenge)
        self.assertEqual(done.returncode, 3)
        self.assertIn("nobody you named", done.stderr)

    def test_what_was_not_asked_is_not_measured(self):
        challenge = self.challenge()
        self.assertIn("it is for the spec alpha", self.answer(challenge, employer="omega", code=3)[1])
        self.assertIn("another reference", self.answer(challenge, "--reference", "A-1", code=3)[1])
        self.assertIn("another role", self.answer(challenge, "--role", "video", code=3)[1])
        self.assertFalse((self.folder / "answer.json").exists())

    def test_a_changed_challenge_is_refused(self):
        challenge = self.challenge()
        envelope = json.loads(challenge.read_text())
        body = json.loads(base64.b64decode(envelope["payload"]))
        body["reference"] = "A-2000"
        envelope["payload"] = base64.b64encode(json.dumps(body).encode()).decode()
        challenge.write_text(json.dumps(envelope))
        self.assertIn("it was changed", self.answer(challenge, code=3)[1])

    def test_references_that_look_alike_are_refused(self):
        for reference in ("\u0410-1042", "A-1042\u200b", "A 1042", "a" * 65, ""):
            self.assertIn("at most 64 letters", self.challenge(reference=reference, code=3))

    def test_a_signed_reference_is_of_letters_that_cannot_be_mistaken(self):
        done = self.run_it("check", "--only", "system", "--spec", self.folder / "alpha.toml", "--sign", "--reference", "\u0410-1",
                           "--output", self.folder / "r.json")
        self.assertEqual(done.returncode, 3)
        self.assertIn("at most 64 letters", done.stderr.replace("\n", " "))
        self.assertFalse((self.folder / "r.json").exists())

    def test_an_employers_key_is_kept_and_never_written_over(self):
        before = self.secret.read_bytes()
        self.assertEqual(stat.S_IMODE(self.secret.stat().st_mode), 0o600)
        self.assertEqual(self.run_it("key", "new", self.secret).returncode, 3)
        self.assertEqual(self.secret.read_bytes(), before)
        self.secret.chmod(0o640)
        self.assertIn("chmod 600", self.challenge(code=3))


class SecondReader(Signed):
    COUNT = 1000

    def test_both_readers_agree_on_a_thousand_broken_reports(self):
        if subprocess.run([SYSTEM_PYTHON, "-c", "import nacl"], capture_output=True, check=False).returncode != 0:
            self.skipTest("python3-nacl is not installed")
        good, _ = self.sign()
        inbox = self.folder / "inbox"
        inbox.mkdir()
        subprocess.run([SYSTEM_PYTHON, TOOLS / "mutated_reports.py", good, inbox, str(self.COUNT)], check=True, timeout=PATIENCE)
        keys = self.folder / "all.keys"
        keys.write_text(self.people().read_text() + (inbox / "stranger.keys").read_text())
        files = [good, *(inbox / f"{number}.json" for number in range(self.COUNT))]
        read = subprocess.run([SYSTEM_PYTHON, TOOLS / "verify_report.py", keys, *files], capture_output=True, text=True,
                              timeout=PATIENCE, check=True)
        theirs = dict(line.rsplit(" ", 1) for line in read.stdout.splitlines())
        ours = {row["file"]: row for row in self.verify(*files, "--key", keys, code=2)}
        seen = set()
        for file in map(str, files):
            codes = [one["code"] for one in ours[file]["refused"]]
            of_form = [code for code in codes if code not in MADE_OF_THE_FACTS]
            begins = pathlib.Path(file).read_text(errors="replace")[:300]
            self.assertEqual(of_form[0] if of_form else "holds", theirs[file], f"{file}: {begins}")
            seen.add(theirs[file])
        self.assertGreaterEqual(seen, {"holds", "no_json", "no_envelope", "payload_base64", "signature_base64", "signature_length",
                                       "no_signature", "too_many_signatures", "bad_signature", "unknown_signer", "other_type",
                                       "no_report", "other_device"})


if __name__ == "__main__":
    ending.main()

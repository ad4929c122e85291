"""Specs that an employer signed: who is asked, what is refused, and whose computer it is to whom."""
import base64
import contextlib
import datetime
import http.server
import json
import os
import pathlib
import re
import subprocess
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
import ending  # noqa: E402
import far_ends  # noqa: E402
import trust_test  # noqa: E402
from harness import BIN, PATIENCE  # noqa: E402
from terminal import Terminal  # noqa: E402
from trust_test import SYSTEM_PYTHON, TOOLS  # noqa: E402


def moment(**ahead):
    return (datetime.datetime.now(datetime.timezone.utc) + datetime.timedelta(**ahead)).strftime("%Y-%m-%dT%H:%M:%SZ")


class SignedSpec(trust_test.Signed):
    def setUp(self):
        super().setUp()
        self.fingerprints = {}
        for name in ("acme", "bolt", "spare"):
            made = self.run_it("key", "new", self.secret(name), "--comment", name)
            self.assertEqual(made.returncode, 0, made.stderr)
            self.fingerprints[name] = made.stdout.split()[0]

    def secret(self, name):
        return self.folder / f"{name}.secret"

    def public(self, name):
        return self.folder / f"{name}.secret.pub"

    def signed(self, employer="alpha", key="acme", *more):
        """FILE.dsse, by deskready itself."""
        done = self.run_it("spec", "sign", self.folder / f"{employer}.toml", "--key", self.secret(key), *more)
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertIn(self.fingerprints[key], done.stderr)
        return self.folder / f"{employer}.toml.dsse"

    def signed_at(self, issued, key="acme", before=None, employer="alpha"):
        """The same by another program, which knows no bounds."""
        if subprocess.run([SYSTEM_PYTHON, "-c", "import nacl"], capture_output=True, check=False).returncode != 0:
            self.skipTest("python3-nacl is not installed")
        words = [self.secret(key), issued, *([self.secret(before)] if before else [])]
        with open(self.folder / f"{employer}.toml", "rb") as text:
            done = subprocess.run([SYSTEM_PYTHON, TOOLS / "sign_spec.py", *words], stdin=text, capture_output=True, check=True)
        file = self.folder / f"{employer}.toml.dsse"
        file.write_bytes(done.stdout)
        return file

    def accept(self, spec, key="acme", code=0):
        done = self.run_it("spec", "accept", spec, "--key", self.fingerprints[key])
        self.assertEqual(done.returncode, code, done.stderr)
        return done

    def check(self, spec, *more, code=0):
        """What is said, and the report, where there is one."""
        file = self.folder / "checked.json"
        file.unlink(missing_ok=True)
        done = self.run_it("check", "--only", "system", "--spec", spec, "--output", file, *more)
        self.assertEqual(done.returncode, code, done.stderr)
        return done.stderr.replace("\n", " "), (json.loads(file.read_text()) if file.exists() else None)

    def computer(self, spec):
        """As the employer sees it."""
        self.check(spec, "--sign")
        body = self.body(self.folder / "checked.json")
        return body["device"], body["machine"]

    def employers(self):
        file = pathlib.Path(self.env["XDG_STATE_HOME"]) / "deskready/employers/known.json"
        return json.loads(file.read_text())["employers"] if file.exists() else []


class Taken(SignedSpec):
    def test_every_place_that_takes_a_spec_takes_a_signed_one(self):
        spec = self.signed()
        plain = self.folder / "alpha.toml"
        self.assertEqual(self.run_it("spec", "show", spec).stdout, self.run_it("spec", "show", plain).stdout)
        self.assertEqual(self.run_it("spec", "lint", spec).stdout.split(": ", 1)[1],
                         self.run_it("spec", "lint", plain).stdout.split(": ", 1)[1])
        self.accept(spec)
        _, report = self.check(spec)
        self.valid(json.dumps(report))
        self.assertEqual(report["spec"]["files"][0]["name"], "alpha.toml")
        facts = self.folder / "facts.json"
        self.assertEqual(self.run_it("facts", "--only", "system", "--for", spec, "--output", facts, "--format", "json").returncode, 0)
        self.assertEqual(self.run_it("assess", "--spec", spec, "--facts", facts).returncode, 0)
        challenge = self.folder / "asked"
        self.assertEqual(self.run_it("challenge", "new", "--spec", spec, "--reference", "A-1", "--key", self.secret("bolt"), "--output",
                                     challenge).returncode, 0)
        self.check(spec, "--challenge", challenge)
        signed = self.folder / "checked.json"
        for known in (spec, plain):  # the same to the byte behind the head
            self.assertEqual(self.codes(signed, "--key", self.people(), "--spec", known), [["challenge_unknown"]])
        inbox = self.folder / "inbox"
        inbox.mkdir()
        signed.rename(inbox / "r.json")
        done = self.run_it("reports", inbox, "--spec", spec, "--key", self.people(), "--format", "json")
        self.assertEqual(json.loads(done.stdout)["reports"][0]["flags"], [], done.stdout)

    def test_standard_input(self):
        self.accept(self.signed())
        for name, code in (("alpha.toml", 0), ("alpha.toml.dsse", 0)):
            with open(self.folder / name, "rb") as text:
                done = subprocess.run([BIN / "deskready", "check", "--only", "system", "--spec", "-"], stdin=text, env=self.env,
                                      capture_output=True, text=True, timeout=PATIENCE)
            self.assertEqual(done.returncode, code, done.stderr)

    def test_a_job_of_the_settings(self):
        spec = self.signed()
        config = pathlib.Path(self.env["XDG_CONFIG_HOME"]) / "deskready"
        config.mkdir(parents=True)
        (config / "config.toml").write_text(f'[[job]]\nspec = "{spec}"\n')
        done = self.run_it("check", "--only", "system")
        self.assertEqual(done.returncode, 3, done.stderr)
        self.accept(spec)
        self.assertEqual(self.run_it("check", "--only", "system").returncode, 0)

    def test_a_spec_that_needs_files_beside_it_is_not_signed(self):
        (self.folder / "more.toml").write_text('[spec]\nlanguage = 1\nname = "more"\nextends = "alpha.toml"\n')
        done = self.run_it("spec", "sign", self.folder / "more.toml", "--key", self.secret("acme"))
        self.assertEqual(done.returncode, 3)
        self.assertIn("spec show", done.stderr)
        self.assertFalse((self.folder / "more.toml.dsse").exists())


class Asked(SignedSpec):
    def test_nobody_there_is_never_asked_and_never_taken_for_a_yes(self):
        spec = self.signed()
        for words in (["check", "--only", "system", "--spec", spec], ["check", "--yes", "--unattended", "--spec", spec],
                      ["facts", "--only", "system", "--for", spec], ["spec", "accept", spec]):
            done = self.run_it(*words)
            self.assertEqual(done.returncode, 3, words)
            self.assertIn("deskready spec accept", done.stderr)
            self.assertIn(self.fingerprints["acme"], done.stderr)
        self.assertEqual(self.employers(), [])

    def test_a_person_is_shown_who_signed_and_what_it_asks(self):
        spec = self.signed()
        words = ("check", "--only", "system", "--yes", "--spec", spec)
        desk = Terminal(self.env, *words)
        said = " ".join(desk.until("[y/N]").split())
        for shown in ("alpha Ltd", self.fingerprints["acme"], "1 thing, about the computer"):
            self.assertIn(shown, said)
        desk.answer("")  # Enter alone is no yes
        self.assertEqual(desk.end(), 3)
        self.assertEqual(self.employers(), [])
        desk = Terminal(self.env, *words)
        desk.until("[y/N]")
        desk.answer("y")
        self.assertEqual(desk.end(), 0, desk.said)
        self.assertEqual([one["called"] for one in self.employers()], ["alpha Ltd"])
        desk = Terminal(self.env, *words)
        self.assertEqual(desk.end(), 0)
        self.assertNotIn("[y/N]", desk.said)

    def test_the_report_to_whoever_signed_is_signed_once_the_person_says_so(self):
        spec = self.signed()
        self.accept(spec)
        file = self.folder / "r.json"
        for said, member in (("y", "payload"), ("n", "findings")):
            desk = Terminal(self.env, "check", "--only", "system", "--yes", "--spec", spec, "--output", file)
            desk.until("[Y/n]")
            desk.answer(said)
            self.assertEqual(desk.end(), 0, desk.said)
            self.assertIn(member, json.loads(file.read_text()))
        desk = Terminal(self.env, "check", "--only", "system", "--yes", "--spec", self.folder / "alpha.toml", "--output", file)
        self.assertEqual(desk.end(), 0, desk.said)
        self.assertNotIn("[Y/n]", desk.said, "who signs nothing is asked nothing")

    def test_a_key_that_the_person_was_told_is_compared(self):
        spec = self.signed()
        self.assertIn("another than the one that you named", self.accept(spec, "bolt", code=3).stderr)
        self.assertEqual(self.employers(), [])
        self.assertIn("no accepted employer", self.run_it("key", "forget", "--employer", self.fingerprints["acme"]).stderr)
        self.accept(spec)
        self.assertIn(self.fingerprints["acme"] + "  alpha Ltd", self.run_it("key", "employers").stdout)
        self.assertEqual(self.run_it("key", "forget", "--employer", self.fingerprints["acme"]).returncode, 0)
        self.assertEqual(self.employers(), [])
        self.fingerprints["acme"] = self.fingerprints["acme"].lower().replace("-", " ")
        self.accept(spec)
        self.assertEqual(len(self.employers()), 1)


class Contradicted(SignedSpec):
    def test_another_key_at_the_same_place(self):
        self.accept(self.signed())
        self.signed(key="bolt")
        said, report = self.check(self.folder / "alpha.toml.dsse", code=3)
        self.assertIn("was signed by another key, " + self.fingerprints["acme"], said)
        self.assertIsNone(report)
        self.accept(self.folder / "alpha.toml.dsse", "bolt")
        self.check(self.folder / "alpha.toml.dsse")

    def test_a_name_is_only_a_label(self):
        self.accept(self.signed())
        other = self.folder / "elsewhere"
        other.mkdir()
        (self.folder / "alpha.toml.dsse").rename(self.folder / "kept.dsse")
        self.signed(key="bolt").rename(other / "alpha.toml.dsse")
        self.assertIn("Nobody has accepted the key", self.check(other / "alpha.toml.dsse", code=3)[0])
        self.accept(other / "alpha.toml.dsse", "bolt")
        computers = {self.computer(spec) for spec in (self.folder / "kept.dsse", other / "alpha.toml.dsse")}
        self.assertEqual(len(computers), 2, "both call themselves alpha Ltd")

    def test_the_signature_is_taken_off(self):
        spec = self.signed()
        self.accept(spec)
        spec.write_text((self.folder / "alpha.toml").read_text())
        self.assertIn("Nobody signed it", self.check(spec, code=3)[0])

    def test_it_was_changed(self):
        spec = self.signed()
        self.accept(spec)
        envelope = json.loads(spec.read_text())
        envelope["payload"] = base64.b64encode(base64.b64decode(envelope["payload"]).replace(b">= 1 GB", b">= 9 GB")).decode()
        spec.write_text(json.dumps(envelope))
        self.assertIn("did not sign what it says now", self.check(spec, code=3)[0])

    def test_an_older_one_and_one_of_tomorrow(self):
        self.accept(self.signed_at(moment(hours=-2)))
        self.check(self.signed_at(moment(hours=-1)))
        self.assertIn("It is older than the one that was used before", self.check(self.signed_at(moment(hours=-2)), code=3)[0])
        self.assertIn("more than a day ahead", self.check(self.signed_at(moment(hours=25)), code=3)[0])
        self.check(self.signed_at(moment(hours=23)))

    def test_what_was_accepted_cannot_be_read(self):
        spec = self.signed()
        self.accept(spec)
        (pathlib.Path(self.env["XDG_STATE_HOME"]) / "deskready/employers/known.json").write_text("{")
        self.assertIn("cannot be read from", self.check(spec, code=3)[0])


class NewKey(SignedSpec):
    def test_the_old_key_vouches_for_the_new_one(self):
        self.accept(self.signed())
        before = self.computer(self.folder / "alpha.toml.dsse")
        spec = self.signed("alpha", "bolt", "--before", self.secret("acme"))
        said, _ = self.check(spec)
        self.assertIn(self.fingerprints["bolt"], said)
        self.assertEqual(self.computer(spec), before, "it is the same employer")
        self.assertIn("an old key", self.check(self.signed_at(moment(minutes=1)), code=3)[0])

    def test_a_lost_key_has_a_successor(self):
        self.accept(self.signed("alpha", "acme", "--next", self.public("spare")))
        before = self.computer(self.folder / "alpha.toml.dsse")
        after = ("--after", self.public("acme"))
        self.assertIn("neither that key nor an earlier spec vouches", self.check(self.signed("alpha", "bolt", *after), code=3)[0])
        self.assertEqual(self.computer(self.signed("alpha", "spare", *after)), before)


class OfOneEmployer(SignedSpec):
    def test_two_places_and_two_lists_are_one_employer_s(self):
        spec = self.signed()
        copy = self.folder / "copy.dsse"
        copy.write_bytes(spec.read_bytes())
        other = self.signed("omega", "acme")
        self.accept(spec)
        computers = {self.computer(one) for one in (spec, copy, other)}
        self.assertEqual(len(computers), 1)
        unsigned = {self.computer(self.folder / f"{name}.toml") for name in ("alpha", "omega")}
        self.assertEqual(len(unsigned | computers), 3)


class TwoEmployers(SignedSpec):
    """One person in two worlds: in one alpha is the only employer, in the other there is one more, of the same name and with
    the same rules, that asks in between and along. Alpha gets the same."""

    OWN = {"id", "device", "previous"}  # another one for each report, or each world

    def setUp(self):
        super().setUp()
        rules = 'memory.installed = ">= 100 TB"\n[recommend.system]\nmemory.installed = ">= 1 GB"'
        (self.folder / "alpha.toml").write_text(trust_test.spec("alpha", rules))
        (self.folder / "other").mkdir()
        (self.folder / "other/alpha.toml").write_text(trust_test.spec("alpha", rules).replace(
            "language = 1", 'language = 1\nversion = "secret of bolt"') + '[require.network]\nlink.kind = "ethernet"\n')
        self.alpha, self.bolt = self.signed(), self.signed("other/alpha", "bolt")

    def told(self, body):
        """The document with what each has of its own made the same: random numbers, times, how long it took."""
        def same(value, name=""):
            if isinstance(value, dict):
                return {key: same(part, key) for key, part in value.items()}
            if isinstance(value, list):
                return [same(part, name) for part in value]
            if name in self.OWN or name == "seconds":
                return name
            return re.sub(r"\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d)?Z", "TIME", value) if isinstance(value, str) else value
        return json.dumps(same(body))

    def ask(self, *specs, signed=True):
        """What alpha gets of a check for these."""
        file = self.folder / "told.json"
        done = self.run_it("check", "--only", "system", *[word for spec in specs for word in ("--spec", spec)],
                           *(["--sign"] if signed else []), "--format", "json", "--output", file)
        self.assertEqual(done.returncode, 2, done.stderr)
        first = json.loads(file.read_text().splitlines()[0] if len(specs) > 1 or signed else file.read_text())
        return json.loads(base64.b64decode(first["payload"])) if signed else first

    def world(self, name, along, before=()):
        """What alpha is told in four checks."""
        self.env["XDG_STATE_HOME"] = str(self.folder / name)
        self.accept(self.alpha)
        self.accept(self.bolt, "bolt")
        for spec in before:
            self.ask(spec)
        told = [self.ask(self.alpha), self.ask(self.alpha, *along), self.ask(self.alpha), self.ask(self.alpha, signed=False)]
        for body in told:
            for never in ("bolt", "secret", "ethernet", self.fingerprints["bolt"]):
                self.assertNotIn(never, json.dumps(body))
        return [self.told(body) for body in told]

    def test_nothing_that_one_gets_tells_of_the_other(self):
        alone = self.world("alone", along=())
        together = self.world("together", along=(self.bolt,), before=(self.bolt, self.bolt))
        for number, (one, other) in enumerate(zip(alone, together)):
            self.assertEqual(one, other, f"report {number}")

    def test_what_is_signed_has_nothing_of_its_own_but_whole_minutes(self):
        body = self.ask_once()
        times = re.findall(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", json.dumps(body))
        self.assertEqual({time[-4:] for time in times}, {":00Z"})
        for never in ("failing_since", "last_met", "other_traffic", "zone", "machine_changed", "alpha.toml"):
            self.assertNotIn(never, json.dumps(body))

    def ask_once(self):
        self.accept(self.alpha)
        self.ask(self.alpha)
        return self.ask(self.alpha)


class ByLink(SignedSpec):
    def setUp(self):
        super().setUp()
        pair = self.folder / "site.pem", self.folder / "site.key"
        subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2",
                        "-out", pair[0], "-keyout", pair[1], "-subj", "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1"],
                       check=True, capture_output=True)
        self.env["SSL_CERT_FILE"] = str(pair[0])
        self.pair = pair

    @contextlib.contextmanager
    def site(self):
        folder = self.folder

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_GET(self):
                self.server.seen.append(self.path)
                if self.path == "/moved.dsse":
                    self.send_response(302)
                    self.send_header("Location", "/alpha.toml.dsse")
                    self.send_header("Content-Length", "0")
                    self.end_headers()
                    return
                body = (folder / self.path.strip("/")).read_bytes()
                self.send_response(200)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_):
                pass

        with far_ends.Server(Handler, pair=self.pair) as server:
            yield server

    def test_a_link_gives_a_signed_spec_which_is_kept(self):
        self.signed()
        with self.site() as site:
            link = site.url + "/alpha.toml.dsse"
            self.assertIn("deskready spec accept", self.check(link, code=3)[0])
            self.accept(link + "#key=" + self.fingerprints["acme"])
            _, report = self.check(link)
            self.assertEqual(report["spec"]["files"][0]["name"], "alpha.toml")
        said, again = self.check(link)  # nobody serves it any more
        self.assertIn("the list that came from there last is used", said)
        self.assertEqual(again["machine"], report["machine"])

    def test_what_a_link_must_not_give(self):
        self.signed()
        with self.site() as site:
            self.assertIn("another key than the link names",
                          self.check(f"{site.url}/alpha.toml.dsse#key={self.fingerprints['bolt']}", code=3)[0])
            self.assertIn("must be signed", self.check(site.url + "/alpha.toml", code=3)[0])
            self.assertIn("302", self.check(site.url + "/moved.dsse", code=3)[0])
            self.assertNotIn("/alpha.toml.dsse", site.seen[3:], "no redirect is followed")
            before = len(site.seen)
            self.assertIn("https:// only", self.check(site.url.replace("https", "http") + "/alpha.toml.dsse", code=3)[0])
            self.assertEqual(len(site.seen), before)
        self.assertIn("cannot be fetched", self.check(site.url + "/alpha.toml.dsse", code=3)[0])

    def test_another_key_behind_the_link(self):
        self.signed()
        with self.site() as site:
            link = site.url + "/alpha.toml.dsse"
            self.accept(link)
            self.signed(key="bolt")
            self.assertIn("was signed by another key", self.check(link, code=3)[0])


if __name__ == "__main__":
    ending.main()

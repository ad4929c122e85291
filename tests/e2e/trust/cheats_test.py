"""Every way to cheat an employer that we know: what was done, and what `deskready verify` shows of it, or that it shows nothing.

Whoever cheats owns the computer, and so has its key. docs/verify.md counts the rows."""
import base64
import datetime
import json
import os
import pathlib
import re
import subprocess
import sys

sys.path.insert(0, str(pathlib.Path(__file__).parents[1]))
import ending  # noqa: E402
import trust_test  # noqa: E402
from trust_test import SYSTEM_PYTHON, TOOLS  # noqa: E402

NOTHING = ()  # to be seen
SOURCE = pathlib.Path(os.environ["DESKREADY_SOURCE"])
ROWS = []


def cheat(done, *codes, trust="self", gains=None):
    """A row: the function does it and gives back the words for `verify`; `codes` are all that is said of the last file, which
    ends with this trust. Where nothing is said the cheat gains by it, unless it is simply not believed."""
    def registered(way):
        ROWS.append((done, way, codes, trust, not codes if gains is None else gains))
        return way
    return registered


def moved(body, **by):
    """All times of the report, so much later."""
    def later(found):
        time = datetime.datetime.strptime(found.group(), "%Y-%m-%dT%H:%M:%SZ") + datetime.timedelta(**by)
        return time.strftime("%Y-%m-%dT%H:%M:%SZ")
    return json.loads(re.sub(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", later, json.dumps(body)))


def good_memory(body, value=2e14):
    """A lie that fits together: the figure, and all that follows from it."""
    body["facts"]["system.memory.installed"]["value"] = value
    for finding in body["findings"]:
        finding.update(outcome="met", code="met", value=value)
    body["verdict"] = "ready"
    return body


class Cheats(trust_test.Asking):
    def setUp(self):
        if subprocess.run([SYSTEM_PYTHON, "-c", "import nacl"], capture_output=True, check=False).returncode != 0:
            self.skipTest("python3-nacl is not installed")
        super().setUp()
        (self.folder / "hard.toml").write_text(trust_test.spec("hard", 'memory.installed = ">= 100 TB"'))

    def file(self, text, name="cheat.json"):
        file = self.folder / name
        file.write_text(text if isinstance(text, str) else json.dumps(text))
        return file

    def failed(self):
        """An honest report that the computer is not good enough, its envelope and its body."""
        file, _ = self.sign("failed", "hard", code=2)
        return json.loads(file.read_text()), self.body(file)

    def edited(self, change):
        envelope, body = self.failed()
        envelope["payload"] = base64.b64encode(json.dumps(change(body)).encode()).decode()
        return [self.file(envelope), "--key", self.people()]

    def by_owner(self, body, employer="hard", name="cheat.json"):
        """The words for a body that the computer's own key signs."""
        seed = base64.b64decode((self.keys / "this-computer.secret").read_text().split()[2]).hex()
        identity = f"file {os.path.realpath(self.folder / (employer + '.toml'))}"
        done = subprocess.run([SYSTEM_PYTHON, TOOLS / "sign_as.py", seed, identity], input=json.dumps(body), text=True,
                              capture_output=True, check=True)
        return [self.file(done.stdout, name), "--key", self.people(), "--spec", self.folder / f"{employer}.toml"]

    def better(self, by_hand=False):
        """What assess makes of facts that are not this computer's."""
        facts = self.folder / "facts.json"
        root = () if by_hand else ("--root", SOURCE / "tests/machines/desktop-ryzen5-5600g-16gb")
        done = self.run_it("facts", "--only", "system", "--for", self.folder / "alpha.toml", "--format", "json", "--output", facts,
                           *root)
        self.assertEqual(done.returncode, 0, done.stderr)
        if by_hand:
            told = json.loads(facts.read_text())
            told["facts"]["system.memory.installed"]["value"] = 2e14
            facts.write_text(json.dumps(told))
        done = self.run_it("assess", "--spec", self.folder / "alpha.toml", "--facts", facts, "--format", "json")
        return self.file(done.stdout)

    def secret_pub(self):
        return self.secret.with_suffix(".secret.pub")

    def answered(self, change):
        """The words for an answer to a challenge that was changed before it was signed, and the challenge."""
        challenge = self.challenge()
        file, _ = self.answer(challenge)
        return [*self.by_owner(change(self.body(file)), "alpha"), "--challenge", challenge]

    def test_each_way(self):
        for done, way, codes, trust, _ in ROWS:
            with self.subTest(done):
                self.run_it("key", "forget", "--yes")
                words = way(self)
                if "--spec" not in words:
                    words += ["--spec", self.folder / "alpha.toml", "--spec", self.folder / "hard.toml"]
                row = json.loads(self.run_it("verify", *words, "--format", "json").stdout)["reports"][-1]
                said = [one["code"] for one in row["refused"] + row["notes"]]
                self.assertEqual(said, list(codes), row)
                self.assertEqual(row.get("trust", "self"), trust)

    def test_the_page_counts_them(self):
        gain = sum(gains for *_, gains in ROWS)
        self.assertGreaterEqual(len(ROWS), 30)
        sentence = (f"Of {len(ROWS)} ways to cheat that a test tries, {len(ROWS) - gain} are seen or gain nothing, and {gain} "
                    "cannot be seen.")
        self.assertIn(sentence, (SOURCE / "docs/verify.md").read_text().replace("\n", " "))


def edit(name, value):
    def change(body):
        body[name] = value
        return body
    return change


cheat("the verdict is edited in a signed report", "bad_signature")(lambda desk: desk.edited(edit("verdict", "ready")))
cheat("figure, finding and verdict are edited together", "bad_signature")(lambda desk: desk.edited(good_memory))
cheat("the reference is edited", "bad_signature")(lambda desk: desk.edited(edit("reference", "A-1")))
cheat("the times are moved", "bad_signature")(lambda desk: desk.edited(lambda body: moved(body, days=1)))
cheat("the end is cut off", "no_json")(lambda desk: [desk.file(json.dumps(desk.failed()[0])[:-40]), "--key", desk.people()])


@cheat("the signature is taken off", "no_signature")
def taken_off(desk):
    return [desk.file(dict(desk.failed()[0], signatures=[])), "--key", desk.people()]


@cheat("a hundred signatures are put beside it", "too_many_signatures")
def a_hundred(desk):
    envelope, _ = desk.failed()
    return [desk.file(dict(envelope, signatures=envelope["signatures"] * 100)), "--key", desk.people()]


@cheat("a second payload stands beside the first", "no_json")
def two_payloads(desk):
    text = json.dumps(desk.failed()[0])
    return [desk.file(text[:-1] + ', "payload": "e30="}'), "--key", desk.people()]


@cheat("it is sent as another kind of document", "other_type")
def other_kind(desk):
    envelope, _ = desk.failed()
    return [desk.file(dict(envelope, payloadType="application/vnd.deskready.spec.v1+toml")), "--key", desk.people()]


@cheat("another computer signs, which nobody named", "unknown_signer")
def another_computer(desk):
    desk.sign("first")
    people = desk.people()
    desk.run_it("key", "forget", "--yes")
    return [desk.sign("second")[0], "--key", people]


@cheat("a friend whom the employer knows signs it anew", "other_device")
def friend_signs(desk):
    _, body = desk.failed()
    own = desk.people().read_text()
    desk.run_it("key", "forget", "--yes")
    desk.failed()
    words = desk.by_owner(body)
    desk.people().write_text(own + desk.people().read_text())
    return words


@cheat("a friend's good computer, which the employer knows, checks under the person's reference", "other_person")
def friend_stands_in(desk):
    words = desk.by_owner(edit("reference", "A-1042")(desk.failed()[1]))
    people = desk.people()
    people.write_text(people.read_text().replace("\n", " reference=A-2000\n"))
    return words


cheat("facts of a better computer are judged by assess", "no_envelope")(lambda desk: [desk.better(), "--key", desk.secret_pub()])
cheat("facts are made by hand and judged by assess", "no_envelope")(
    lambda desk: [desk.better(by_hand=True), "--key", desk.secret_pub()])
cheat("the verdict is edited before it is signed", "verdict_differs")(
    lambda desk: desk.by_owner(edit("verdict", "ready")(desk.failed()[1])))


@cheat("outcomes and verdict are edited before it is signed", "verdict_differs", "inconsistent")
def outcomes(desk):
    _, body = desk.failed()
    for finding in body["findings"]:
        finding["outcome"] = "met"
    return desk.by_owner(edit("verdict", "ready")(body))


@cheat("a rule is left out before it is signed", "verdict_differs", "inconsistent")
def left_out(desk):
    _, body = desk.failed()
    return desk.by_owner(dict(body, findings=[], verdict="ready"))


@cheat("it is made to hold for longer", "inconsistent")
def longer(desk):
    _, body = desk.failed()
    return desk.by_owner(edit("valid_until", "2099-01-01T00:00:00Z")(body))


@cheat("it claims to be witnessed", *NOTHING, gains=False)
def witnessed(desk):
    _, body = desk.failed()
    for one in [*body["findings"], *body["facts"].values()]:
        one["trust"] = "witnessed"
    return desk.by_owner(body)


cheat("a lie that fits together is signed", *NOTHING)(lambda desk: desk.by_owner(good_memory(desk.failed()[1])))
cheat("a lie that fits together answers a challenge", *NOTHING, trust="challenged")(
    lambda desk: desk.answered(lambda body: good_memory(body, 6.4e10)))
cheat("the reference has a letter that looks like another", "bad_reference")(
    lambda desk: desk.by_owner(edit("reference", "\u0410-1042")(desk.failed()[1])))
cheat("it is dated two days ahead", "future")(lambda desk: desk.by_owner(moved(desk.failed()[1], days=2)))
cheat("it is dated 23 hours ahead", *NOTHING)(lambda desk: desk.by_owner(moved(desk.failed()[1], hours=23)))
cheat("an answer is dated 23 hours ahead", "stale")(lambda desk: desk.answered(lambda body: moved(body, hours=23)))
cheat("an answer is dated an hour back", "stale", "older_facts")(lambda desk: desk.answered(lambda body: moved(body, hours=-1)))


@cheat("figures of an earlier check stand in an answer", "older_facts")
def carried(desk):
    def change(body):
        for fact in body["facts"].values():
            fact["at"] = moved({"at": fact["at"]}, hours=-3)["at"]
        return body
    return desk.answered(change)


@cheat("yesterday's answer is sent again to a new challenge", "other_challenge")
def replayed(desk):
    file, _ = desk.answer(desk.challenge())
    return [file, "--key", desk.people(), "--challenge", desk.challenge()]


@cheat("the new challenge is written into an old report", "stale", "older_facts")
def old_made_new(desk):
    old, _ = desk.sign("old")
    body = moved(desk.body(old), hours=-5)
    challenge = desk.challenge()
    answer, _ = desk.answer(challenge)
    body.update(reference="A-1042", challenge=desk.body(answer)["challenge"])
    return [*desk.by_owner(body, "alpha"), "--challenge", challenge]


cheat("a report without an answer is sent for one", "other_challenge")(
    lambda desk: [desk.sign()[0], "--key", desk.people(), "--challenge", desk.challenge()])
cheat("the answer is sent for another person", "other_reference")(lambda desk: desk.answered(edit("reference", "A-2000")))
cheat("a role that drops rules is chosen", "other_role")(lambda desk: desk.answered(edit("role", "chat")))


@cheat("the challenge is answered twice and the better sent with the other", "answered_twice", trust="challenged")
def twice(desk):
    challenge = desk.challenge()
    first = desk.answer(challenge)[0].rename(desk.folder / "first.json")
    return [first, desk.answer(challenge)[0], "--key", desk.people(), "--challenge", challenge]


@cheat("the challenge is answered twice and only the better is sent", *NOTHING, trust="challenged")
def better_of_two(desk):
    challenge = desk.challenge()
    first, _ = desk.answer(challenge)
    return [first, "--key", desk.people(), "--challenge", challenge]


@cheat("a bad report in between is not sent", "gap")
def not_sent(desk):
    files = [desk.sign(str(number))[0] for number in (1, 2, 3)]
    return [files[0], files[2], "--key", desk.people()]


@cheat("the count is set back, and one number used twice", "forked")
def set_back(desk):
    first, _ = desk.sign("1")
    chain = next(desk.keys.glob("*.chain.json"))
    before = chain.read_text()
    second, _ = desk.sign("2")
    chain.write_text(before)
    return [first, second, desk.sign("3")[0], "--key", desk.people()]


@cheat("one report is sent as two", "doubled")
def as_two(desk):
    file, _ = desk.sign()
    return [file, file, "--key", desk.people()]


def loosened(desk, more, rule='memory.installed = ">= 1 GB"'):
    """A report by a spec of the employer's name and the person's making."""
    home = desk.folder / "home"
    home.mkdir(exist_ok=True)
    (home / "hard.toml").write_text(trust_test.spec("hard", rule) + more)
    file = desk.folder / "loose.json"
    done = desk.run_it("check", "--only", "system", "--spec", home / "hard.toml", "--reference", "A-1", "--sign", "--output", file)
    desk.assertEqual(done.returncode, 0, done.stderr)
    return [file, "--key", desk.people(), "--spec", desk.folder / "hard.toml"]


cheat("a loosened copy of the spec has its name", "other_spec")(lambda desk: loosened(desk, ""))
cheat("a waiver is written into the spec", "other_spec")(
    lambda desk: loosened(desk, '[[waive]]\nrule = "require.system.memory.installed"\nfor = "A-1"\nuntil = 2099-01-01\n'
                                'reason = "So I say"\n', 'memory.installed = ">= 100 TB"'))
cheat("an easier employer's report is sent", "other_spec")(
    lambda desk: [desk.sign("easy", "alpha")[0], "--key", desk.people(), "--spec", desk.folder / "hard.toml"])


def with_own_key(desk, text):
    """A report by a signed spec that the person accepted, whoever signed it."""
    secret = desk.folder / f"{len(list(desk.folder.glob('*.secret')))}.secret"
    desk.assertEqual(desk.run_it("key", "new", secret).returncode, 0)
    home = desk.folder / "signed"
    home.mkdir(exist_ok=True)
    (home / "hard.toml").write_text(text)
    for words in (["spec", "sign", home / "hard.toml", "--key", secret],
                  ["spec", "accept", home / "hard.toml.dsse", "--key", desk.run_it("key", "show", f"{secret}.pub").stdout.split()[0]]):
        done = desk.run_it(*words)
        desk.assertEqual(done.returncode, 0, done.stderr)
    file = desk.folder / "loose.json"
    done = desk.run_it("check", "--only", "system", "--spec", home / "hard.toml.dsse", "--sign", "--output", file)
    desk.assertEqual(done.returncode, 0, done.stderr)
    return [file, "--key", desk.people(), "--spec", desk.folder / "hard.toml"]


cheat("a loosened copy of the spec is signed by a key of the person's own", "other_spec")(
    lambda desk: with_own_key(desk, trust_test.spec("hard")))


if __name__ == "__main__":
    ending.main()

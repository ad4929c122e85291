"""Several specs in one run: each is measured to its own far end, and no document tells of another."""
import json
import os
import subprocess
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path[:0] = [os.path.join(HERE, ".."), os.path.join(HERE, "../../netlab")]
import emulated  # noqa: E402
import ending  # noqa: E402
import lateness  # noqa: E402
import log_truth  # noqa: E402
from harness import Desk  # noqa: E402

FAR, OTHER, NOBODY = ("http://10.78.0.2:8700", "http://10.78.0.2:8443", "http://10.78.0.2:8080")


class SeveralSpecs(Desk):
    """Over an emulated line of 40 Mbit/s down and 10 up, behind which two responders listen."""

    def spec(self, name, rules):
        file = self.folder / f"{name}.toml"
        file.write_text(f'[spec]\nlanguage = 1\nname = "{name}"\nemployer = "{name} Ltd"\n[require.network]\n{rules}')
        return file

    def settings(self, far_ends):
        """The owner names a far end for each job: the emulated ones have addresses that no spec may name."""
        folder = self.folder / "config/deskready"
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "config.toml").write_text("".join(
            f'[[job]]\nspec = "{spec}"\nfar_end = "{url}"\n' for spec, url in far_ends.items()))

    def over_the_line(self, *words):
        log = self.folder / "packets.csv"
        both = emulated.shell(f"{emulated.responder('10.78.0.2:8443')} & exec {emulated.responder()}")
        line = emulated.before(["--down", "40M", "--up", "10M", "--delay", "10"], both, log)

        def run():
            done = emulated.built(self.run_it(*words, "--only", "network", "--yes", "--format", "json", before=line))
            return done, log_truth.read(log)

        return lateness.in_time(run, most=lateness.FOR_VERDICTS)[0]

    def check(self, *specs):
        done = self.over_the_line("check", *[word for spec in specs for word in ("--spec", spec)])
        documents = [self.valid(line) for line in done.stdout.strip().split("\n")]
        self.assertEqual(len(documents), len(specs), done.stderr)
        return done, documents

    def assertNothingOf(self, document, *words):
        text = json.dumps(document)
        for word in words:
            self.assertNotIn(word, text)

    def test_each_is_measured_to_its_own_far_end(self):
        alpha = self.spec("alpha", 'download = ">= 5 Mbps"\nlatency = "<= 100 ms"\n')
        omega = self.spec("omega", 'download = ">= 20 Mbps"\nloss = "<= 1 %"\n')
        gamma = self.spec("gamma", 'latency = "<= 100 ms"\n')
        self.settings({alpha: FAR, omega: OTHER, gamma: NOBODY})
        done, (first, second, third) = self.check(alpha, omega, gamma)
        self.assertEqual([document["verdict"] for document in (first, second, third)],
                         ["ready", "ready", "incomplete"], done.stderr)
        self.assertEqual([document["conditions"]["far_end"] for document in (first, second, third)],
                         ["as_named", "as_named", "none"])
        # Each far end was offered what its own spec asks for.
        self.assertAlmostEqual(first["facts"]["network.download"]["value"] / 5.5e6, 1, delta=0.08)
        self.assertAlmostEqual(second["facts"]["network.download"]["value"] / 22e6, 1, delta=0.08)
        self.assertEqual(third["unmeasured"]["network.latency"]["cause"], "far_end_failed")
        self.assertEqual(" ".join(done.stderr.split()).count("sees this computer's internet address"), 3)
        self.assertNothingOf(first, "omega", "gamma", ":8443", "network.loss")
        self.assertNothingOf(second, "alpha", "gamma", ":8700", "network.latency")

    def test_who_shares_a_far_end_does_not_tell_what_the_other_asks(self):
        alpha = self.spec("alpha", 'download = ">= 5 Mbps"\nupload = ">= 1 Mbps"\n')
        omega = self.spec("omega", 'download = ">= 20 Mbps"\nupload = ">= 4 Mbps"\n')
        self.settings({alpha: FAR, omega: FAR})
        done, (first, second) = self.check(alpha, omega)
        self.assertEqual(done.returncode, 0, done.stderr)
        down, up = first["facts"]["network.download"], first["facts"]["network.upload"]
        self.assertEqual((down["value"], up["value"]), (5.5e6, 1.1e6))
        self.assertTrue(down["at_least"] and up["at_least"])
        self.assertGreater(second["facts"]["network.download"]["value"], 20e6)
        for fact in (down, up):
            self.assertNotIn("offered", fact["detail"])
            self.assertNotRegex(fact["method"], r"offered \d")
            shown = fact["cost"]["bytes"] * 8 / fact["cost"]["seconds"]
            self.assertLess(shown, 1.5 * fact["value"] + 0.4e6, "bytes by seconds would tell the rate")
        self.assertEqual(first["cost"]["bytes"], down["cost"]["bytes"] + up["cost"]["bytes"])
        self.assertLess(first["cost"]["bytes"], second["cost"]["bytes"] / 2)
        self.assertAlmostEqual(first["cost"]["seconds"], down["cost"]["seconds"] + up["cost"]["seconds"], places=6)
        self.assertEqual(first["started"], min(down["at"], up["at"]))
        self.assertEqual(first["finished"], max(down["at"], up["at"]))
        self.assertNothingOf(first, "omega", "22 M")

    def test_delay_under_load_is_measured_under_its_own_load(self):
        # The line carries alpha's load and not omega's, which would fill its queue.
        alpha = self.spec("alpha", 'download = ">= 5 Mbps"\nlatency_download = "<= 60 ms"\n')
        omega = self.spec("omega", 'download = ">= 60 Mbps"\n')
        self.settings({alpha: FAR, omega: FAR})
        done, (first, second) = self.check(alpha, omega)
        self.assertEqual(first["verdict"], "ready", done.stderr)
        self.assertLess(second["facts"]["network.download"]["value"], 42e6, "and so it was filled")
        self.assertLess(first["facts"]["network.latency_download"]["value"], 0.04)

    def test_facts_for_several_are_measured_and_judged_to_each_ones_far_end(self):
        alpha = self.spec("alpha", 'download = ">= 5 Mbps"\nlatency = "<= 100 ms"\n')
        omega = self.spec("omega", 'download = ">= 60 Mbps"\n')
        self.settings({alpha: FAR, omega: OTHER})
        facts = self.folder / "facts.json"
        facts.write_text(self.over_the_line("facts", "--for", alpha, "--for", omega).stdout)
        first, second = [json.loads(line) for line in facts.read_text().strip().split("\n")]
        self.assertEqual([document["conditions"]["far_end_url"] for document in (first, second)], [FAR, OTHER])
        done = self.run_it("assess", "--spec", alpha, "--spec", omega, "--facts", facts, "--format", "json")
        verdicts = [self.valid(line)["verdict"] for line in done.stdout.strip().split("\n")]
        self.assertEqual(verdicts, ["ready", "not_ready"], done.stderr)


def tearDownModule():
    lateness.tell()


if __name__ == "__main__":
    ending.main()

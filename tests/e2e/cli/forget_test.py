"""deskready forget --everything: lists, asks, removes all that was written, and nothing else."""
import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
import ending  # noqa: E402
from harness import Desk  # noqa: E402
from terminal import Terminal  # noqa: E402


class Forget(Desk):
    def setUp(self):
        super().setUp()
        self.env["TMPDIR"] = str(self.folder / "tmp")
        (self.folder / "tmp").mkdir()
        settings = self.folder / "config/deskready"
        settings.mkdir(parents=True)
        self.figures = self.folder / "figures.prom"
        self.figures.write_text("deskready_checking 0\n")
        (settings / "config.toml").write_text(f'[metrics]\ntextfile = "{self.figures}"\n')
        self.saved = self.folder / "report.html"
        self.report("--only", "system", "--yes")
        self.run_it("check", "--only", "system", "--yes", "--output", self.saved)
        (self.folder / "run/deskready-report-Ab12Cd.html").write_text("<html>")
        self.own = [self.folder / place for place in ("config/deskready", "state/deskready", "run/deskready", "figures.prom",
                                                      "run/deskready-report-Ab12Cd.html")]

    def test_what_only_looks_like_its_own_stays(self):
        kept = [self.folder / place for place in ("run/deskready-report-acme.html", "tmp/deskready-report-Ab12Cd.txt",
                                                  "config/deskready-report-Ab12Cd.html")]
        for file in kept:
            file.write_text("mine")
        (self.folder / "run/deskready-report-folder").mkdir()
        self.figures.write_text("another's 1\n")
        self.assertEqual(self.run_it("forget", "--everything", "--yes").returncode, 0)
        self.assertEqual([file for file in (*kept, self.figures, self.folder / "run/deskready-report-folder")
                          if not file.exists()], [])

    def there(self):
        return [str(place.relative_to(self.folder)) for place in self.own if place.exists() or place.is_symlink()]

    def test_without_a_word_nothing_is_removed(self):
        before = self.there()
        self.assertEqual(len(before), 5)
        done = self.run_it("forget", "--everything")
        self.assertEqual(done.returncode, 3)
        self.assertIn("--yes", done.stderr)
        self.assertEqual(self.run_it("forget").returncode, 3)
        self.assertEqual(self.there(), before)

    def test_sizes_are_in_the_unit_of_the_other_amounts_of_data(self):
        folder = self.folder / "config/deskready"
        others = sum(file.stat().st_size for file in folder.iterdir())
        (folder / "more").write_bytes(b" " * (4 * 2**20 - others))
        desk = Terminal(self.env, "forget", "--everything")
        self.addCleanup(desk.child.kill)
        listed = desk.until("[y/N]")
        self.assertIn("4.19 MB", listed)
        self.assertNotIn("iB", listed)

    def test_it_asks_and_enter_is_no(self):
        for answer, code, left in (("", 3, 5), ("n", 3, 5), ("y", 0, 0)):
            with self.subTest(answer):
                desk = Terminal(self.env, "forget", "--everything")
                self.addCleanup(desk.child.kill)
                listed = desk.until("[y/N]")
                for place in self.own:
                    self.assertIn(str(place), listed.replace("\n", ""))
                desk.answer(answer)
                self.assertEqual(desk.end(), code, desk.said)
                self.assertEqual(len(self.there()), left)
        self.assertTrue(self.saved.exists(), "what the person saved is the person's")

    def test_what_was_typed_before_it_asked_is_no_answer(self):
        desk = Terminal(self.env, "forget", "--everything", typed="y\ny\n")
        self.addCleanup(desk.child.kill)
        desk.until("[y/N]")
        desk.answer("")
        self.assertEqual(desk.end(), 3, desk.said)
        self.assertEqual(len(self.there()), 5)

    def test_what_is_removed_is_said(self):
        done = self.run_it("forget", "--everything", "--yes")
        self.assertEqual(done.returncode, 0, done.stderr)
        for place in self.own:
            self.assertIn(str(place), done.stdout)
        self.assertEqual(self.there(), [])
        again = self.run_it("forget", "--everything", "--yes")
        self.assertEqual(again.returncode, 0)
        self.assertNotIn(str(self.folder), again.stdout)

    def test_what_a_link_leads_to_stays_and_is_named(self):
        elsewhere = self.folder / "elsewhere"
        (self.folder / "state/deskready").rename(elsewhere)
        (self.folder / "state/deskready").symlink_to(elsewhere)
        done = self.run_it("forget", "--everything", "--yes")
        self.assertEqual(done.returncode, 3)
        self.assertIn(str(elsewhere), done.stderr)
        self.assertTrue((elsewhere / "history.db").exists())
        self.assertEqual(self.there(), [])


if __name__ == "__main__":
    ending.main()

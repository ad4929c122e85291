"""The golden files of junit, nagios, openmetrics and markdown, read by readers that are not ours: xmllint and junitparser,
promtool and Prometheus's own parser, cmark-gfm. Truth about what stands in them are the JSON files of the same scenes."""
import html.parser
import json
import pathlib
import re
import subprocess
import unittest

import junitparser
from prometheus_client.openmetrics.parser import text_string_to_metric_families

GOLDEN = pathlib.Path(__file__).resolve().parents[1] / "golden"
CODES = {"ready": 0, "ready_with_warnings": 1, "not_ready": 2, "incomplete": 3}


def files(ending):
    """Each golden file with the reports that it is about, and its exit code."""
    for file in sorted(GOLDEN.glob(f"*{ending}")):
        source = file.with_suffix(".json")
        if source.exists():
            text = source.read_text()
            reports = [json.loads(text)] if text.startswith("{\n") else [json.loads(line) for line in text.splitlines()]
            yield file, reports, int(file.suffixes[-2][1:])


class Junit(unittest.TestCase):
    def test_is_xml_with_a_suite_for_each_report_and_a_case_for_each_rule(self):
        seen = 0
        for file, reports, code in files(".xml"):
            subprocess.run(["xmllint", "--noout", file], check=True)
            suites = list(junitparser.JUnitXml.fromfile(str(file)))
            self.assertEqual(len(suites), len(reports), file)
            for suite, report in zip(suites, reports):
                cases = {case.name: case for case in suite}
                self.assertEqual(len(list(suite)), len(report["findings"]) + 1, file)
                results = [type(case.result[0]).__name__ if case.result else "Passed" for case in suite]
                self.assertEqual((suite.tests, suite.failures, suite.errors, suite.skipped),
                                 (len(results), results.count("Failure"), results.count("Error"), results.count("Skipped")))
                for finding in report["findings"]:
                    result = cases[finding["rule"]].result
                    wanted = {"met": None, "not_met": "Failure" if finding["level"] == "require" else "Skipped"}
                    self.assertEqual(type(result[0]).__name__ if result else None, wanted.get(finding["outcome"], "Skipped"),
                                     (file, finding["rule"]))
                    if finding["outcome"] == "not_measured":
                        self.assertEqual(result[0].type, finding["cause"])
                        self.assertTrue(result[0].message)
                whole = cases["verdict"].result
                self.assertEqual(type(whole[0]).__name__ if whole else None,
                                 {2: "Failure", 3: "Error"}.get(CODES[report["verdict"]]), file)
                seen += 1
        self.assertGreater(seen, 6)


class Nagios(unittest.TestCase):
    # Monitoring Plugins' guidelines: 'label'=value[UOM];[warn];[crit];[min];[max]; a range is [@][start:][end].
    NUMBER = r"-?[0-9]+(?:\.[0-9]+)?"
    RANGE = rf"@?(?:(?:~|{NUMBER})?:)?(?:{NUMBER})?"
    FIGURE = re.compile(rf"'((?:[^'=]|'')+)'=(U|{NUMBER}(?:s|%|B|c)?)((?:;(?:{RANGE})){{0,2}}(?:;{NUMBER}){{0,2}})")

    def alerts(self, text, value):
        """Whether a value alerts by a range, as the guidelines' table of examples has it."""
        inside = text.startswith("@")
        start, _, end = text.lstrip("@").rpartition(":")
        low = float("-inf") if start == "~" else float(start or 0)
        high = float(end) if end else float("inf")
        return (low <= value <= high) == inside

    def test_is_one_line_whose_figures_alert_as_the_report_judges(self):
        seen = 0
        for file, reports, code in files(".nagios"):
            text = file.read_text()
            self.assertEqual(text.count("\n"), 1, file)
            line, bar, data = text.rstrip("\n").partition(" | ")
            self.assertTrue(line.startswith(f"DESKREADY {('OK', 'WARNING', 'CRITICAL', 'UNKNOWN')[code]} - "), file)
            self.assertNotIn("|", line + data)
            figures = self.FIGURE.findall(data)
            self.assertEqual(" ".join(f"'{label}'={value}{limits}" for label, value, limits in figures), data, file)
            self.assertEqual(len({label for label, _, _ in figures}), len(figures), file)
            if len(reports) > 1 or file.name.startswith("hostile"):
                continue
            told = {label: (value, limits.split(";")) for label, value, limits in figures}
            for finding in reports[0]["findings"]:
                if finding["fact"] not in told:
                    continue
                value, limits = told[finding["fact"]]
                self.assertEqual(value == "U", finding["outcome"] == "not_measured", (file, finding["rule"]))
                if value != "U":
                    limit = limits[2 if finding["level"] == "require" else 1]
                    # Too close to call may stand on either side of the limit.
                    if finding["outcome"] in ("met", "not_met"):
                        self.assertEqual(self.alerts(limit, float(value.rstrip("s%Bc"))), finding["outcome"] == "not_met",
                                         (file, finding["rule"]))
                    seen += 1
        self.assertGreater(seen, 10)


class OpenMetrics(unittest.TestCase):
    def test_promtool_and_prometheus_read_it_and_its_values_are_the_reports(self):
        for file, reports, code in files(".prom"):
            done = subprocess.run(["promtool", "check", "metrics"], input=file.read_text(), capture_output=True, text=True)
            self.assertEqual(done.returncode, 0, (file, done.stdout, done.stderr))
            families = {one.name: one for one in text_string_to_metric_families(file.read_text())}
            verdicts = [int(sample.value) for sample in families["deskready_report_verdict"].samples]
            self.assertEqual(verdicts, [CODES[report["verdict"]] for report in reports])
            rules = [(s.labels["rule"], s.labels["outcome"], s.labels.get("cause")) for s in families["deskready_report_rule"].samples]
            self.assertEqual(rules, [(f["rule"], f["outcome"], f.get("cause")) for report in reports for f in report["findings"]])
            latency = [report["facts"]["network.latency"]["value"] for report in reports if "network.latency" in report["facts"]]
            shown = families["deskready_network_latency_seconds"].samples if latency else []
            self.assertEqual([sample.value for sample in shown], latency, file)
            download = [report["facts"]["network.download"]["value"] for report in reports if "network.download" in report["facts"]]
            shown = families["deskready_network_download_bytes_per_second"].samples if download else []
            self.assertEqual([sample.value * 8 for sample in shown], download, file)


class Page(html.parser.HTMLParser):
    def __init__(self):
        super().__init__()
        self.tags, self.cells, self.headings, self.open = [], [], [], []

    def handle_starttag(self, tag, attributes):
        self.tags.append(tag)
        self.open.append(tag)
        if tag == "tr":
            self.cells.append([])
        if tag in ("td", "th"):
            self.cells[-1].append("")

    def handle_endtag(self, tag):
        self.open.pop()

    def handle_data(self, data):
        if self.open and self.open[-1] in ("td", "th"):
            self.cells[-1][-1] += data
        if self.open and self.open[-1] in ("h1", "h2"):
            self.headings.append(data)


class Markdown(unittest.TestCase):
    ALLOWED = {"h1", "h2", "p", "ol", "ul", "li", "table", "thead", "tbody", "tr", "th", "td", "code"}

    def read(self, file):
        page = Page()
        done = subprocess.run(["cmark-gfm", "-e", "table", "-e", "autolink", "-e", "strikethrough", "-e", "tasklist", "--unsafe",
                               file], capture_output=True, text=True, check=True)
        page.feed(done.stdout)
        return page, done.stdout

    def test_nothing_from_outside_becomes_a_mark(self):
        for file in sorted(GOLDEN.glob("*.md")):
            page, text = self.read(file)
            self.assertLessEqual(set(page.tags), self.ALLOWED, file)

    def test_each_rule_is_a_row_of_the_table(self):
        for file, reports, code in files(".md"):
            page, text = self.read(file)
            rows = [cells for cells in page.cells if cells[0] != "What"]
            self.assertTrue(all(len(cells) == 4 for cells in page.cells), file)
            self.assertEqual(len(rows), sum(not f["fact"].startswith("ask.") for r in reports for f in r["findings"]), file)
            self.assertEqual(page.tags.count("h1"), len(reports))
            if file.name.startswith("not_ready"):
                self.assertIn(["Download speed", "3.4 Mbit/s", "at least 25 Mbit/s", "Not met"], rows)


if __name__ == "__main__":
    unittest.main()

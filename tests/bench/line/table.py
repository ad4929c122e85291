"""From the results of single lines to the tables of docs/benchmarks-line.md."""
import glob
import json
import math
import os
import statistics

KINDS = ("clean", "jittery", "lossy", "bursty")
FACTS = ("network.latency", "network.jitter", "network.loss", "network.delay_variation_down", "network.download",
         "network.upload")


def load(folder):
    results = []
    for file in sorted(glob.glob(os.path.join(folder, "*.json"))):
        with open(file) as content:
            results.append(json.load(content))
    return results


def p95(values):
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, math.ceil(0.95 * len(ordered)) - 1)]


def row(cells):
    return "| " + " | ".join(str(c) for c in cells) + " |"


def table(head, rows):
    return "\n".join([row(head), row(["---"] * len(head)), *[row(r) for r in rows]]) + "\n"


def of(results, what):
    return [r for r in results if r["what"] == what and r.get("result")]


def line_rate(r, way):
    """What the line can carry of TCP's payload, for verdicts about a paced test."""
    return r["line"]["down" if way == "download" else "up"] * 1448 / 1500


def true_value(r, fact):
    if fact in ("network.download", "network.upload"):
        return line_rate(r, fact.split(".")[1])
    if fact == "network.loss":
        return r["line"]["loss"]
    return r["result"]["truth"].get(fact)


def decidable(fact, truth, limit):
    if fact == "network.loss":
        return truth <= limit / 10 or truth >= 3 * limit
    far = 0.2 if fact in ("network.jitter", "network.delay_variation_down") else 0.05
    return abs(truth - limit) > far * limit


def right(fact, truth, limit):
    return truth >= limit if fact in ("network.download", "network.upload") else truth <= limit


def verdicts(results, facts=FACTS):
    """Of the decidable questions: all, wrong, left open, and those that had no value at all."""
    count = {"questions": 0, "wrong": 0, "open": 0, "none": 0, "wrong_lines": []}
    for r in results:
        for fact in facts:
            limit = r["line"]["limits"][fact.split(".")[1]]
            truth = true_value(r, fact)
            outcome, cause = r["result"]["outcomes"].get(fact, [None, None])
            if truth is None or not decidable(fact, truth, limit):
                continue
            count["questions"] += 1
            if outcome in ("met", "not_met"):
                if (outcome == "met") != right(fact, truth, limit):
                    count["wrong"] += 1
                    count["wrong_lines"].append((r["number"], fact))
            else:
                count["open"] += 1
                count["none"] += outcome == "not_measured" and cause != "undecided"
    return count


def share(part, whole):
    return f"{100 * part / whole:.1f} %" if whole else "-"


def verdict_table(results):
    rows = []
    for kind in (*KINDS, "all"):
        own = [r for r in results if kind in ("all", r["kind"])]
        c = verdicts(own)
        rows.append([kind, len(own), c["questions"], f"{c['wrong']} ({share(c['wrong'], c['questions'])})",
                     f"{c['open']} ({share(c['open'], c['questions'])})"])
    return table(["kind of line", "lines", "decidable questions", "wrong", "left open"], rows)


def fact_table(results):
    rows = []
    for fact in FACTS:
        c = verdicts(results, (fact,))
        rows.append([fact, c["questions"], f"{c['wrong']} ({share(c['wrong'], c['questions'])})",
                     f"{c['open']} ({share(c['open'], c['questions'])})"])
    return table(["fact", "decidable questions", "wrong", "left open"], rows)


def covers(r, fact):
    """Whether the interval holds the log's figure; None where the fact says nothing about it."""
    found = r["result"]["facts"].get(fact)
    if found is None:
        return None
    truth = r["line"]["loss"] if fact == "network.loss" else r["result"]["truth"].get(fact)
    if truth is None:
        return None
    low, high = found.get("low"), found.get("high")
    if low is None and high is None:
        return None
    return (low is None or low <= truth) and (high is None or truth <= high)


def coverage_table(results):
    rows = []
    for fact in FACTS:
        cells = [fact]
        for kind in (*KINDS, "all"):
            held = [covers(r, fact) for r in results if kind in ("all", r["kind"])]
            held = [h for h in held if h is not None]
            cells.append(f"{sum(held)} of {len(held)}" if held else "-")
        rows.append(cells)
    return table(["interval of", *KINDS, "all"], rows)


def value(r, fact):
    found = r["result"]["facts"].get(fact)
    return found["value"] if found else None


def errors(results, fact, relative):
    found = []
    for r in results:
        measured, truth = value(r, fact), r["result"]["truth"].get(fact)
        if measured is None or not truth:
            continue
        found.append(abs(measured - truth) / (truth if relative else 1))
    return found


def error_rows(name, results):
    rows = []
    for fact, relative in (("network.latency", False), ("network.jitter", False), ("network.download", True),
                           ("network.upload", True), ("network.latency_download", False),
                           ("network.latency_upload", False)):
        groups = [("without loss", ("clean", "jittery")), ("with loss", ("lossy", "bursty"))]
        for label, kinds in groups:
            e = errors([r for r in results if r["kind"] in kinds], fact, relative)
            if not e:
                continue
            shown = (lambda x: f"{100 * x:.2f} %") if relative else (lambda x: f"{1e3 * x:.3f} ms")
            rows.append([name, fact, label, len(e), shown(statistics.median(e)), shown(p95(e))])
    return rows


def jitter_within(results):
    held = [abs(value(r, "network.jitter") - r["result"]["truth"]["network.jitter"])
            <= 0.1 * r["result"]["truth"]["network.jitter"] + 0.00005
            for r in results if value(r, "network.jitter") is not None and "network.jitter" in r["result"]["truth"]]
    return f"{sum(held)} of {len(held)}"


def loaded_within(results):
    held = []
    for r in results:
        for way in ("download", "upload"):
            fact = f"network.latency_{way}"
            measured, truth = value(r, fact), r["result"]["truth"].get(fact)
            if measured is not None and truth is not None:
                held.append(abs(measured - truth) <= 0.05 * truth + 0.001)
    return f"{sum(held)} of {len(held)}"


def loss_within(results):
    """Inside the 95 % binomial interval (normal approximation) of the log's own count, in the worse direction."""
    held = []
    for r in results:
        measured = value(r, "network.loss")
        if measured is None or not r["result"].get("lost"):
            continue
        shares = [(lost / max(1, of), of) for lost, of in r["result"]["lost"].values()]
        truth, of = max(shares)
        held.append(abs(measured - truth) <= 1.96 * math.sqrt(max(truth * (1 - truth), 1 / of) / of) + 1e-9)
    return f"{sum(held)} of {len(held)}"


def cost_rows(name, results):
    if not results:
        return []
    seconds = [r["result"]["seconds"] for r in results]
    data = [r["result"]["log_bytes"] for r in results]
    return [[name, len(results), f"{statistics.median(seconds):.1f} s", f"{p95(seconds):.1f} s",
             f"{statistics.median(data) / 1e6:.2f} MB", f"{p95(data) / 1e6:.1f} MB"]]


def budget_line(results):
    off = [abs(r["result"]["bytes"] / r["result"]["log_bytes"] - 1) for r in results if r["result"]["log_bytes"]]
    if not off:
        return ""
    within = sum(x <= 0.02 for x in off)
    return (f"Bytes that the report names, against the log's: off by {100 * statistics.median(off):.2f} % in the median, "
            f"{100 * p95(off):.2f} % at p95; within 2 % on {within} of {len(off)} runs.\n")


def other_tools(results):
    rows, costs = [], []
    for tool in ("ping", "irtt"):
        found = [r for r in of(results, tool) if r["result"].get("latency_truth")]
        for label, kinds in (("without loss", ("clean", "jittery")), ("with loss", ("lossy", "bursty"))):
            e = [abs(r["result"]["latency"] - r["result"]["latency_truth"]) for r in found if r["kind"] in kinds]
            if e:
                rows.append([tool, "round trip", label, len(e), f"{1e3 * statistics.median(e):.3f} ms",
                             f"{1e3 * p95(e):.3f} ms"])
        costs += cost_rows(tool, found)
    for way in ("download", "upload"):
        found = [r for r in of(results, "iperf3") if way in r["result"]]
        for label, kinds in (("without loss", ("clean", "jittery")), ("with loss", ("lossy", "bursty"))):
            e = [abs(r["result"][way]["rate"] / r["result"][way]["truth"] - 1) for r in found
                 if r["kind"] in kinds and r["result"][way]["truth"]]
            if e:
                rows.append(["iperf3, 10 s", way, label, len(e), f"{100 * statistics.median(e):.2f} %",
                             f"{100 * p95(e):.2f} %"])
        costs += cost_rows(f"iperf3, {way}", [{"result": r["result"][way]} for r in found])
    return rows, costs


def same_lines(results, what, tool):
    numbers = {r["number"] for r in of(results, tool)}
    return [r for r in of(results, what) if r["number"] in numbers]


def page(folder):
    results = load(folder)
    quick, full = of(results, "quick"), of(results, "full")
    failed = [r for r in results if r.get("failed")]
    tool_rows, tool_costs = other_tools(results)
    beside = same_lines(results, "quick", "irtt")
    text = [f"""# How exact, how fast, how cheap: the line

Written by `tests/bench/line/bench.py table --write docs/benchmarks-line.md` from what `tests/bench/line/bench.py run`
measured: {len(quick)} seeded random lines at quick depth, {len(full)} at full depth, {len(of(results, 'irtt'))} beside ping,
irtt and iperf3, in the emulator of `tests/netlab`; {len(failed)} runs failed. The truth is the emulator's packet log:
for delays the packets' own way through the line, for rates the payload that left the bottleneck in the same seconds,
for verdicts about rates what the line carries of TCP's payload, for loss the share that the line was set to.
Lines: 1 to 200 Mbit/s, 1 to 300 ms, rate times round trip up to 1.5 MB, loss to 5 %, queues to 500 ms.

## Verdicts at quick depth

Decidable: rates and delays more than 5 % from the limit, jitter and percentiles 20 %, loss at most a tenth or at least
three times the limit. "Left open" is `borderline` or `not_measured`.

{verdict_table(quick)}
{fact_table(quick)}
## Intervals that hold the truth, quick depth (95 % is asked)

{coverage_table(quick)}
## Errors

{table(["tool", "figure", "lines", "n", "median", "p95"], error_rows("deskready quick", quick) + error_rows("deskready full", full) + tool_rows)}
On the lines that irtt measured too, deskready quick: round trip off by
{stat_ms(errors(beside, "network.latency", False))}.
Jitter within 10 % + 0.05 ms: quick {jitter_within(quick)}, full {jitter_within(full)}. Loss inside the binomial
interval of the log's count: quick {loss_within(quick)}, full {loss_within(full)}. Delay under load within 5 % + 1 ms:
quick {loaded_within(quick)}, full {loaded_within(full)}.

## Seconds and bytes

{table(["tool", "n", "seconds, median", "p95", "bytes, median", "p95"], cost_rows("deskready quick", quick) + cost_rows("deskready full", full) + tool_costs)}
{budget_line(quick + full)}"""]
    if failed:
        text.append("\n## Runs that failed\n\n" + "\n".join(f"- line {r['number']}, {r['what']}: {r['failed'][:200]}" for r in failed) + "\n")
    return "".join(text)


def stat_ms(values):
    if not values:
        return "(none)"
    return f"{1e3 * statistics.median(values):.3f} ms in the median, {1e3 * p95(values):.3f} ms at p95 ({len(values)} lines)"

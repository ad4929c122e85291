"""From the results of single lines to the tables of docs/benchmarks-line.md."""
import glob
import json
import math
import os
import statistics

KINDS = ("clean", "jittery", "lossy", "bursty")
FACTS = ("network.latency", "network.jitter", "network.loss", "network.delay_variation_down", "network.download",
         "network.upload")
COVERED = (*FACTS, "network.latency_download", "network.latency_upload")
WITHOUT_LOSS, WITH_LOSS = ("clean", "jittery"), ("lossy", "bursty")


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


def covered(results, facts=COVERED):
    held = [covers(r, fact) for r in results for fact in facts]
    held = [h for h in held if h is not None]
    return sum(held), len(held)


def coverage_table(results):
    rows = []
    for facts, label in (*(((fact,), fact) for fact in COVERED), (COVERED, "all together")):
        cells = [label]
        for kind in (*KINDS, "all"):
            held, of_all = covered([r for r in results if kind in ("all", r["kind"])], facts)
            cells.append(f"{held} of {of_all} ({share(held, of_all)})" if of_all else "-")
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
        for label, kinds in (("without loss", WITHOUT_LOSS), ("random loss", ("lossy",)), ("bursts of loss", ("bursty",))):
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
    return sum(held), len(held)


def loaded_within(results, ways=("download", "upload")):
    held = []
    for r in results:
        for way in ways:
            fact = f"network.latency_{way}"
            measured, truth = value(r, fact), r["result"]["truth"].get(fact)
            if measured is not None and truth is not None:
                held.append(abs(measured - truth) <= 0.05 * truth + 0.001)
    return sum(held), len(held)


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
    return sum(held), len(held)


def cost_rows(name, results):
    if not results:
        return []
    seconds = [r["result"]["seconds"] for r in results]
    data = [r["result"]["log_bytes"] for r in results]
    return [[name, len(results), f"{statistics.median(seconds):.1f} s", f"{p95(seconds):.1f} s",
             f"{statistics.median(data) / 1e6:.2f} MB", f"{p95(data) / 1e6:.1f} MB"]]


def budget_within(results):
    off = [abs(r["result"]["bytes"] / r["result"]["log_bytes"] - 1) for r in results if r["result"]["log_bytes"]]
    return sum(x <= 0.02 for x in off), len(off), off


def payload_within(results):
    """Of a load, what left the line: at most 1.1 x the limit x (ramp + 3 s)."""
    held = []
    for r in results:
        for way in ("download", "upload"):
            fact, sent = r["result"]["facts"].get(f"network.{way}"), r["result"]["truth"].get(f"{way}_payload")
            if fact and sent:
                most = 1.1 * r["line"]["limits"][way] / 8 * (fact["detail"]["ramp_seconds"] + 3)
                held.append(sent <= most)
    return sum(held), len(held)


def beside_iperf3(results, what):
    """Pairs of deskready and iperf3, (line, way, ours, theirs)."""
    theirs = {r["number"]: r["result"] for r in of(results, "iperf3")}
    return [(r, way, r["result"]["facts"][f"network.{way}"], theirs[r["number"]][way])
            for r in of(results, what) for way in ("download", "upload")
            if f"network.{way}" in r["result"]["facts"] and way in theirs.get(r["number"], {})]


def tenth_of_iperf3(results):
    """Where the limit is at most a quarter of the line."""
    held = [ours["cost"]["bytes"] <= 0.1 * theirs["log_bytes"]
            for r, way, ours, theirs in beside_iperf3(results, "quick")
            if r["line"]["limits"][way] <= line_rate(r, way) / 4]
    return sum(held), len(held)


def other_tools(results):
    rows, costs = [], []
    for tool in ("ping", "irtt"):
        found = [r for r in of(results, tool) if r["result"].get("latency_truth")]
        for label, kinds in (("without loss", WITHOUT_LOSS), ("with loss", WITH_LOSS)):
            e = [abs(r["result"]["latency"] - r["result"]["latency_truth"]) for r in found if r["kind"] in kinds]
            if e:
                rows.append([tool, "round trip", label, len(e), f"{1e3 * statistics.median(e):.3f} ms",
                             f"{1e3 * p95(e):.3f} ms"])
        costs += cost_rows(tool, found)
    for way in ("download", "upload"):
        found = [r for r in of(results, "iperf3") if way in r["result"]]
        for label, kinds in (("without loss", WITHOUT_LOSS), ("with loss", WITH_LOSS)):
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


def of_all(held_and_all):
    held, every = held_and_all[:2]
    return f"{held} of {every} ({share(held, every)})"


def goal(what, asked, found, met):
    return [what, asked, found, "-" if met is None else "met" if met else "**not met**"]


def at_least(held_and_all, least):
    held, every = held_and_all[:2]
    return None if every == 0 else held >= least * every


def goals(results, quick, full):
    """Each figure that was asked for, beside what was found."""
    count = verdicts(quick)
    seconds = sorted(r["result"]["seconds"] for r in quick)
    idle = errors(quick, "network.latency", False)
    beside = errors(same_lines(results, "quick", "irtt"), "network.latency", False)
    irtt = [abs(r["result"]["latency"] - r["result"]["latency_truth"]) for r in of(results, "irtt")
            if r["result"].get("latency_truth")]
    rates = [e for fact in ("network.download", "network.upload")
             for e in errors([r for r in full if r["kind"] in WITHOUT_LOSS], fact, True)]
    loads = [r["result"]["facts"][f"network.{way}"]["cost"]["seconds"] for r in full for way in ("download", "upload")
             if f"network.{way}" in r["result"]["facts"]]
    by_kind = {kind: covered([r for r in quick if r["kind"] == kind]) for kind in KINDS}
    rows = [
        goal("wrong verdicts, quick", "at most 1 %", of_all((count["wrong"], count["questions"])),
             at_least((count["questions"] - count["wrong"], count["questions"]), 0.99)),
        goal("left open, quick", "at most 5 %", of_all((count["open"], count["questions"])),
             at_least((count["questions"] - count["open"], count["questions"]), 0.95)),
        *(goal(f"intervals that hold, {kind} lines", "at least 94 %", of_all(held), at_least(held, 0.94))
          for kind, held in by_kind.items())]
    if seconds:
        rows += [goal("seconds, quick, median", "at most 10", f"{statistics.median(seconds):.1f}",
                      statistics.median(seconds) <= 10),
                 goal("seconds, quick, p95", "at most 15", f"{p95(seconds):.1f}", p95(seconds) <= 15)]
    payload, tenth, budget = payload_within(quick), tenth_of_iperf3(results), budget_within(quick + full)
    rows += [goal("payload of a load, quick", "at most 1.1 x limit x (ramp + 3 s)", of_all(payload), at_least(payload, 1)),
             goal("bytes of a load where the limit is at most a quarter of the line", "at most a tenth of iperf3's",
                  of_all(tenth), at_least(tenth, 1)),
             goal("bytes that the report names", "within 2 % of the log's", of_all(budget), at_least(budget, 0.95))]
    if idle:
        rows.append(goal("idle round trip, quick, median error", "at most 0.1 ms", f"{1e3 * statistics.median(idle):.3f} ms",
                         statistics.median(idle) <= 1e-4))
    if beside and irtt:
        rows.append(goal("the same on irtt's lines", f"at most irtt's {1e3 * statistics.median(irtt):.3f} ms",
                         f"{1e3 * statistics.median(beside):.3f} ms",
                         statistics.median(beside) <= statistics.median(irtt)))
    for label, own in (("quick", quick), ("full", full)):
        rows += [goal(f"jitter, {label}", "within 10 % + 0.05 ms", of_all(jitter_within(own)),
                      at_least(jitter_within(own), 0.95)),
                 goal(f"loss, {label}", "inside the binomial interval of the log's", of_all(loss_within(own)),
                      at_least(loss_within(own), 0.95)),
                 goal(f"delay under load, {label}", "within 5 % + 1 ms", of_all(loaded_within(own)),
                      at_least(loaded_within(own), 0.95))]
    within = (sum(e <= 0.02 for e in rates), len(rates))
    rows.append(goal("rates, full, lines without loss", "within 2 %", of_all(within), at_least(within, 0.95)))
    theirs = [way["seconds"] for r in of(results, "iperf3") for way in r["result"].values()]
    if loads and theirs:
        half = statistics.median(theirs) / 2
        rows.append(goal("seconds of a load, full, p95", f"at most {half:.1f}, half of iperf3's", f"{p95(loads):.1f}",
                         p95(loads) <= half))
    return table(["figure", "asked", "found", ""], rows)


def page(folder):
    results = load(folder)
    quick, full = of(results, "quick"), of(results, "full")
    failed = [r for r in results if r.get("failed")]
    tool_rows, tool_costs = other_tools(results)
    numbers = [r["number"] for r in results]
    text = [f"""# How exact, how fast, how cheap: the line

Written by `tests/bench/line/bench.py table --write docs/benchmarks-line.md` from what `tests/bench/line/bench.py run
--first {min(numbers, default=0)}` measured: {len(quick)} seeded random lines at quick depth, {len(full)} of them at full depth too,
{len(of(results, 'irtt'))} beside ping, irtt and iperf3 in the same minute, in the emulator of `tests/netlab`; {len(failed)} runs failed. The
truth is the emulator's packet log: for delays the packets' own way through the line, for rates the payload that left
the bottleneck in the same seconds, for verdicts about rates what the line carries of TCP's payload, for loss the share
that the line was set to. Lines: 1 to 200 Mbit/s, 1 to 300 ms, rate times round trip up to 1.5 MB, loss to 5 %, bursts of
2 to 8 packets at the mean, queues to 500 ms.

## What was asked for

A row of shares is met when 95 % of it is inside, where nothing else is said.

{goals(results, quick, full)}
## Verdicts at quick depth

Decidable: rates and delays more than 5 % from the limit, jitter and percentiles 20 %, loss at most a tenth or at least
three times the limit. "Left open" is `borderline` or `not_measured`.

{verdict_table(quick)}
{fact_table(quick)}
## Intervals that hold the truth, quick depth

95 % is asked. With few bursts of loss the interval assumes that they are short, as its `method` says.

{coverage_table(quick)}
## Errors

{table(["tool", "figure", "lines", "n", "median", "p95"], error_rows("deskready quick", quick) + error_rows("deskready full", full) + tool_rows)}
## Seconds and bytes

{table(["tool", "n", "seconds, median", "p95", "bytes, median", "p95"], cost_rows("deskready quick", quick) + cost_rows("deskready full", full) + tool_costs)}"""]
    off = budget_within(quick + full)[2]
    if off:
        text.append(f"""
Bytes that the report names, against the log's: off by {100 * statistics.median(off):.2f} % in the median,
{100 * p95(off):.2f} % at p95.
""")
    with open(os.path.join(os.path.dirname(os.path.abspath(__file__)), "notes.md")) as notes:
        text.append("\n" + notes.read())
    if failed:
        text.append("\n## Runs that failed\n\n" + "\n".join(f"- line {r['number']}, {r['what']}: {r['failed'][:200]}" for r in failed) + "\n")
    return "".join(text)

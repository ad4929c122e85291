"""The tables of docs/benchmarks-varying-lines.md, and the program's table of scores."""
import math
import statistics

from . import capacity, coverage

LEAST_POOLED, LEAST_KIND = 0.94, 0.85
FEW = 30  # ranges, of which a share says nothing


def percent(part, whole):
    return f"{100 * part / whole:.1f} %" if whole else "-"


def row(cells):
    return "| " + " | ".join(str(cell) for cell in cells) + " |"


def table(head, rows):
    return "\n".join([row(head), row(["---"] * len(head)), *map(row, rows)]) + "\n"


def met(part, whole, least):
    if whole < FEW:
        return "too few to say"
    return "met" if part >= least * whole else "**not met**"


def kinds(found):
    return sorted({look.line.kind for look in found})


def holds(look):
    return look.holds(look.truth())


def shares(cells, label, found, held, least, widths):
    part, whole = coverage.share(found, held)
    between = "{:.1f} to {:.1f} %".format(*(100 * x for x in coverage.over_lines(found, held))) if whole >= FEW else "-"
    width = f"±{100 * statistics.median(widths):.0f} %" if widths else "-"
    cells.append([label, whole, f"{part} ({percent(part, whole)})", between, width, met(part, whole, least)])


def first_range(found):
    rows = []
    for kind in (*kinds(found), "all"):
        own = [look for look in found if kind in ("all", look.line.kind)]
        finite = [look.width() for look in own if look.width() < math.inf]
        shares(rows, kind, own, holds, LEAST_POOLED if kind == "all" else LEAST_KIND, finite)
    sampled = [look for look in found if look.kind == "sampled"]
    if sampled:
        shares(rows, "all that were looked at more than once", sampled, holds, LEAST_POOLED,
               [look.width() for look in sampled])
    return table(["kind", "looks", "held", "with other lines", "half width, median", "asked: 94 %, each kind 85 %"], rows)


def second_range(found):
    """Each line by the scores of all others."""
    groups = coverage.scores_by_line(found)
    quantiles = {name: coverage.grouped_quantile([group for other, group in groups.items() if other != name])
                 for name in groups}
    told, unknown = [], 0
    for look in found:
        if look.kind != "sampled":
            continue
        said = coverage.other_minutes(look, quantiles.get(look.line.name, math.inf))
        unknown += said is None
        if said:
            told.append((look, said))
    ranges = {id(look): said for look, said in told}
    held = lambda look: ranges[id(look)][0] <= look.minute() <= ranges[id(look)][1]
    wide = lambda looks: [(ranges[id(x)][1] - ranges[id(x)][0]) / 2 / x.value for x in looks]
    rows, looks = [], [look for look, _ in told]
    for kind in (*kinds(looks), "all"):
        own = [look for look in looks if kind in ("all", look.line.kind)]
        shares(rows, kind, own, held, LEAST_POOLED if kind == "all" else LEAST_KIND, wide(own))
    return table(["kind", "ranges told", "held", "with other lines", "half width, median", "asked: 94 %, each kind 85 %"],
                 rows), len(told), unknown


def cost(found, before):
    """Seconds of those that were looked at more than once, by what one load takes on the same lines."""
    lines = {}
    for look in before:
        lines.setdefault(look.line.name, []).append(look.seconds)
    pairs = [(look.seconds, statistics.fmean(lines[look.line.name])) for look in found
             if look.kind == "sampled" and look.line.name in lines]
    return sum(a for a, _ in pairs) / sum(b for _, b in pairs) if pairs else None


def wrong(found):
    """Verdicts about the limit that the named seconds' capacity contradicts by more than 2 %."""
    count = {"right": 0, "wrong": 0, "open": 0}
    for look in found:
        truth = look.truth()
        if look.low >= look.limit:
            count["wrong" if truth < 0.98 * look.limit else "right"] += 1
        elif look.high < look.limit:
            count["wrong" if truth > 1.02 * look.limit else "right"] += 1
        else:
            count["open"] += 1
    return count


def seconds(found):
    return statistics.median(look.end() - look.begin() for look in found) if found else 0


def section(way, found, before):
    sampled = [look for look in found if look.kind == "sampled"]
    text = [f"### {way[0].upper()}{way[1:]}\n\n"]
    if sampled:
        loads = statistics.median(len(look.stretches) for look in sampled)
        text.append(f"{len(sampled)} of {len(found)} looks were of a line that changes from batch to batch: {loads:.0f} loads in "
                    f"{seconds(sampled):.1f} s in the median, for {100 * cost(found, before) - 100:+.0f} % of the seconds of one load.\n\n")
    if found and found[0].limit:
        count = wrong(found)
        text.append(f"Limits of 0.15 to 1.8 times the line's mean: {count['right']} verdicts that the named seconds bear out, "
                    f"{count['wrong']} that they contradict, {count['open']} left open. One load of {seconds(found):.1f} s in the "
                    "median.\n\n")
    text.append(first_range(found))
    return "".join(text)


def page(each, starts):
    lines = capacity.made(each) + capacity.recorded()
    sections, all_looks = [], []
    for way in coverage.WAYS:
        found = coverage.looks_at(lines, starts, way)
        sections.append(section(way, found, coverage.looks_at(lines, max(1, starts // 4), way, samples=False)))
        all_looks += found
    minutes, told, unknown = second_range(all_looks)
    return f"""# Lines that vary: what the two ranges hold

Written by `tests/bench/line/bench.py varying --write docs/benchmarks-varying-lines.md`: the sampling and the estimators of
`probes/network/line/load` and `probes/statistics`, written a second time in Python (`tests/bench/line/varying`), over
{len(lines)} lines: {each} made ones of each of {len(capacity.KINDS)} kinds, and the recorded ones, both directions; {starts} starts each. A
simulated TCP sender loads them; nothing here was measured over the emulator, whose lines do not vary yet. "With other
lines": the middle 95 % of the share when the lines are drawn anew (bootstrap over lines).

## While we looked

The truth is what the line carries in the seconds that the look names, from the first load to the last, pauses included,
by a sender that never pauses. Looks at a line that changes little from batch to batch are one load, whose seconds are named.

{chr(10).join(sections)}
## In other minutes

The truth is the mean of the 60 s from the first load on. Each line's range comes from the scores of all other lines; of
{told + unknown} looks at lines that vary {told} were told a range, {unknown} "unknown", because it would have been wider than ±100 %.
One load says nothing of other minutes, and is not counted here.

{minutes}
What no few seconds can see stays unseen: a hand-over that is yet to come, and a policer on a line that also varies, whose
bucket the pauses refill. A line that is even but for one step is not looked at with pauses.
"""


def scores(each, starts):
    """The file probes/network/line/load/other_minutes.def."""
    lines = capacity.made(each) + capacity.recorded()
    found = [look for way, (_, _, limited) in coverage.WAYS.items() if not limited
             for look in coverage.looks_at(lines, starts, way)]
    groups = list(coverage.scores_by_line(found).values())
    levels = (0.5, 0.8, 0.9, coverage.LEVEL)
    rows = "".join(f"OTHER_MINUTES({level:g}, {coverage.grouped_quantile(groups, level):.3f})\n" for level in levels)
    return f"""// Written by tests/bench/line/bench.py scores. Of {len(groups)} lines that vary, each weighing the same: the share of looks
// whose score is at most the second figure. A score is the distance between the logarithms of what a look said and of what
// the minute from its first load on carried, by {coverage.BASE:g} and the look's deviation by its value.
{rows}"""

"""What the emulator's packet log says of a run: the truth that the probes' figures are compared with."""
import csv
import statistics


def read(path):
    with open(path, newline="") as file:
        return list(csv.DictReader(file))


def stamp_packets(rows, port, direction):
    """Rows of the STAMP flow in one direction, by the far end's port, in order of entry. The first packet of each of our
    ports only asks whether any comes back (docs/far-end-protocol.md), and is left out with its answer."""
    far, own = ("destination", "source") if direction == "up" else ("source", "destination")
    asked, kept = set(), []
    for row in rows:
        if row["direction"] != direction or row["protocol"] != "17" or int(row[far]) != port:
            continue
        if row[own] in asked:
            kept.append(row)
        asked.add(row[own])
    return kept


def emulator_lateness(rows):
    """99th percentile of what packets left later than the emulated line would have let them, s."""
    late = sorted((int(r["out_ns"]) - int(r["due_ns"])) / 1e9 for r in rows if int(r["out_ns"]) > 0)
    return late[len(late) * 99 // 100] if late else 0.0


def sender_lateness(rows, port):
    """How late the longest STAMP stream entered the line in the mean, behind the even row of its own numbers, s: what
    this computer let its sender wait for a processor."""
    streams = {}
    for r in stamp_packets(rows, port, "up"):
        streams.setdefault(r["source"], []).append((int(r["sequence"]), int(r["in_ns"]) / 1e9))
    longest = sorted(max(streams.values(), key=len, default=[]))
    # What a TURN server relays has no numbers where these are looked for.
    if len({number for number, _ in longest}) < max(100, len(longest)):
        return 0.0
    (first, begin), (last, end) = longest[0], longest[-1]
    period = (end - begin) / (last - first)
    behind = [t - n * period for n, t in longest]
    # Of each quarter of a second by itself: the ends' own lateness, and clocks that drift, bend a long row.
    late, size = [], max(1, round(0.25 / period))
    for i in range(0, len(behind), size):
        part = behind[i:i + size]
        late += [b - min(part) for b in part]
    return statistics.fmean(late)


def far_lateness(rows, port):
    """95th percentile of how long the far end kept the packets that it sent back, s: what this computer let it wait for a
    processor. It answers in the order in which they came; a flow of which it answered not all says nothing."""
    kept = []
    up, down = stamp_packets(rows, port, "up"), stamp_packets(rows, port, "down")
    for flow in {r["source"] for r in up}:
        came = sorted(int(r["out_ns"]) for r in up if r["source"] == flow and int(r["out_ns"]) > 0)
        sent = sorted(int(r["in_ns"]) for r in down if r["destination"] == flow)
        if len(came) == len(sent):
            kept += [(after - before) / 1e9 for before, after in zip(came, sent)]
    kept.sort()
    return kept[len(kept) * 95 // 100] if kept else 0.0


def loss(rows):
    """Share that never left the line; packets still on it at the end (out_ns 0, passed) are not counted."""
    dropped = sum(r["fate"] != "passed" for r in rows)
    arrived = sum(int(r["out_ns"]) > 0 for r in rows)
    return dropped / max(1, dropped + arrived), dropped + arrived


def transit_seconds(rows):
    return [(int(r["out_ns"]) - int(r["in_ns"])) / 1e9 for r in rows if int(r["out_ns"]) > 0]


def round_trip_median(rows, port):
    """Median of transit up plus median of transit down: what the line alone adds."""
    return sum(statistics.median(transit_seconds(stamp_packets(rows, port, d))) for d in ("up", "down"))


def tcp_rate(rows, direction, skip_seconds=0.5, paced=False):
    """Payload, bit/s, that left the line in that direction in its busiest connection, ramp left out; `paced`: in the slowest
    one that carried 100 kB, for beside a load that is held back another fills the line for a moment."""
    port = "source" if direction == "up" else "destination"
    flows = {}
    for r in rows:
        if r["direction"] == direction and r["protocol"] == "6" and int(r["payload"]) > 0 and int(r["out_ns"]) > 0:
            flows.setdefault(r[port], []).append((int(r["out_ns"]) / 1e9, int(r["payload"])))
    carried = {name: sum(p for _, p in packets) for name, packets in flows.items()}
    if paced:
        large = [packets for name, packets in flows.items() if carried[name] >= 100_000]
        busiest = min(large, key=lambda packets: sum(p for _, p in packets) / (packets[-1][0] - packets[0][0]))
    else:
        busiest = flows[max(carried, key=carried.get)]
    begin = busiest[0][0] + skip_seconds
    inside = [(t, p) for t, p in busiest if t >= begin]
    return sum(p for _, p in inside) * 8 / (inside[-1][0] - inside[0][0])

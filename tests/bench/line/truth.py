"""What the emulator's packet log says of one run: the figures that every tool's are compared with."""
import csv
import statistics

ETHERNET = 14  # the log counts IP packets; cost counts what an Ethernet card would send


def read(path):
    with open(path, newline="") as file:
        rows = list(csv.DictReader(file))
    for r in rows:
        for name in ("bytes", "source", "destination", "sequence", "payload", "in_ns", "out_ns"):
            r[name] = int(r[name])
    return rows


def wire_bytes(rows):
    """Both directions, as the home computer's card sees them."""
    return sum(r["bytes"] + ETHERNET for r in rows if r["direction"] == "up" or r["out_ns"] > 0)


def quantile(values, p):
    ordered = sorted(values)
    return ordered[max(0, min(len(ordered) - 1, -(-int(p * len(ordered) * 1e6) // 10**6) - 1))]


class Flow:
    """One UDP flow, by home's port: rows of both directions in order of entry. The first packet, which only asks whether
    any comes back (docs/far-end-protocol.md), and its answer are left out."""

    def __init__(self, rows, port):
        udp = [r for r in rows if r["protocol"] == "17"]
        self.up = [r for r in udp if r["direction"] == "up" and r["source"] == port][1:]
        self.down = [r for r in udp if r["direction"] == "down" and r["destination"] == port][1:]

    def transit(self, direction, keep=lambda row: True):
        return [(r["in_ns"] / 1e9, (r["out_ns"] - r["in_ns"]) / 1e9) for r in getattr(self, direction)
                if r["out_ns"] > 0 and keep(r)]

    def loss(self, direction):
        rows = getattr(self, direction)
        lost = sum(r["fate"] != "passed" for r in rows)
        return lost, lost + sum(r["out_ns"] > 0 for r in rows)

    def trips(self, keep=lambda row: True):
        """(sent, seconds) of each packet that came back: the reflector answers in order of arrival."""
        arrived = sorted((r for r in self.up if r["out_ns"] > 0), key=lambda r: r["out_ns"])
        result = []
        for here, there in zip(arrived, self.down):
            if there["out_ns"] > 0 and keep(here):
                result.append((here["in_ns"] / 1e9,
                               (here["out_ns"] - here["in_ns"] + there["out_ns"] - there["in_ns"]) / 1e9))
        return result


def udp_flows(rows):
    ports = []
    for r in rows:
        if r["direction"] == "up" and r["protocol"] == "17" and r["source"] not in ports:
            ports.append(r["source"])
    return [Flow(rows, port) for port in ports]


def mean_difference(transits):
    """RFC 3550's |D|, in order of arrival."""
    order = sorted(transits, key=lambda t: t[0] + t[1])
    differences = [abs(b[1] - a[1]) for a, b in zip(order, order[1:])]
    return statistics.fmean(differences) if differences else 0.0


class Load:
    """The payload of the busiest TCP flow in one direction, as it left the line. `of`: how many flows loaded it one after the
    other; then all counts and the rate are of each one's second half, when slow start has ended."""

    def __init__(self, rows, direction, of=1):
        port = "destination" if direction == "down" else "source"
        flows = {}
        for r in rows:
            if r["direction"] == direction and r["protocol"] == "6" and r["payload"] > 0 and r["out_ns"] > 0:
                flows.setdefault(r[port], []).append((r["out_ns"] / 1e9, r["payload"]))
        by_size = sorted(flows.values(), key=lambda p: sum(x for _, x in p), reverse=True)
        self.flows = [sorted(packets) for packets in by_size[:of]]
        self.packets = self.flows[0] if len(self.flows) == 1 else sorted(p for flow in self.flows for p in flow)

    def mean_of_flows(self):
        rates = []
        for flow in self.flows:
            middle = (flow[0][0] + flow[-1][0]) / 2
            half = [p for t, p in flow if t > middle]
            rates.append(sum(half) * 8 / (flow[-1][0] - middle) if half else 0.0)
        return statistics.fmean(rates)

    def payload(self):
        return sum(p for _, p in self.packets)

    def window(self, skip, seconds):
        begin = self.packets[0][0] + skip
        return begin, min(begin + seconds, self.packets[-1][0])

    def rate(self, skip, seconds):
        begin, end = self.window(skip, seconds)
        inside = [p for t, p in self.packets if begin < t <= end]
        return sum(inside) * 8 / (end - begin) if end > begin else 0.0

"""Runs one tool over one emulated line and holds its figures against the packet log of that run."""
import json
import os
import re
import shutil
import statistics
import subprocess
import tempfile
import time

import truth

PORT = 8700
HOME, FAR = "10.77.0.2", "10.78.0.2"


def over(bin_folder, line, far, home, port=PORT, seconds=120, environment=None):
    """The emulated world around one command: its output, the log, the seconds that it took."""
    with tempfile.TemporaryDirectory() as folder:
        log = os.path.join(folder, "log.csv")
        command = [f"{bin_folder}/netlab", *line.arguments(), "--log", log, "--far-port", str(port), "--far", far,
                   "--", *[word.replace("@FOLDER@", folder) for word in home]]
        env = dict(os.environ, XDG_STATE_HOME=folder, XDG_CONFIG_HOME=folder, XDG_RUNTIME_DIR=folder,
                   **(environment or {}))
        begin = time.monotonic()
        done = subprocess.run(command, env=env, stdin=subprocess.DEVNULL, capture_output=True, text=True,
                              timeout=seconds)
        took = time.monotonic() - begin
        if done.returncode == 77:
            raise SystemExit(f"the emulated world cannot be built here: {done.stderr}")
        return done, truth.read(log), took


def call_flow(rows):
    """The stream in which some packets are as large as a call's."""
    for flow in truth.udp_flows(rows):
        if any(r["payload"] == 172 for r in flow.up):
            return flow
    return None


def large(row):
    return row["payload"] == 172


def small(row):
    return not large(row)


def call_truth(rows):
    flow = call_flow(rows)
    if flow is None or not flow.trips():
        return {}
    trips = [t for _, t in flow.trips(large)]
    losses = {d: flow.loss(d) for d in ("up", "down")}
    down = [t for _, t in flow.transit("down", small)]
    return {
        "network.latency": statistics.median(trips),
        "network.jitter": max(truth.mean_difference(flow.transit(d, large)) for d in ("up", "down")),
        "network.loss": max(lost / max(1, of) for lost, of in losses.values()),
        "network.delay_variation_down": truth.quantile([t - min(down) for t in down], 0.99),
    }


def load_truth(rows, facts):
    result = {}
    flows = [f for f in truth.udp_flows(rows) if f.up and not any(large(r) for r in f.up)]
    for way, direction in (("download", "down"), ("upload", "up")):
        fact = facts.get(f"network.{way}")
        loads = fact["detail"].get("loads", 1) if fact else 1
        load = truth.Load(rows, direction, loads)
        if fact is None or not load.packets:
            continue
        ramp, steady = fact["detail"]["ramp_seconds"], fact["detail"]["steady_seconds"]
        # These lines carry the same at all times, so that what they carry in pauses is what they carry else.
        result[f"network.{way}"] = load.rate(ramp, steady) if loads == 1 else load.mean_of_flows()
        result[f"{way}_payload"] = load.payload()
        begin, end = load.window(ramp, 1e9)
        beside = [t for f in flows for sent, t in f.trips() if begin <= sent <= end]
        if len(beside) >= 10:
            result[f"network.latency_{way}"] = statistics.median(beside)
    return result


def deskready(bin_folder, line, depth):
    with tempfile.TemporaryDirectory() as folder:
        spec = os.path.join(folder, "spec.toml")
        with open(spec, "w") as out:
            out.write(line.spec())
        report = os.path.join(folder, "report.json")
        done, rows, took = over(
            bin_folder, line, f"{bin_folder}/deskready-responder --listen {FAR}:{PORT}",
            [f"{bin_folder}/deskready", "check", "--only", "network", "--spec", spec, "--far-end",
             f"http://{FAR}:{PORT}", "--yes", "--depth", depth, "--format", "json", "--output", report])
        if not os.path.exists(report):
            raise RuntimeError(f"line {line.number}: exit {done.returncode}: {done.stderr}")
        with open(report) as file:
            document = json.load(file)
    facts = document["facts"]
    return {
        "facts": {k: {n: f.get(n) for n in ("value", "low", "high", "at_least", "samples", "detail", "method", "cost")}
                  for k, f in facts.items()},
        "unmeasured": document["unmeasured"],
        "outcomes": {f["fact"]: [f["outcome"], f.get("cause")] for f in document["findings"]},
        "truth": {**call_truth(rows), **load_truth(rows, facts)},
        "lost": {d: call_flow(rows).loss(d) for d in ("up", "down")} if call_flow(rows) else {},
        "seconds": document["cost"]["seconds"],
        "bytes": document["cost"]["bytes"],
        "log_bytes": truth.wire_bytes(rows),
    }


def echo_truth(rows, protocol):
    """Median round trip of an echo tool: what goes up and comes back, matched in order where nothing is lost."""
    ups = [r for r in rows if r["direction"] == "up" and r["protocol"] == protocol and r["out_ns"] > 0]
    downs = [r for r in rows if r["direction"] == "down" and r["protocol"] == protocol and r["out_ns"] > 0]
    ups = [(r["out_ns"] - r["in_ns"]) / 1e9 for r in ups]
    downs = [(r["out_ns"] - r["in_ns"]) / 1e9 for r in downs]
    if len(ups) == len(downs) and ups:
        return statistics.median(u + d for u, d in zip(ups, downs))
    return statistics.median(ups) + statistics.median(downs) if ups and downs else None


def ping(bin_folder, line):
    done, rows, took = over(bin_folder, line, "sleep 60", ["ping", "-n", "-i", "0.02", "-c", "250", FAR], port=0)
    times = [float(t) / 1e3 for t in re.findall(r"time=([0-9.]+) ms", done.stdout)]
    if not times:
        return None
    sent = sum(r["direction"] == "up" and r["protocol"] == "1" for r in rows)
    return {"latency": statistics.median(times), "latency_truth": echo_truth(rows, "1"),
            "loss": 1 - len(times) / max(1, sent), "seconds": took, "log_bytes": truth.wire_bytes(rows)}


def irtt(bin_folder, line):
    if shutil.which("irtt") is None:
        return None
    done, rows, took = over(bin_folder, line, f"irtt server -b {FAR}:2112 -d 0",
                            ["sh", "-c", f"sleep 0.5; exec irtt client -i 20ms -l 172 -d 5s {FAR}:2112"], port=0)
    median = re.search(r"^\s*RTT\s+\S+\s+\S+\s+(\S+)", done.stdout, re.M)
    if median is None:
        return None
    return {"latency": duration(median.group(1)), "latency_truth": echo_truth(rows, "17"), "seconds": took - 0.5,
            "log_bytes": truth.wire_bytes(rows)}


def duration(text):
    """Go's way to write one: 1.5ms, 20.3µs, 1m2.5s."""
    units = {"h": 3600, "m": 60, "s": 1, "ms": 1e-3, "µs": 1e-6, "us": 1e-6, "ns": 1e-9}
    return sum(float(n) * units[u] for n, u in re.findall(r"([0-9.]+)(ms|µs|us|ns|h|m|s)", text))


def iperf3(bin_folder, line):
    if shutil.which("iperf3") is None:
        return None
    result = {}
    for way, direction, extra in (("download", "down", ["-R"]), ("upload", "up", [])):
        done, rows, took = over(bin_folder, line, f"iperf3 -s -1 -B {FAR} -p {PORT}",
                                ["sh", "-c", " ".join(["sleep 0.5; exec iperf3 -J -C bbr -t 10 -c", FAR, "-p", str(PORT),
                                                       *extra])], port=0)
        try:
            figures = json.loads(done.stdout)["end"]["sum_received"]
        except (ValueError, KeyError):
            continue
        load = truth.Load(rows, direction)
        result[way] = {"rate": figures["bits_per_second"], "truth": load.rate(0, figures["seconds"]),
                       "seconds": took - 0.5, "log_bytes": truth.wire_bytes(rows)}
    return result

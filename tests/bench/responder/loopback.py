"""loopback.py BENCH: downloads on loopback by iperf3 and by deskready's own path, in turns; prints a table."""
import json
import statistics
import subprocess
import sys
import time

ROUNDS, SECONDS = 5, 3


def iperf(congestion):
    server = subprocess.Popen(["iperf3", "-s", "-1", "-p", "5299"], stdout=subprocess.DEVNULL)
    time.sleep(0.3)
    done = subprocess.run(["iperf3", "-c", "127.0.0.1", "-p", "5299", "-P", "1", "-R", "-t", str(SECONDS), "-J",
                           "-C", congestion], capture_output=True, text=True, check=True)
    server.wait()
    return json.loads(done.stdout)["end"]["sum_received"]["bits_per_second"]


def own(bench):
    said = subprocess.run([bench, str(SECONDS)], capture_output=True, text=True, check=True).stdout.split()
    return float(said[0]), float(said[1]), float(said[2]), float(said[3]), said[4]


ours, theirs = [], []
for _ in range(ROUNDS):
    ours.append(own(sys.argv[1]))
    theirs.append(iperf(ours[-1][4]))
middle = statistics.median(one[0] for one in ours)
other = statistics.median(theirs)
print(f"\n| download on loopback, {ours[0][4]}, median of {ROUNDS} | Gbit/s |\n|---|---|")
print(f"| iperf3 -P1 -R | {other / 1e9:.2f} |")
print(f"| deskready, HTTP | {middle / 1e9:.2f} ({middle / other:.2f} of it) |")
print(f"\nclient's processor {statistics.median(o[1] for o in ours):.0%}, responder's "
      f"{statistics.median(o[2] for o in ours):.0%}, bytes a read {statistics.median(o[3] for o in ours):.0f}")

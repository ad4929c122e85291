"""The far end over a line between two network namespaces: several addresses of one agent, and of one network. Needs
root."""
import json
import os
import pathlib
import subprocess
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).parents[1]))
import ending  # noqa: E402
from harness import BIN  # noqa: E402
from strangers import Honest  # noqa: E402

# Each run's own: one that was killed leaves them behind.
AGENT, FAR = f"deskready-agent-{os.getpid()}", f"deskready-far-{os.getpid()}"
# Without the tests' own modules, which would leave the namespace that it is started in.
ABUSE = """
import socket, sys
def connected(address):
    client = socket.socket(socket.AF_INET6)
    client.settimeout(20)
    client.bind((address, 0))
    client.connect(("2001:db8:9::1", 8700))
    return client
held = []
for address in sys.argv[3:]:
    for _ in range(450):
        held.append(connected(address))
        held[-1].sendall(b"POST /s")
for address in sys.argv[1:3]:
    client = connected(address)
    client.sendall(b"POST /session HTTP/1.1\\r\\nHost: x\\r\\nContent-Length: 0\\r\\n\\r\\n")
    print(client.recv(12).decode()[9:])
"""


def ip(*words):
    subprocess.run(["ip", *words], check=True, capture_output=True)


def can_lay_a_line():
    made = os.geteuid() == 0 and subprocess.run(["ip", "netns", "add", AGENT], capture_output=True).returncode == 0
    if made:
        ip("netns", "del", AGENT)
    return made


@unittest.skipUnless(can_lay_a_line(), "no network namespace can be made here")
class OverALine(Honest):
    def setUp(self):
        super().setUp()
        for name in (AGENT, FAR):
            ip("netns", "add", name)
            self.addCleanup(ip, "netns", "del", name)
        ip("link", "add", "line0", "netns", AGENT, "type", "veth", "peer", "name", "line1", "netns", FAR)
        for name, link in ((AGENT, "line0"), (FAR, "line1")):
            ip("-n", name, "link", "set", link, "up")
            ip("-n", name, "link", "set", "lo", "up")

    def far_end(self, *command):
        process = subprocess.Popen(["ip", "netns", "exec", FAR, *command], stdout=subprocess.PIPE, text=True)
        self.addCleanup(process.wait)
        self.addCleanup(process.stdout.close)
        self.addCleanup(process.kill)
        return process.stdout.readline().split()[-1]

    def responder(self, listen, *words):
        return self.far_end(BIN / "deskready-responder", "--listen", listen, *words)

    def addresses(self, *own):
        for address in own or ("10.9.0.2/24",):
            ip("-n", AGENT, "addr", "add", address, "dev", "line0")
        ip("-n", FAR, "addr", "add", "10.9.0.1/24", "dev", "line1")

    def check(self, url):
        done = self.run_it("check", "--spec", self.folder / "line.toml", "--far-end", url, "--only", "network",
                           "--format", "json", "--yes", before=["ip", "netns", "exec", AGENT])
        return json.loads(done.stdout), done.stderr

    def assertReady(self, report):
        self.assertEqual(report["unmeasured"], {})
        self.assertEqual({finding["outcome"] for finding in report["findings"]}, {"met"})
        self.assertEqual(report["verdict"], "ready")

    def test_udp_from_another_address_than_tcp(self):
        """As with two providers, or a pool of addresses of a carrier."""
        self.addresses("10.9.0.2/24", "10.9.0.3/32")
        ip("-n", AGENT, "rule", "add", "pref", "1", "ipproto", "udp", "lookup", "100")
        ip("-n", AGENT, "route", "add", "10.9.0.0/24", "dev", "line0", "src", "10.9.0.3", "table", "100")
        self.assertReady(self.check(self.responder("10.9.0.1:8700"))[0])

    def filter(self, rule):
        """Of what reaches the far end."""
        subprocess.run(["ip", "netns", "exec", FAR, "nft", "-f", "-"], check=True, text=True,
                       input=f"table inet t {{\nchain c {{\ntype filter hook input priority 0\n{rule}\n}}\n}}\n")

    def assertSilent(self, words, report):
        for fact in ("latency", "loss"):
            self.assertIn(words, report["unmeasured"][f"network.{fact}"]["message"])
        self.assertEqual(set(report["facts"]) & {"network.download", "network.upload"},
                         {"network.download", "network.upload"}, "TCP works")

    def test_udp_is_blocked(self):
        self.addresses()
        self.filter("meta l4proto udp drop")
        self.assertSilent("UDP is blocked: no packet came back", self.check(self.responder("10.9.0.1:8700"))[0])

    def test_udp_is_refused(self):
        self.addresses()
        self.filter("meta l4proto udp reject")
        self.assertSilent("its UDP port is closed, or", self.check(self.responder("10.9.0.1:8700"))[0])

    def test_packets_go_where_connections_go_when_the_named_address_is_wrong(self):
        self.addresses()
        url = self.responder("10.9.0.1:8700", "--advertise", "10.9.0.9:8700")
        self.assertReady(self.check(url)[0])
        self.filter("meta l4proto udp drop")
        self.assertSilent("whether UDP is blocked or that address is wrong cannot be told", self.check(url)[0])

    def both_families(self):
        ip("-n", AGENT, "-6", "addr", "add", "2001:db8:9::2/64", "dev", "line0", "nodad")
        ip("-n", FAR, "-6", "addr", "add", "2001:db8:9::1/64", "dev", "line1", "nodad")
        self.addresses()

    def named(self):
        """A check of edge.example, which has an address of each family; nothing listens at IPv6's."""
        hosts = self.folder / "hosts"
        hosts.write_text("127.0.0.1 localhost\n2001:db8:9::1 edge.example\n10.9.0.1 edge.example\n")
        done = self.run_it("check", "--spec", self.folder / "line.toml", "--far-end", "http://edge.example:8700",
                           "--only", "network", "--format", "json", "--yes",
                           before=["ip", "netns", "exec", AGENT, "unshare", "-m", "sh", "-c",
                                   f'mount --bind {hosts} /etc/hosts && exec "$@"', "sh"])
        return json.loads(done.stdout)

    def test_a_name_whose_first_address_refuses(self):
        self.both_families()
        self.responder("10.9.0.1:8700")
        report = self.named()
        self.assertReady(report)
        self.assertEqual(report["facts"]["network.download"]["detail"]["unused"], ["v6_refused"])
        for fact in ("latency", "download", "upload"):
            self.assertEqual(report["facts"][f"network.{fact}"]["detail"]["address_family"], "IPv4")

    def test_a_name_whose_first_address_is_silent(self):
        self.both_families()
        self.filter("meta nfproto ipv6 tcp dport 8700 drop")
        self.responder("10.9.0.1:8700")
        report = self.named()
        self.assertReady(report)
        self.assertEqual(report["facts"]["network.download"]["detail"]["unused"], ["v6_overtaken"])

    def test_a_name_whose_addresses_are_all_dead(self):
        self.both_families()
        self.filter("meta nfproto ipv6 tcp dport 8700 drop")
        report = self.named()
        why = report["unmeasured"]["network.download"]
        self.assertEqual(why["cause"], "far_end_failed")
        for words in ("none of its addresses takes a connection", "IPv4 refuses it", "IPv6 does not answer"):
            self.assertIn(words, why["message"])

    def test_a_far_end_of_the_first_version(self):
        """Its verdict is that of the newest."""
        self.addresses()
        here = pathlib.Path(__file__).parents[1]
        self.assertReady(self.check(self.far_end(sys.executable, here / "far_ends.py", "first", "10.9.0.1", "8701"))[0])
        self.assertReady(self.check(self.responder("10.9.0.1:8700"))[0])

    def test_one_64_keeps_out_neither_its_own_nor_others(self):
        """Attack 06: five addresses of one /64 hold silent connections; one of the same /64 and one of another come."""
        addresses = ["2001:db8:9::2", "2001:db8:9:1::2", *(f"2001:db8:9::{n}" for n in range(16, 21))]
        for address in addresses:
            ip("-n", AGENT, "-6", "addr", "add", f"{address}/47", "dev", "line0", "nodad")
        ip("-n", FAR, "-6", "addr", "add", "2001:db8:9::1/47", "dev", "line1", "nodad")
        self.responder("[::]:8700")
        done = subprocess.run(["ip", "netns", "exec", AGENT, sys.executable, "-c", ABUSE, *addresses],
                              capture_output=True, text=True)
        self.assertEqual(done.stdout.split(), ["200", "200"], done.stderr)


if __name__ == "__main__":
    ending.main()

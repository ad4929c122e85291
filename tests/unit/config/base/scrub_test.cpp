// What an operating system's message may tell about a person, and what is left of it.
#include "config/base/scrub.h"

#include <gtest/gtest.h>

#include <array>
#include <string>
#include <utility>
#include <vector>

#include "config/base/own_names.h"

namespace deskready {
namespace {

const std::vector<std::string> names = {"alice", "Liddell", "liddells-laptop"};

TEST(Scrubbed, LeavesOutAddressesPathsAndNames) {
  const std::pair<const char*, const char*> rows[] = {
      {"connect to 192.0.2.7:443: refused", "connect to (address): refused"},
      {"no route to 2001:db8::1", "no route to (address)"},
      {"no route to [2001:db8::1]:443.", "no route to [(address)."},
      {"https://edge.acme.example/x hung", "(address) hung"},
      {"edge.acme.example:8443 hung", "(address) hung"},
      {"device 00:1a:2b:3c:4d:5e left", "device (address) left"},
      {"cannot open /home/alice/.local/state/x.db: full", "cannot open (path): full"},
      {"'/home/alice liddell/state/x.db' is locked", "'(path)' is locked"},
      {"\"/srv/teams/a, b; c/x\": no", "\"(path)\": no"},
      {"cannot open /home/a b/state/x.db now", "cannot open (path) now"},
      {"~/.config/deskready is no folder", "(path) is no folder"},
      {"file=/root/x", "file=(path)"},
      {"/var/home/alice/x", "(path)"},
      {"socket:/home/alice/s closed", "(path) closed"},
      {"C:\\Users\\alice\\x is no file", "(path) is no file"},
      {"(/run/user/1000/x)", "((path))"},
      {"no user Alice here", "no user (name) here"},
      {"alice's LIDDELLS-LAPTOP: gone", "(name)'s (name): gone"},
      {"host liddells-laptop:22", "host (name):22"},
  };
  for (const auto& [text, expected] : rows) EXPECT_EQ(scrubbed(text, names), expected);
}

// Addresses in forms that an error message, a log or a person may have.
TEST(Scrubbed, LeavesNoFormOfAnAddress) {
  for (const char* const text : {"fe80::1%eth0",
                                 "10.0.0.1/24",
                                 "user@192.168.1.5",
                                 "10.0.0.1#53",
                                 "ip:10.0.0.1",
                                 "10.0.0.1-10.0.0.9",
                                 "00-11-22-33-44-55",
                                 "1::",
                                 "b\u00fccher.example",
                                 "10.0.0.1!",
                                 "10.0.0.1.443",
                                 "0011.2233.4455",
                                 "fe80::/64",
                                 "2001:db8::/32",
                                 "::ffff:10.0.0.1",
                                 "eth0:10.0.0.1",
                                 "[fe80::1%wlp3s0]:80",
                                 "xn--bcher-kva.example",
                                 "alice@edge.acme.example",
                                 "\\\\server.lan\\share",
                                 "a=10.0.0.1&b=10.0.0.2",
                                 "<10.0.0.1>",
                                 "10.0.0.1?",
                                 "{10.0.0.1}",
                                 "x|10.0.0.1|y"}) {
    const std::string left = scrubbed(text, {});
    EXPECT_NE(left.find("(address)"), std::string::npos) << text << " -> " << left;
    for (const char* const part :
         {"10.0", "168", "fe80", "db8", "11-22", "2233", "cher", "edge", "server", "1::"})
      EXPECT_EQ(left.find(part), std::string::npos) << text << " -> " << left;
  }
}

TEST(Scrubbed, LeavesTheRestAsItIs) {
  for (const char* const text :
       {"network.latency has no probe", "/proc/meminfo has no MemTotal", "/sys/class/net/wlan0 and /dev/snd",
        "missing in /var/log/wtmp", "version 12.4 of 0.25 s", "Ended. Then it stopped.",
        "25 Mbit/s or tcp/443, and / or 3:4", "", "  two  blanks\n", "chalice and alicette",
        "\"quoted\" [text]", "an umlaut: grüße"}) {
    EXPECT_EQ(scrubbed(text, names), text);
  }
}

TEST(Scrubbed, TwiceIsOnce) {
  const std::string once = scrubbed("'/home/x y/z' at 192.0.2.7 of alice", names);
  EXPECT_EQ(scrubbed(once, names), once);
}

TEST(Scrubbed, KnowsWhatThisComputerIsCalled) {
  for (const std::string& name : own_names()) {
    EXPECT_GE(name.size(), 3u);
    EXPECT_EQ(scrubbed("a " + name + " b").find(name), std::string::npos) << name;
  }
}

}  // namespace
}  // namespace deskready

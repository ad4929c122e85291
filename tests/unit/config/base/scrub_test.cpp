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

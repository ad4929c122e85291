// Rows as librespeed.org publishes them (https://librespeed.org/backend-servers/servers.php), operators'
// names replaced.
#include "probes/network/far_end/server_list.h"

#include <gtest/gtest.h>

namespace deskready::network {
namespace {

std::string row(const std::string& name, const std::string& server, const std::string& down = "garbage.php",
                const std::string& up = "empty.php") {
  return "{\"id\": 7, \"name\": \"" + name + "\", \"server\": \"" + server + "\", \"dlURL\": \"" + down +
         "\", \"ulURL\": \"" + up +
         "\", \"pingURL\": \"empty.php\", \"getIpURL\": \"getIP.php\", \"sponsorName\": \"Example Ltd\"}";
}

std::vector<std::string> addresses(const std::string& rows) {
  std::vector<std::string> found;
  for (const auto& server : read_server_list("[" + rows + "]")) found.push_back(server.address);
  return found;
}

using Addresses = std::vector<std::string>;

TEST(ServerList, AddressesAreWholeWhateverTheFormOfTheRow) {
  EXPECT_EQ(addresses(row("a", "//fra.example/", "backend/garbage.php", "backend/empty.php")),
            Addresses{"https://fra.example/backend"});
  EXPECT_EQ(addresses(row("a", "https://nyc.example/backend")), Addresses{"https://nyc.example/backend"});
  EXPECT_EQ(addresses(row("a", "http://lax.example:8080/", "garbage.php", "empty.php")),
            Addresses{"http://lax.example:8080"});
}

TEST(ServerList, IsInTheOrderOfNamesAndTellsWhoRunsWhat) {
  const auto servers =
      read_server_list("[" + row("Prague", "//p.example/") + "," + row("amsterdam", "//a.example/") + "]");
  ASSERT_EQ(servers.size(), 2u);
  EXPECT_EQ(servers[0].name, "amsterdam");
  EXPECT_EQ(servers[1].name, "Prague");
  EXPECT_EQ(servers[1].operated_by, "Example Ltd");
}

TEST(ServerList, LeavesOutWhatNobodyCouldMeasureWith) {
  EXPECT_EQ(addresses(row("a", "//a.example/", "download.bin")), Addresses{});
  EXPECT_EQ(addresses(row("a", "//a.example/", "x/garbage.php", "y/empty.php")), Addresses{})
      << "two folders";
  EXPECT_EQ(addresses(row("a", "//a.example/", "notgarbage.php")), Addresses{});
  EXPECT_EQ(addresses(row("a", "ftp://a.example/")), Addresses{});
  EXPECT_EQ(addresses(row("a", "//")), Addresses{});
  EXPECT_EQ(addresses(row("", "//a.example/")), Addresses{});
  EXPECT_EQ(addresses(row("a", "//a.example/") + "," + row("b", "https://a.example")),
            Addresses{"https://a.example"});
  EXPECT_EQ(addresses("7, null, [], {\"name\": 3}, " + row("a", "//a.example/")),
            Addresses{"https://a.example"});
}

TEST(ServerList, WhatIsNoListIsEmpty) {
  for (const char* const text : {"", "{}", "<html>", "[", "{\"name\": \"a\"}"})
    EXPECT_TRUE(read_server_list(text).empty()) << text;
}

}  // namespace
}  // namespace deskready::network

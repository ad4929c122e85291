#include "probes/network/lookup/address.h"

#include <gtest/gtest.h>

namespace deskready::network {
namespace {

TEST(Address, TellsPublicFromPrivate) {
  for (const char* text : {"1.1.1.1", "9.255.255.255", "11.0.0.0", "100.63.255.255", "100.128.0.0",
                           "126.0.0.1", "128.0.0.1", "169.253.0.1", "172.15.255.255", "172.32.0.0",
                           "192.0.1.0", "192.167.255.255", "198.20.0.0", "223.255.255.255", "2606:4700::1111",
                           "2a00::1", "64:ff9b::8.8.8.8", "2002:808:808::1", "::ffff:8.8.8.8"}) {
    EXPECT_TRUE(is_public(text)) << text;
  }
  for (const char* text : {"0.0.0.0",
                           "10.0.0.1",
                           "10.255.255.255",
                           "100.64.0.1",
                           "100.127.255.255",
                           "127.0.0.1",
                           "127.255.255.255",
                           "169.254.169.254",
                           "172.16.0.1",
                           "172.31.255.255",
                           "192.0.0.1",
                           "192.168.1.1",
                           "198.19.255.255",
                           "224.0.0.1",
                           "240.0.0.1",
                           "255.255.255.255",
                           "::",
                           "::1",
                           "::127.0.0.1",
                           "fc00::1",
                           "fdff::1",
                           "fe80::1",
                           "febf::1",
                           "fec0::1",
                           "ff02::1",
                           "100::1",
                           "::ffff:127.0.0.1",
                           "::ffff:10.0.0.1",
                           "64:ff9b::192.168.1.1",
                           "64:ff9b:1::8.8.8.8",
                           "2002:a00:1::1",
                           "2002:7f00:1::1",
                           "2001:0:4136:e378:8000:63bf:3fff:fdd2",
                           "::ffff:0:10.0.0.1"}) {
    EXPECT_FALSE(is_public(text)) << text;
  }
}

TEST(Address, LoopbackIsThisComputers) {
  EXPECT_TRUE(is_own("127.0.0.1"));
  EXPECT_TRUE(is_own("127.8.8.8"));
  EXPECT_TRUE(is_own("::1"));
  EXPECT_TRUE(is_own("::ffff:127.0.0.1"));
  for (const char* text : {"0.0.0.0", "::", "64:ff9b::127.0.0.1", "2002:7f00:1::1", "::ffff:0:127.0.0.1"})
    EXPECT_TRUE(is_own(text)) << text;
  EXPECT_FALSE(is_own("192.0.2.1"));
  EXPECT_FALSE(is_own("::ffff:192.0.2.1"));
  EXPECT_FALSE(is_own(""));
}

}  // namespace
}  // namespace deskready::network

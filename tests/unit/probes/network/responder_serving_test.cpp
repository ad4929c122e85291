// What a far end takes over of settings that are read again.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <list>

#include "probes/network/responder/serving.h"

namespace deskready::network {
namespace {

using ::testing::ElementsAre;
using ::testing::StrEq;

/// How many connections, each of another network, have a place at once.
std::size_t places_of(Serving& serving, int tried) {
  std::list<Connections::Place> places;
  std::size_t taken = 0;
  for (int i = 0; i < tried; ++i) {
    const std::string address = "192.0." + std::to_string(i / 250) + "." + std::to_string(i % 250);
    taken += places.emplace_back(serving.connections, address, serving.networks(address), i, [] {}).taken()
                 ? 1
                 : 0;
  }
  return taken;
}

TEST(Serving, TakesOverHowManyItServes) {
  ResponderOptions options;
  options.max_sessions = 500;
  Serving serving(options);
  const std::size_t before = places_of(serving, 2500);
  options.max_sessions = 1000;
  options.max_session_rate = 7'000'000;
  EXPECT_TRUE(serving.take_over(options).empty());
  EXPECT_EQ(serving.options.max_session_rate, 7'000'000U);
  EXPECT_EQ(before, 2000U);
  EXPECT_EQ(places_of(serving, 2500), 2500U);
}

TEST(Serving, SaysWhatItCannotTakeOver) {
  Serving serving({});
  ResponderOptions options;
  options.address = "::";
  options.port = 443;
  options.metrics_address = "127.0.0.1";
  options.secret = Secret{1};
  options.max_sessions = 7;
  EXPECT_THAT(serving.take_over(options),
              ElementsAre(StrEq("--listen"), StrEq("--metrics"), StrEq("--secret-file")));
  EXPECT_EQ(serving.options.address, ResponderOptions().address);
  EXPECT_EQ(serving.options.port, 0);
  EXPECT_FALSE(serving.options.secret);
  EXPECT_EQ(serving.options.max_sessions, 7);
  EXPECT_TRUE(serving.take_over(serving.options).empty());
}

}  // namespace
}  // namespace deskready::network

#include "agent/daemon/schedule/reason.h"

#include <gtest/gtest.h>

#include "probes/cause.h"
#include "reports/words/service/daemon_words.h"

namespace deskready {
namespace {

TEST(Reason, EachHasWordsOfItsOwn) {
  for (const Reason reason : reasons())
    EXPECT_NE(reason_words("en", to_string(reason)), to_string(reason)) << to_string(reason);
}

TEST(Reason, WhatLeavesFactsOutHasACauseThatReportsKnow) {
  for (const Reason reason : reasons()) {
    if (cause_of(reason).empty()) continue;
    EXPECT_TRUE(cause_from(cause_of(reason))) << to_string(reason);
  }
}

}  // namespace
}  // namespace deskready

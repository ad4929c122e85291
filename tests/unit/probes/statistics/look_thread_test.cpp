#include "probes/statistics/look_thread.h"

#include <gtest/gtest.h>

#include <future>
#include <vector>

namespace deskready::statistics {
namespace {

TEST(LookThread, NeverWaitsForALook) {
  std::promise<void> may_end;
  std::promise<void> begun;
  std::vector<int> seen;
  LookThread<int> looks([&](const int& snapshot) {
    seen.push_back(snapshot);
    begun.set_value();
    may_end.get_future().wait();
    return true;
  });
  looks.offer([] { return 1; });
  begun.get_future().wait();
  // The look is under way, and these two find it so.
  bool made = false;
  for (int i = 2; i < 4; ++i) {
    looks.offer([&] {
      made = true;
      return i;
    });
  }
  EXPECT_FALSE(made);
  EXPECT_FALSE(looks.enough());
  may_end.set_value();
  while (!looks.enough()) std::this_thread::yield();
  EXPECT_EQ(seen, std::vector<int>{1});
}

TEST(LookThread, WithoutALookNothingIsEnough) {
  LookThread<int> looks(nullptr);
  looks.offer([]() -> int { throw 1; });
  EXPECT_FALSE(looks.enough());
}

}  // namespace
}  // namespace deskready::statistics

#include "probes/network/lookup/answer_in_time.h"

#include <gtest/gtest.h>

#include <condition_variable>
#include <cstdlib>
#include <future>
#include <memory>
#include <mutex>
#include <thread>

#include "probes/network/here/name_service.h"

namespace deskready::network {
namespace {

using namespace std::chrono_literals;
constexpr auto patient = 1h;  // no test waits for it

TEST(AnswerInTime, HandsTheAnswerOver) {
  const auto answer = answer_in_time<NameAnswer>(
      [] {
        return NameAnswer{NameAnswer::End::failed, -2, 7ms};
      },
      patient, {});
  ASSERT_TRUE(answer);
  EXPECT_EQ(answer->end, NameAnswer::End::failed);
  EXPECT_EQ(answer->code, -2);
  EXPECT_EQ(answer->taken, 7ms);
}

/// An asking that lasts until it is let go, and tells when nothing of it is left.
struct Endless {
  std::promise<void> go, gone;
  std::function<NameAnswer()> ask() {
    const std::shared_ptr<void> last(nullptr, [this](void*) { gone.set_value(); });
    return [last, wait = go.get_future().share()] {
      wait.wait();
      return NameAnswer{};
    };
  }
};

TEST(AnswerInTime, WhatDoesNotEndIsLeft) {
  Endless endless;
  EXPECT_FALSE(answer_in_time(endless.ask(), 0ms, {}));
  endless.go.set_value();
  endless.gone.get_future().wait();
}

TEST(AnswerInTime, AStopIsNoticedWhileItWaits) {
  Endless endless;
  std::stop_source stop;
  std::thread stopper([&] { stop.request_stop(); });
  EXPECT_FALSE(answer_in_time(endless.ask(), patient, stop.get_token()));
  stopper.join();
  endless.go.set_value();
  endless.gone.get_future().wait();
}

/// Ends the asking when main()'s statics are destroyed, and waits for it: it then comes to its end in a
/// process in which all that was made later is gone.
struct AtTheEnd {
  Endless endless;
  ~AtTheEnd() {
    endless.go.set_value();
    endless.gone.get_future().wait();
  }
};

TEST(AnswerInTimeDeathTest, MayComeAfterTheEndOfMain) {
  GTEST_FLAG_SET(death_test_style, "threadsafe");
  EXPECT_EXIT(
      {
        static AtTheEnd end;
        if (answer_in_time(end.endless.ask(), 0ms, {})) std::abort();
        std::exit(0);
      },
      testing::ExitedWithCode(0), "");
}

}  // namespace
}  // namespace deskready::network

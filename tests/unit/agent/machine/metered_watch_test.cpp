#include "agent/machine/metered_watch.h"

#include <gtest/gtest.h>
#include <systemd/sd-bus.h>

#include <atomic>
#include <boost/asio.hpp>
#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <thread>

#include "agent/daemon/heavy_guard.h"
#include "config/base/process.h"

namespace deskready {
namespace {

namespace fs = std::filesystem;
using namespace std::chrono_literals;

constexpr const char* manager = "org.freedesktop.NetworkManager";
constexpr const char* manager_path = "/org/freedesktop/NetworkManager";

int get_metered(sd_bus*, const char*, const char*, const char*, sd_bus_message* reply, void* value,
                sd_bus_error*) {
  return sd_bus_message_append(reply, "u", static_cast<std::atomic<std::uint32_t>*>(value)->load());
}

const sd_bus_vtable vtable[] = {
    SD_BUS_VTABLE_START(0),
    SD_BUS_PROPERTY("Metered", "u", get_metered, 0, SD_BUS_VTABLE_PROPERTY_EMITS_CHANGE),
    SD_BUS_VTABLE_END,
};

/// A bus of its own in the system bus's place, and what NetworkManager would say on it.
class SystemBus : public testing::Test {
 protected:
  void SetUp() override {
    std::string name = (fs::temp_directory_path() / "deskready-bus-XXXXXX").string();
    folder_ = mkdtemp(name.data());
    const std::string address = "unix:path=" + (folder_ / "bus").string();
    auto started = Process::start(
        {"/usr/bin/dbus-daemon", "--session", "--nofork", "--nopidfile", "--address=" + address});
    if (!started) GTEST_SKIP() << started.error();
    daemon_.emplace(std::move(*started));
    setenv("DBUS_SYSTEM_BUS_ADDRESS", address.c_str(), 1);
    while (!answers()) {
      if (daemon_->ended()) GTEST_SKIP() << "dbus-daemon ended";
      std::this_thread::yield();
    }
  }
  void TearDown() override {
    unsetenv("DBUS_SYSTEM_BUS_ADDRESS");
    if (daemon_) daemon_->send(SIGKILL);
    fs::remove_all(folder_);
  }

  /// Its socket is there before it listens.
  static bool answers() {
    sd_bus* bus = nullptr;
    if (sd_bus_open_system(&bus) < 0) return false;
    sd_bus_close_unref(bus);
    return true;
  }

  /// Runs the loop until `holds`, or for 90 s, which only a test that hangs takes.
  template <typename Holds>
  bool until(Holds holds) {
    const auto end = std::chrono::steady_clock::now() + 90s;
    while (!holds() && std::chrono::steady_clock::now() < end) loop_.run_one_for(10ms);
    return holds();
  }

  /// Becomes NetworkManager; false when the bus does not let it.
  bool manage() {
    sd_bus* raw = nullptr;
    if (sd_bus_open_system(&raw) < 0) return false;
    manager_.reset(raw);
    return sd_bus_add_object_vtable(raw, nullptr, manager_path, manager, vtable, &metered_) >= 0 &&
           sd_bus_request_name(raw, manager, 0) >= 0;
  }
  void serve() {
    while (sd_bus_process(manager_.get(), nullptr) > 0) {
    }
  }
  void say(std::uint32_t metered) {
    metered_ = metered;
    sd_bus_emit_properties_changed(manager_.get(), manager_path, manager, "Metered", nullptr);
    sd_bus_flush(manager_.get());
  }

  struct Close {
    void operator()(sd_bus* bus) const { sd_bus_flush_close_unref(bus); }
  };
  fs::path folder_;
  std::optional<Process> daemon_;
  boost::asio::io_context loop_;
  std::atomic<std::uint32_t> metered_{4};
  std::unique_ptr<sd_bus, Close> manager_;
  int changes_ = 0;
};

TEST_F(SystemBus, ALineThatBecomesMeteredIsNoticedAndSoIsItsEnd) {
  ASSERT_TRUE(manage());
  MeteredWatch watch(loop_, [this] { ++changes_; });
  const auto served = [&](bool wanted) {
    return [this, &watch, wanted] {
      serve();
      return watch.metered() == wanted;
    };
  };
  say(3);  // guessed, as for a telephone's line
  EXPECT_TRUE(until(served(true)));
  say(2);
  EXPECT_TRUE(until(served(false)));
  say(1);
  EXPECT_TRUE(until(served(true)));
  EXPECT_EQ(changes_, 3);
}

TEST_F(SystemBus, HeavyPartsWaitOnAMeteredLineAndItIsKnownSinceWhen) {
  ASSERT_TRUE(manage());
  metered_ = 1;
  HeavyGuard guard(loop_, [this] { ++changes_; });
  constexpr bool on_battery = true;  // whatever this computer runs on
  const WallTime begin{1000s};
  ASSERT_TRUE(until([&] {
    serve();
    return guard.why_not(on_battery, begin).has_value();
  }));
  const auto later = guard.why_not(on_battery, begin + 60s);
  ASSERT_TRUE(later);
  EXPECT_EQ(later->reason, Reason::metered);
  EXPECT_EQ(later->since, begin);
  const int before = changes_;
  say(2);
  EXPECT_TRUE(until([&] {
    serve();
    return !guard.why_not(on_battery, begin + 90s);
  }));
  EXPECT_GT(changes_, before) << "nobody would look again";
  say(1);
  EXPECT_TRUE(until([&] {
    serve();
    const auto again = guard.why_not(on_battery, begin + 120s);
    return again && again->since == begin + 120s;
  }));
}

TEST_F(SystemBus, ANetworkManagerThatComesLaterIsAsked) {
  MeteredWatch watch(loop_, [this] { ++changes_; });
  metered_ = 1;
  ASSERT_TRUE(manage());
  EXPECT_TRUE(until([&] {
    serve();
    return watch.metered();
  }));
}

TEST_F(SystemBus, WhatABusSaidThatDiedHoldsNoMore) {
  ASSERT_TRUE(manage());
  metered_ = 1;
  MeteredWatch watch(loop_, [this] { ++changes_; });
  ASSERT_TRUE(until([&] {
    serve();
    return watch.metered();
  }));
  daemon_->send(SIGKILL);
  EXPECT_TRUE(until([&] { return !watch.metered(); }));
  EXPECT_EQ(changes_, 2);
}

TEST(NoSystemBus, NothingIsHeldToBeMetered) {
  setenv("DBUS_SYSTEM_BUS_ADDRESS", "unix:path=/nonexistent", 1);
  boost::asio::io_context loop;
  MeteredWatch watch(loop, [] { FAIL(); });
  loop.run_for(10ms);
  EXPECT_FALSE(watch.metered());
  unsetenv("DBUS_SYSTEM_BUS_ADDRESS");
}

}  // namespace
}  // namespace deskready

#include "agent/daemon/heavy_guard.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>

namespace deskready {
namespace {

namespace fs = std::filesystem;

class Machine : public testing::Test {
 protected:
  Machine() {
    std::string name = (fs::temp_directory_path() / "deskready-guard-XXXXXX").string();
    root_ = mkdtemp(name.data());
  }
  ~Machine() override { fs::remove_all(root_); }
  void write(const std::string& file, const std::string& text) {
    fs::create_directories((root_ / file).parent_path());
    std::ofstream(root_ / file) << text;
  }
  void supply(const std::string& name, const std::string& field, const std::string& text) {
    write("sys/class/power_supply/" + name + "/" + field, text + "\n");
  }
  fs::path root_;
};

TEST_F(Machine, WithoutABatteryRunsOnNone) {
  EXPECT_FALSE(runs_on_battery(root_));
}

TEST_F(Machine, ADischargingBatteryWithoutMainsHolds) {
  supply("BAT0", "type", "Battery");
  supply("BAT0", "status", "Discharging");
  EXPECT_TRUE(runs_on_battery(root_));
  supply("AC", "type", "Mains");
  supply("AC", "online", "0");
  EXPECT_TRUE(runs_on_battery(root_));
  supply("AC", "online", "1");
  EXPECT_FALSE(runs_on_battery(root_));
}

TEST_F(Machine, AHeadsetsOwnBatteryIsNotTheComputers) {
  supply("hid", "type", "Battery");
  supply("hid", "scope", "Device");
  supply("hid", "status", "Discharging");
  EXPECT_FALSE(runs_on_battery(root_));
}

TEST_F(Machine, TheLineIsAllDevicesButLoopback) {
  write("proc/net/dev",
        "Inter-|   Receive                                                |  Transmit\n"
        " face |bytes    packets errs drop fifo frame compressed multicast|bytes    packets errs drop fifo "
        "colls carrier "
        "compressed\n"
        "    lo: 1000000    10    0    0    0     0          0         0  1000000    10    0    0    0     0 "
        "      0          0\n"
        "  eth0:     300    10    0    0    0     0          0         0       40    10    0    0    0     0 "
        "      0          0\n"
        " wlan0:5 1 0 0 0 0 0 0 7 1 0 0 0 0 0 0\n");
  EXPECT_EQ(line_bytes(root_), 352u);
}

}  // namespace
}  // namespace deskready

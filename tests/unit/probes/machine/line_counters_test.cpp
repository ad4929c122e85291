#include "probes/machine/line_counters.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>

namespace deskready {
namespace {

namespace fs = std::filesystem;

class LineCounters : public testing::Test {
 protected:
  LineCounters() {
    std::string name = (fs::temp_directory_path() / "deskready-counters-XXXXXX").string();
    root_ = mkdtemp(name.data());
  }
  ~LineCounters() override { fs::remove_all(root_); }
  void device(const std::string& name, const std::string& received, const std::string& sent) {
    const fs::path folder = root_ / "sys/class/net" / name / "statistics";
    fs::create_directories(folder);
    std::ofstream(folder / "rx_bytes") << received;
    std::ofstream(folder / "tx_bytes") << sent;
  }
  fs::path root_;
};

TEST_F(LineCounters, TheLineIsTheSumOfWhatEachDeviceTellsButLoopback) {
  device("lo", "1000000\n", "1000000\n");
  device("eth0", "300\n", "40\n");
  device("wlan0", "5\n", "7\n");
  EXPECT_EQ(device_bytes(root_, "eth0"), 340u);
  EXPECT_EQ(device_bytes(root_, "wlan0"), 12u);
  EXPECT_EQ(line_bytes(root_), 352u);
}

TEST_F(LineCounters, ADeviceThatCannotTellHasNoCountAndAddsNone) {
  device("eth0", "300\n", "40\n");
  device("odd0", "no number\n", "7\n");
  EXPECT_EQ(device_bytes(root_, "odd0"), std::nullopt);
  EXPECT_EQ(device_bytes(root_, "gone0"), std::nullopt);
  EXPECT_EQ(device_bytes(root_, ""), std::nullopt);
  EXPECT_EQ(line_bytes(root_), 340u);
}

}  // namespace
}  // namespace deskready

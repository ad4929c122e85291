// One answer to what feeds this computer: what holds the background service back is what the report says.
#include "probes/machine/power.h"

#include "probes/system/state/power.h"
#include "tests/unit/probes/system/system_tree.h"

namespace deskready {
namespace {

class Power : public system_facts::Tree {
 protected:
  void supply(const std::string& name, const std::string& field, const std::string& text) {
    file("/sys/class/power_supply/" + name + "/" + field, text + "\n");
  }
  std::string reported() const {
    const Facts facts = measure(system_facts::power_probe());
    const Fact* fact = facts.find("system.power.source");
    return fact == nullptr ? "" : std::get<std::string>(fact->value);
  }
  /// Both users of the answer.
  void expect_battery(bool expected) const {
    EXPECT_EQ(runs_on_battery(root_), expected);
    EXPECT_EQ(reported() == "battery", expected);
  }
};

TEST_F(Power, IsMainsWithoutABattery) {
  folder("/sys/class/power_supply");
  expect_battery(false);
  EXPECT_EQ(power_supplies(root_)->source, PowerSource::mains);
}

TEST_F(Power, IsUnknownWhereNothingIsListed) {
  EXPECT_FALSE(power_supplies(root_).has_value());
  expect_battery(false);
}

TEST_F(Power, ADischargingBatteryFeedsItUntilTheMainsDo) {
  supply("BAT0", "type", "Battery");
  supply("BAT0", "status", "Discharging");
  expect_battery(true);
  supply("AC", "type", "Mains");
  supply("AC", "online", "0");
  expect_battery(true);
  supply("AC", "online", "1");
  expect_battery(false);
}

TEST_F(Power, MainsThatAreOffLeaveTheBatteryWhateverItSays) {
  supply("BAT0", "type", "Battery");
  supply("BAT0", "status", "Full");
  supply("AC", "type", "Mains");
  supply("AC", "online", "0");
  expect_battery(true);
}

TEST_F(Power, AnAdapterOfTwoWorkingModesIsPower) {
  // 2: "online, programmable" (sysfs-class-power).
  supply("BAT0", "type", "Battery");
  supply("BAT0", "status", "Discharging");
  supply("usb", "type", "USB");
  supply("usb", "online", "2");
  expect_battery(false);
}

TEST_F(Power, PowerBesideABatteryThatEmptiesTellsNothing) {
  supply("BAT0", "type", "Battery");
  supply("BAT0", "status", "Discharging");
  supply("AC", "type", "Mains");
  supply("AC", "online", "1");
  EXPECT_EQ(power_supplies(root_)->source, std::nullopt);
  // Charging that ended at a limit: nothing flows.
  supply("BAT0", "power_now", "0");
  EXPECT_EQ(power_supplies(root_)->source, PowerSource::mains);
}

TEST_F(Power, BatteriesOfUnequalSizeAreFullByTheirEnergy) {
  supply("BAT0", "type", "Battery");
  supply("BAT0", "capacity", "100");
  EXPECT_EQ(power_supplies(root_)->charge, 1.0);
  supply("BAT1", "type", "Battery");
  supply("BAT1", "capacity", "0");
  EXPECT_EQ(power_supplies(root_)->charge, std::nullopt);  // of unequal ones percent say nothing
  for (const char* name : {"BAT0", "BAT1"})
    supply(name, "energy_full", name == std::string("BAT0") ? "10" : "30");
  supply("BAT0", "energy_now", "10");
  supply("BAT1", "energy_now", "0");
  EXPECT_EQ(power_supplies(root_)->charge, 0.25);
}

TEST_F(Power, AHeadsetsOwnBatteryIsNotTheComputers) {
  supply("hid", "type", "Battery");
  supply("hid", "scope", "Device");
  supply("hid", "status", "Discharging");
  expect_battery(false);
}

TEST_F(Power, ABatteryThatDoesNotTellIsNoAnswer) {
  supply("BAT0", "type", "Battery");
  supply("BAT0", "status", "Unknown");
  EXPECT_EQ(power_supplies(root_)->source, std::nullopt);
  expect_battery(false);
}

}  // namespace
}  // namespace deskready

// Single facts of the computer: what decides each of them, and when it is left open.
#include "probes/system/hardware/computer.h"
#include "probes/system/hardware/cpu.h"
#include "probes/system/hardware/disk.h"
#include "probes/system/hardware/display.h"
#include "probes/system/hardware/firmware.h"
#include "probes/system/hardware/graphics.h"
#include "probes/system/hardware/input.h"
#include "probes/system/hardware/memory.h"
#include "probes/system/hardware/usb.h"
#include "probes/system/hardware/virtual_machine.h"
#include "probes/system/software/firewall.h"
#include "probes/system/software/os.h"
#include "probes/system/software/screen_lock.h"
#include "probes/system/software/updates.h"
#include "probes/system/state/power.h"
#include "probes/system/state/time.h"
#include "tests/tools/source_folder.h"
#include "tests/unit/probes/system/system_tree.h"

namespace deskready::system_facts {
namespace {

class System : public Tree {
 protected:
  std::string answer(const Probe& probe, std::string_view key) const {
    return value_of_fact(measure(probe), key);
  }
};

TEST_F(System, AnUnknownProcessorIsShownByItsName) {
  file("/proc/cpuinfo", "processor\t: 0\nvendor_id\t: GenuineIntel\nmodel name\t: Intel(R) Fancy 9 X1\n");
  const Facts facts = measure(cpu_probe());
  EXPECT_EQ(value_of_fact(facts, "system.cpu.vendor"), "Intel");
  EXPECT_EQ(value_of_fact(facts, "system.cpu.model"), "Intel(R) Fancy 9 X1");
  ASSERT_EQ(value_of_fact(facts, "system.cpu.family"), "cause: unknown_name");
  EXPECT_EQ(facts.why_not("system.cpu.family")->args.at("name"), "Intel(R) Fancy 9 X1");
}

TEST_F(System, ArmCoresWithoutANameShowTheirNumbers) {
  file("/proc/cpuinfo", "processor\t: 0\nCPU implementer\t: 0x41\nCPU part\t: 0xfff\n");
  const Facts facts = measure(cpu_probe());
  EXPECT_EQ(value_of_fact(facts, "system.cpu.vendor"), "ARM");
  ASSERT_EQ(value_of_fact(facts, "system.cpu.model"), "cause: unknown_name");
  EXPECT_EQ(facts.why_not("system.cpu.model")->args.at("name"), "ARM implementer 0x41 part 0xfff");
}

TEST_F(System, InstructionsAreToldByNameWhetherThereOrNot) {
  file("/proc/cpuinfo", "processor\t: 0\nmodel name\t: x\nflags\t\t: sse4_2 avx2 aes\n");
  const Facts facts = measure(
      cpu_probe(), {question("system.cpu.instructions.avx2"), question("system.cpu.instructions.avx512f"),
                    question("system.cpu.instructions.avx")});
  EXPECT_EQ(value_of_fact(facts, "system.cpu.instructions.avx2"), "true");
  EXPECT_EQ(value_of_fact(facts, "system.cpu.instructions.avx512f"), "false");
  EXPECT_EQ(value_of_fact(facts, "system.cpu.instructions.avx"), "false");
  file("/proc/cpuinfo", "processor\t: 0\nmodel name\t: x\n");
  EXPECT_EQ(value_of_fact(measure(cpu_probe(), {question("system.cpu.instructions.avx2")}),
                          "system.cpu.instructions.avx2"),
            "cause: unsupported");
}

TEST_F(System, MemoryOfAnEightGigabyteMachineIsEight) {
  file("/proc/meminfo", "MemTotal: 7986300 kB\nMemAvailable: 4312340 kB\n");
  EXPECT_EQ(answer(memory_probe(), "system.memory.installed"), "8589934592");
  // Sixteen with a quarter lent to the graphics is not taken for sixteen: at least what is seen.
  file("/proc/meminfo", "MemTotal: 12234212 kB\n");
  const Facts facts = measure(memory_probe());
  EXPECT_TRUE(facts.find("system.memory.installed")->at_least);
  EXPECT_EQ(value_of_fact(facts, "system.memory.available"), "cause: unsupported");
  file("/proc/meminfo", "MemTotal: 0 kB\nMemAvailable: -3 kB\n");
  EXPECT_EQ(answer(memory_probe(), "system.memory.installed"), "cause: unsupported");
}

TEST_F(System, DisksAreFoundThroughEncryptionAndVolumes) {
  file("/proc/self/mountinfo",
       "22 1 0:21 / /proc rw - proc proc rw\n26 1 252:1 / / rw - ext4 /dev/mapper/a rw\n27 26 252:9 / "
       "/home/agent\\040x rw - "
       "xfs /dev/mapper/b rw\n");
  file("/sys/dev/block/252:1/dm/uuid", "LVM-abc\n");
  link("/sys/dev/block/252:1/slaves/dm-0", "/sys/block/dm-0");
  file("/sys/block/dm-0/dm/uuid", "CRYPT-LUKS2-abc-luks\n");
  link("/sys/block/dm-0/slaves/sda3", "/sys/block/sda/sda3");
  link("/sys/block/dm-0/slaves/sdb", "/sys/block/sdb");
  file("/sys/block/sda/sda3/partition", "3\n");
  file("/sys/block/sda/queue/rotational", "0\n");
  file("/sys/block/sda/size", "1000\n");
  folder("/sys/block/sdb/slaves");
  file("/sys/block/sdb/queue/rotational", "1\n");
  file("/sys/block/sdb/size", "3000\n");
  const Facts facts = measure(disk_probe());
  EXPECT_EQ(value_of_fact(facts, "system.disk.encrypted"), "true");
  EXPECT_EQ(value_of_fact(facts, "system.disk.size"), "2048000");
  EXPECT_EQ(value_of_fact(facts, "system.disk.solid_state"), "false");
}

TEST_F(System, DisksThatAreMadeOfEachOtherEnd) {
  file("/proc/self/mountinfo", "26 1 252:1 / / rw - ext4 /dev/mapper/a rw\n");
  link("/sys/dev/block/252:1/slaves/a", "/sys/dev/block/252:1");
  EXPECT_EQ(answer(disk_probe(), "system.disk.encrypted"), "cause: unsupported");
}

TEST_F(System, AConnectorThatCannotBeReadLeavesTheCountOpen) {
  file("/sys/class/drm/card0-eDP-1/status", "connected\n");
  file("/sys/class/drm/card0-eDP-1/modes", "1920x1080\n");
  EXPECT_EQ(answer(display_probe(), "system.display.count"), "1");
  EXPECT_EQ(answer(display_probe(), "system.display.size"), "cause: unsupported");
  folder("/sys/class/drm/card0-DP-1");
  EXPECT_EQ(answer(display_probe(), "system.display.count"), "cause: unsupported");
}

TEST_F(System, GraphicsAreDedicatedByWhereTheySit) {
  file("/sys/class/drm/card0/device/vendor", "0x8086\n");
  file("/sys/class/drm/card0/device/uevent", "DRIVER=i915\nPCI_SLOT_NAME=0000:00:02.0\n");
  EXPECT_EQ(answer(graphics_probe(), "system.graphics.dedicated"), "false");
  file("/sys/class/drm/card0/device/uevent", "DRIVER=xe\nPCI_SLOT_NAME=0000:03:00.0\n");
  EXPECT_EQ(answer(graphics_probe(), "system.graphics.dedicated"), "true");
  // AMD's own sit behind a bridge as cards do; which they are, the number tells, and the memory does not.
  file("/sys/class/drm/card0/device/vendor", "0x1002\n");
  EXPECT_EQ(answer(graphics_probe(), "system.graphics.dedicated"), "cause: unsupported");
  file("/sys/class/drm/card0/device/device", "0x1638\n");
  file("/sys/class/drm/card0/device/mem_info_vram_total", "8573157376\n");
  EXPECT_EQ(answer(graphics_probe(), "system.graphics.dedicated"), "false");
  file("/sys/class/drm/card0/device/device", "0x73df\n");
  EXPECT_EQ(answer(graphics_probe(), "system.graphics.dedicated"), "true");
  EXPECT_EQ(answer(graphics_probe(), "system.graphics.memory"), "8573157376");
  file("/sys/class/drm/card1/device/vendor", "0x10de\n");
  EXPECT_EQ(answer(graphics_probe(), "system.graphics.vendor"), "AMD");
}

TEST_F(System, KeyboardsAreToldFromButtons) {
  const auto devices = [&](const std::string& text) { file("/proc/bus/input/devices", text); };
  devices("I: Bus=0019\nN: Name=\"Power Button\"\nH: Handlers=kbd event0 \nB: EV=3\n");
  EXPECT_EQ(answer(input_probe(), "system.keyboard.connection"), "cause: no_device");
  devices(
      "I: Bus=0011\nN: Name=\"AT Translated Set 2 keyboard\"\nH: Handlers=sysrq kbd leds \nB: EV=120013\n");
  EXPECT_EQ(answer(input_probe(), "system.keyboard.connection"), "ps2");
  file("/sys/class/power_supply/BAT0/type", "Battery\n");
  EXPECT_EQ(answer(input_probe(), "system.keyboard.connection"), "built_in");
  devices(
      "I: Bus=0011\nN: Name=\"AT Translated Set 2 keyboard\"\nH: Handlers=sysrq kbd leds \nB: EV=120013\n\n"
      "I: Bus=0003\nN: Name=\"Logitech Wireless Keyboard PID:4023\"\nH: Handlers=sysrq kbd leds \nB: "
      "EV=120013\n");
  EXPECT_EQ(answer(input_probe(), "system.keyboard.connection"), "radio");
}

// A Dell keyboard as a kernel of 32 bits lists its keys, and the Pi's own touch screen (published udev
// databases).
TEST_F(System, KernelsOf32BitsHaveKeyboardsToo) {
  file("/proc/bus/input/devices",
       "I: Bus=0003\nN: Name=\"Dell USB Entry Keyboard\"\nH: Handlers=sysrq kbd leds event0 \nB: EV=120013\n"
       "B: KEY=800000 0 e0b0ffdf 1cfffff ffffffff fffffffe\n\n"
       "I: Bus=0000\nN: Name=\"FT5406 memory based driver\"\nH: Handlers=mouse0 event1 \nB: EV=b\n"
       "B: KEY=400 0 0 0 0 0 0 0 0 0 0\n");
  EXPECT_EQ(answer(input_probe(), "system.keyboard.connection"), "usb");
  EXPECT_EQ(answer(input_probe(), "system.mouse.connection"), "cause: no_device");
}

TEST_F(System, ALayerWithoutAMarkMayBeACipher) {
  file("/proc/self/mountinfo", "26 1 252:1 / / rw - ext4 /dev/mapper/a rw\n");
  file("/sys/dev/block/252:1/dm/name", "a\n");
  link("/sys/dev/block/252:1/slaves/sdb", "/sys/block/sdb");
  file("/sys/block/sdb/size", "3000\n");
  EXPECT_EQ(answer(disk_probe(), "system.disk.encrypted"), "cause: unsupported");
  file("/sys/dev/block/252:1/dm/uuid", "LVM-abc\n");
  EXPECT_EQ(answer(disk_probe(), "system.disk.encrypted"), "false");
}

TEST_F(System, AVariableOfZerosSaysNothingOfSecureBoot) {
  folder("/sys/firmware/acpi");
  constexpr const char* variable =
      "/sys/firmware/efi/efivars/SecureBoot-8be4df61-93ca-11d2-aa0d-00e098032b8c";
  file(variable, std::string(5, '\0'));
  EXPECT_EQ(answer(firmware_probe(), "system.secure_boot"), "cause: unsupported");
  file(variable, std::string("\x06\0\0\0\0", 5));
  EXPECT_EQ(answer(firmware_probe(), "system.secure_boot"), "false");
  file("/sys/class/tpm/tpm0/tpm_version_major", "7\n");
  EXPECT_EQ(answer(firmware_probe(), "system.tpm"), "cause: unsupported");
}

TEST_F(System, ThreadsAreNoCores) {
  file("/proc/cpuinfo",
       "processor : 0\nvendor_id : GenuineIntel\n\nprocessor : 1\nvendor_id : GenuineIntel\n");
  EXPECT_EQ(answer(cpu_probe(), "system.cpu.threads"), "2");
  EXPECT_EQ(answer(cpu_probe(), "system.cpu.cores"), "cause: unsupported");
}

TEST_F(System, SocketsOfTwoHubsCountOnce) {
  const auto port = [&](const std::string& hub, const std::string& number, const std::string& kind) {
    const std::string path = "/sys/bus/usb/devices/" + hub + "-0:1.0/usb" + hub + "-port" + number;
    file(path + "/connect_type", kind + "\n");
    return path;
  };
  const std::string second = port("1", "2", "hotplug"), third = port("1", "3", "hotplug");
  port("1", "1", "hardwired");
  const std::string blue = port("2", "1", "hotplug");
  link(second + "/peer", blue);
  link(blue + "/peer", second);
  EXPECT_EQ(answer(usb_probe(), "system.usb.free_ports"), "2");
  // A stick in the blue half takes the whole socket.
  folder(blue + "/device");
  EXPECT_EQ(answer(usb_probe(), "system.usb.free_ports"), "1");
  folder(third + "/device");
  EXPECT_EQ(answer(usb_probe(), "system.usb.free_ports"), "0");
}

TEST_F(System, FirmwareThatKnowsNoSocketsLeavesThemOpen) {
  file("/sys/bus/usb/devices/1-0:1.0/usb1-port1/connect_type", "unknown\n");
  EXPECT_EQ(answer(usb_probe(), "system.usb.free_ports"), "cause: unsupported");
}

TEST_F(System, PowerIsOpenWhereASupplyDoesNotSayWhatItIs) {
  folder("/sys/class/power_supply/X");
  EXPECT_EQ(answer(power_probe(), "system.power.source"), "cause: unsupported");
  file("/sys/class/power_supply/X/type", "UPS\n");
  EXPECT_EQ(answer(power_probe(), "system.power.ups"), "true");
  EXPECT_EQ(answer(power_probe(), "system.power.source"), "mains");
}

TEST_F(System, TheFirmwaresDateIsMonthFirst) {
  file("/proc/cpuinfo", "processor : 0\nflags : fpu\n");
  file("/sys/class/dmi/id/bios_date", "02/30/2020\n");
  EXPECT_EQ(answer(computer_probe(), "system.age"), "cause: unsupported");
  file("/sys/class/dmi/id/bios_date", "12/31/2099\n");
  EXPECT_EQ(answer(computer_probe(), "system.age"), "cause: failed");
  file("/sys/class/dmi/id/bios_date", "07/24/2018\n");
  const Facts facts = measure(computer_probe());
  ASSERT_NE(facts.find("system.age"), nullptr);
  EXPECT_TRUE(facts.find("system.age")->at_least);
  file("/sys/class/dmi/id/bios_date", "07/24/18\n");
  const Facts as_apple_wrote = measure(computer_probe());
  ASSERT_NE(as_apple_wrote.find("system.age"), nullptr);
  constexpr double hour = 3600;
  EXPECT_NEAR(std::get<double>(as_apple_wrote.find("system.age")->value),
              std::get<double>(facts.find("system.age")->value), hour);
}

TEST_F(System, AmazonsWholeMachinesAreNoVirtualOnes) {
  file("/sys/class/dmi/id/sys_vendor", "Amazon EC2\n");
  file("/sys/class/dmi/id/product_name", "c6g.metal\n");
  EXPECT_EQ(answer(virtual_machine_probe(), "system.virtual_machine"), "false");
  file("/sys/class/dmi/id/product_name", "c6g.large\n");
  EXPECT_EQ(answer(virtual_machine_probe(), "system.virtual_machine"), "true");
}

TEST_F(System, AFirewallThatIsSwitchedOffIsNone) {
  EXPECT_EQ(answer(firewall_probe(), "system.firewall"), "cause: unsupported");
  file("/proc/modules", "snd 1 0 - Live 0x0\n");
  file("/etc/ufw/ufw.conf", "# ENABLED=yes\nENABLED=no\n");
  EXPECT_EQ(answer(firewall_probe(), "system.firewall"), "false");
  file("/proc/modules", "nf_tables 1 0 - Live 0x0\n");
  EXPECT_EQ(answer(firewall_probe(), "system.firewall"), "cause: no_permission");
  file("/etc/ufw/ufw.conf", "ENABLED=yes\n");
  EXPECT_EQ(answer(firewall_probe(), "system.firewall"), "true");
}

TEST_F(System, KdeLocksUnlessToldNotTo) {
  EXPECT_EQ(answer(screen_lock_probe(), "system.screen_lock"), "cause: unsupported");
  file("/usr/bin/plasmashell", "");
  EXPECT_EQ(answer(screen_lock_probe(), "system.screen_lock"), "true");
  file("/home/agent/.config/kscreenlockerrc", "[Daemon]\nAutolock=false\n");
  EXPECT_EQ(answer(screen_lock_probe(), "system.screen_lock"), "false");
}

TEST_F(System, XfceLocksUnlessToldNotTo) {
  file("/usr/bin/xfce4-session", "");
  EXPECT_EQ(answer(screen_lock_probe(), "system.screen_lock"), "cause: unsupported") << "no known locker";
  file("/usr/bin/xfce4-screensaver", "");
  EXPECT_EQ(answer(screen_lock_probe(), "system.screen_lock"), "true");
  const std::string settings = "/home/agent/.config/xfce4/xfconf/xfce-perchannel-xml/xfce4-screensaver.xml";
  const std::string before =
      "<channel name=\"xfce4-screensaver\" version=\"1.0\">\n  <property name=\"other\" "
      "type=\"empty\">\n    <property name=\"enabled\" type=\"bool\" value=\"false\"/>\n"
      "  </property>\n  <property name=\"lock\" type=\"empty\">\n";
  file(settings, before + "    <property name=\"enabled\" type=\"bool\" value=\"true\"/>\n");
  EXPECT_EQ(answer(screen_lock_probe(), "system.screen_lock"), "true");
  file(settings, before + "    <property name=\"enabled\" type=\"bool\" value=\"false\"/>\n");
  EXPECT_EQ(answer(screen_lock_probe(), "system.screen_lock"), "false");
}

TEST_F(System, WhatTheAdministratorSetForEverybodyCounts) {
  file("/usr/bin/gnome-shell", "");
  EXPECT_EQ(answer(screen_lock_probe(), "system.screen_lock"), "true");
  std::ifstream compiled(source_folder() + "/tests/unit/probes/system/data/dconf_user", std::ios::binary);
  std::stringstream bytes;
  bytes << compiled.rdbuf();
  file("/etc/dconf/db/local", bytes.str());
  EXPECT_EQ(answer(screen_lock_probe(), "system.screen_lock"), "false");
}

TEST_F(System, SecurityUpdatesThatWaitAreALowerBound) {
  const std::string list = "/var/lib/apt/lists/deb.example_dists_stable-security_main_binary-amd64_Packages";
  file("/var/lib/dpkg/status",
       "Package: bash\nStatus: install ok installed\nArchitecture: amd64\nVersion: 5.2.15-2+b7\n\n"
       "Package: curl\nStatus: install ok installed\nArchitecture: amd64\nVersion: 7.88.1-10+deb12u5\n\n"
       "Package: gone\nStatus: deinstall ok config-files\nArchitecture: amd64\nVersion: 1\n\n"
       "Package: own\nStatus: install ok installed\nArchitecture: amd64\nVersion: 1:1.0\n");
  EXPECT_EQ(answer(updates_probe(), "system.os.updates.pending"), "cause: unsupported") << "no lists";
  file(list, "Package: bash\nArchitecture: amd64\nVersion: 5.2.15-2\n\n");
  EXPECT_EQ(answer(updates_probe(), "system.os.updates.pending"), "0");
  file(
      list,
      "Package: curl\nArchitecture: amd64\nVersion: 7.88.1-10+deb12u8\nDescription: a tool\n Version: 9\n\n"
      "Package: curl\nArchitecture: amd64\nVersion: 7.88.1-10+deb12u12\n\nPackage: curl\nArchitecture: i386\n"
      "Version: 99\n\nPackage: gone\nArchitecture: amd64\nVersion: 2\n\nPackage: own\nArchitecture: amd64\n"
      "Version: 9.0\n");
  const Facts facts = measure(updates_probe());
  EXPECT_EQ(value_of_fact(facts, "system.os.updates.pending"), "1");
  EXPECT_TRUE(facts.find("system.os.updates.pending")->at_least);
}

TEST_F(System, TheTimeZoneIsTheLinksOwnText) {
  link("/etc/localtime", "../usr/share/zoneinfo/America/New_York");
  EXPECT_EQ(answer(time_probe(), "system.time_zone"), "America/New_York");
}

TEST_F(System, UpdatesAreCountedWhereTheyAreNoted) {
  EXPECT_EQ(answer(updates_probe(), "system.os.updates.pending"), "cause: unsupported");
  file("/var/lib/update-notifier/updates-available", "\n0 updates can be applied immediately.\n");
  EXPECT_EQ(answer(updates_probe(), "system.os.updates.pending"), "0");
  file("/var/lib/update-notifier/updates-available",
       "Expanded Security Maintenance for Applications is not enabled.\n\n31 updates can be applied "
       "immediately.\n7 of these "
       "updates are standard security updates.\n");
  EXPECT_EQ(answer(updates_probe(), "system.os.updates.pending"), "31");
}

// os-release of Fedora 41 Workstation, as the distribution ships it.
TEST_F(System, TheSystemsOtherNamesAreKept) {
  file("/etc/os-release",
       "NAME=\"Fedora Linux\"\nVERSION=\"41 (Workstation Edition)\"\nID=fedora\nVERSION_ID=41\n"
       "PRETTY_NAME=\"Fedora Linux 41 (Workstation Edition)\"\nVARIANT=\"Workstation Edition\"\n");
  const Facts facts = measure(os_probe());
  EXPECT_EQ(facts.find("system.os.name")->detail["names"],
            (std::vector<std::string>{"Fedora Linux", "Fedora Linux 41 (Workstation Edition)", "fedora 41"}));
  EXPECT_TRUE(facts.find("system.os.version")->detail.empty());
}

// Makers and products as published DMI tables have them: an HP Chromebook's firmware is Google's, and so is
// the name of Google's rented computers, which are guests.
TEST_F(System, ChromebooksAreKnownByTheirFirmware) {
  EXPECT_EQ(answer(computer_probe(), "system.chromebook"), "cause: unsupported");
  const std::pair<const char*, const char*> rows[] = {{"Google\nEve", "true"},
                                                      {"GOOGLE\nPeppy", "true"},
                                                      {"Google\nGoogle Compute Engine", "cause: unsupported"},
                                                      {"LENOVO\n20L6S0L800", "false"}};
  for (const auto& [names, is] : rows) {
    const std::string_view both = names;
    file("/sys/class/dmi/id/sys_vendor", std::string(both.substr(0, both.find('\n'))) + "\n");
    file("/sys/class/dmi/id/product_name", std::string(both.substr(both.find('\n') + 1)) + "\n");
    EXPECT_EQ(answer(computer_probe(), "system.chromebook"), is) << names;
  }
}

TEST_F(System, OnlyWhatIsNoNetbookIsTold) {
  file("/sys/class/dmi/id/chassis_type", "3\n");
  EXPECT_EQ(answer(computer_probe(), "system.netbook"), "false");
  file("/sys/class/dmi/id/chassis_type", "9\n");
  EXPECT_EQ(answer(computer_probe(), "system.netbook"), "cause: unsupported") << "a laptop of unknown size";
}

TEST_F(System, TheReleaseIsReadWithAndWithoutQuotes) {
  file("/etc/os-release", "ID='opensuse-leap'\nVERSION_ID=\"15.6\"\nVARIANT=\n");
  const Facts facts = measure(os_probe());
  EXPECT_EQ(value_of_fact(facts, "system.os.name"), "opensuse-leap");
  EXPECT_EQ(value_of_fact(facts, "system.os.version"), "15.6");
  EXPECT_EQ(value_of_fact(facts, "system.os.edition"), "cause: unsupported");
}

}  // namespace
}  // namespace deskready::system_facts

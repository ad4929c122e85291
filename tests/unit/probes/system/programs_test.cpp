#include "probes/system/software/programs.h"

#include <set>

#include "probes/system/software/installed.h"
#include "tests/unit/probes/system/system_tree.h"

namespace deskready::system_facts {
namespace {

class Programs : public Tree {
 protected:
  std::string answer(const std::string& key) const {
    return value_of_fact(measure(programs_probe(), {question(key)}), key);
  }
  void deb(const std::string& name, const std::string& version,
           const std::string& status = "install ok installed") {
    status_ += "Package: " + name + "\nStatus: " + status + "\nVersion: " + version + "\n\n";
    file("/var/lib/dpkg/status", status_);
  }
  std::string status_;
};

TEST_F(Programs, WithoutAnyListNothingIsSaid) {
  for (const char* key : {"system.browser.firefox.version", "system.program.zoom.installed", "system.office",
                          "system.program.zoom.running", "system.antivirus"}) {
    EXPECT_EQ(answer(key), "cause: unsupported") << key;
  }
}

TEST_F(Programs, AnEmptyOrSpoiltPackageListIsNoProof) {
  folder("/usr/bin");
  file("/var/lib/dpkg/status", "");
  EXPECT_EQ(answer("system.program.zoom.installed"), "cause: unsupported");
  file("/var/lib/dpkg/status", std::string(3'000'000, '\x01'));
  EXPECT_EQ(answer("system.program.zoom.installed"), "cause: unsupported");
}

TEST_F(Programs, PackagesOfDebian) {
  deb("firefox-esr", "115.13.0esr-1~deb12u1");
  deb("google-chrome-stable", "126.0.6478.126-1");
  deb("chromium", "120.0.6099.224-1~deb12u1", "deinstall ok config-files");
  EXPECT_EQ(answer("system.browser.firefox.version"), "115.13.0esr");
  EXPECT_EQ(answer("system.browser.chrome.version"), "126.0.6478.126");
  EXPECT_EQ(answer("system.browser.chromium.version"), "not installed");
  EXPECT_EQ(answer("system.program.chrome.installed"), "true");
  EXPECT_EQ(answer("system.program.chromium.installed"), "false");
}

TEST_F(Programs, APointerToASnapIsNoBrowser) {
  deb("bash", "5.2-1");
  deb("firefox", "1:1snap1-0ubuntu5");
  EXPECT_EQ(answer("system.browser.firefox.version"), "not installed");
  file("/snap/firefox/current/meta/snap.yaml", "name: firefox\nversion: '127.0.2-1'\n");
  EXPECT_EQ(answer("system.browser.firefox.version"), "127.0.2");
}

TEST_F(Programs, OfSeveralTheNewestCounts) {
  deb("firefox-esr", "115.9.0esr-1");
  file(
      "/var/lib/flatpak/app/org.mozilla.firefox/current/active/files/share/metainfo/"
      "org.mozilla.firefox.metainfo.xml",
      "<releases>\n  <release date=\"2024-07-09\" version=\"128.0\"/>\n  <release "
      "version=\"127.0\"/></releases>");
  EXPECT_EQ(answer("system.browser.firefox.version"), "128.0");
}

TEST_F(Programs, APersonsOwnFlatpaksCount) {
  deb("bash", "5.2-1");
  file("/home/agent/.local/share/flatpak/app/us.zoom.Zoom/current/active/files/x", "");
  EXPECT_EQ(answer("system.program.zoom.installed"), "true");
  EXPECT_EQ(answer("system.program.zoom.version"), "cause: unsupported");
}

TEST_F(Programs, WhereThereAreNoPackagesFilesTell) {
  file("/usr/lib64/firefox/firefox", "");
  file("/usr/lib64/firefox/application.ini", "[App]\nName=Firefox\nVersion=126.0.1\n");
  file("/opt/google/chrome/chrome", "");
  file("/home/agent/.config/google-chrome/Last Version", "125.0.6422.141");
  file("/usr/bin/some-tool", "");
  EXPECT_EQ(answer("system.browser.firefox.version"), "126.0.1");
  EXPECT_EQ(answer("system.browser.chrome.version"), "125.0.6422.141");
  EXPECT_EQ(answer("system.program.some_tool.installed"), "true");
  EXPECT_EQ(answer("system.program.other_tool.installed"), "false");
}

TEST_F(Programs, PacmansFoldersAreSplitFromTheirEnd) {
  file("/var/lib/pacman/local/brave-bin-1:1.67.123-1/desc", "");
  file("/var/lib/pacman/local/vivaldi-6.8.3381.46-1/desc", "");
  EXPECT_EQ(answer("system.browser.vivaldi.version"), "6.8.3381.46");
  EXPECT_EQ(answer("system.program.brave_bin.version"), "1.67.123");
}

TEST_F(Programs, RunningIsToldByNamesOfProcesses) {
  deb("bash", "5.2-1");
  file("/proc/1/comm", "systemd\n");
  file("/proc/77/comm", "transmission-gt\n");
  file("/proc/78/comm", "clamd\n");
  file("/proc/self/comm", "anydesk\n");
  EXPECT_EQ(answer("system.program.transmission.running"), "true");
  EXPECT_EQ(answer("system.program.anydesk.running"), "false");
  EXPECT_EQ(answer("system.antivirus"), "true");
  EXPECT_EQ(answer("system.management_agent"), "false");
}

TEST_F(Programs, AskedForAllItListsBrowsersAndNoOtherPrograms) {
  deb("firefox-esr", "115.13.0esr-1");
  deb("zoom", "6.1.6.1013");
  std::set<std::string> keys;
  const Facts facts = measure(programs_probe());
  for (const auto& [key, fact] : facts.known) keys.insert(key);
  for (const auto& [key, why] : facts.unknown) keys.insert(key);
  EXPECT_TRUE(keys.contains("system.browser.firefox.version"));
  for (const std::string& key : keys) {
    EXPECT_EQ(key.find("zoom"), std::string::npos) << key;
    EXPECT_EQ(key.find('<'), std::string::npos) << key;
  }
}

TEST(KnownPrograms, EveryNameCanStandInASpec) {
  std::set<std::string_view> seen;
  for (const KnownProgram& program : known_programs()) {
    EXPECT_TRUE(seen.insert(program.name).second) << program.name;
    EXPECT_NE(find_fact("system.program." + std::string(program.name) + ".running"), nullptr) << program.name;
    for (std::string_view rest = program.processes; !rest.empty();) {
      const auto end = std::min(rest.find(' '), rest.size());
      EXPECT_LE(end, 15U) << rest << ": the kernel keeps 15 characters";
      rest.remove_prefix(std::min(end + 1, rest.size()));
    }
  }
}

TEST(Versions, AreThoseOfTheProgramsMakers) {
  EXPECT_EQ(upstream_version("1:115.6.0esr-1~deb12u1"), "115.6.0esr");
  EXPECT_EQ(upstream_version("88.0+build2-0ubuntu0.16.04.1"), "88.0");
  EXPECT_EQ(upstream_version("4:24.2.7~rc2"), "24.2.7");
  EXPECT_EQ(upstream_version(""), "");
}

}  // namespace
}  // namespace deskready::system_facts

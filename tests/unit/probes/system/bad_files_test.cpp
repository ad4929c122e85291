// Every file that the system's probes read, spoilt in every way: nothing hangs or falls over, each question
// has an answer, and what cannot be read is never taken for a zero or a "no".
#include <fcntl.h>
#include <sys/fsuid.h>
#include <sys/stat.h>

#include <atomic>
#include <set>
#include <thread>

#include "tests/tools/source_folder.h"
#include "tests/unit/probes/system/system_tree.h"

namespace deskready::system_facts {
namespace {

namespace fs = std::filesystem;

/// Root reads what nobody may. While this lives the thread has the rights of an ordinary user to files, if it
/// had more.
class AsNobody {
 public:
  AsNobody() : before_(setfsuid(65534)) {}
  AsNobody(const AsNobody&) = delete;
  AsNobody& operator=(const AsNobody&) = delete;
  ~AsNobody() { setfsuid(static_cast<uid_t>(before_)); }

 private:
  int before_;
};

class BadFiles : public Tree {
 protected:
  void SetUp() override {
    fs::remove_all(root_);
    fs::copy(source_folder() + "/tests/machines/laptop-ultra7-155h-32gb", root_,
             fs::copy_options::recursive | fs::copy_options::copy_symlinks);
    const auto open_to_all = [](const fs::path& path) {
      fs::permissions(path, fs::perms::others_read | fs::perms::others_exec, fs::perm_options::add);
    };
    open_to_all(root_);
    for (const auto& entry : fs::recursive_directory_iterator(root_)) {
      if (!entry.is_symlink()) open_to_all(entry);
    }
    whole_ = all();
  }

  Facts all() const {
    const AsNobody nobody;
    Facts facts;
    for (const Probe& probe : probes()) {
      if (probe.name.starts_with("system.")) facts.merge(measure(probe));
    }
    return facts;
  }

  /// One file of each kind: the first processor's stands for all others'.
  std::vector<fs::path> files() const {
    std::vector<fs::path> found;
    for (const auto& entry : fs::recursive_directory_iterator(root_)) {
      const std::string path = entry.path().string();
      const bool again =
          path.find("/cpu/cpu") != std::string::npos && path.find("/cpu0/") == std::string::npos;
      const bool note = path.ends_with(".recorded") || path.ends_with("expected.json");
      const bool memory =
          path.find("/memory/memory") != std::string::npos && path.find("memory0") == std::string::npos;
      if (entry.is_regular_file() && !entry.is_symlink() && !again && !note && !memory)
        found.push_back(entry.path());
    }
    return found;
  }

  void expect_sound(const Facts& facts, const std::string& where) const {
    for (const auto& [key, fact] : whole_.known) {
      if (key.find(".browser.") != std::string::npos || key.find(".instructions.") != std::string::npos)
        continue;
      EXPECT_TRUE(facts.find(key) || facts.why_not(key)) << key << " is left out" << where;
    }
    for (const auto& [key, fact] : facts.known) {
      if (const std::string* text = std::get_if<std::string>(&fact.value)) {
        EXPECT_TRUE(!text->empty() && text->size() <= 200 && text->find('\0') == std::string::npos)
            << key << where;
      }
      const Fact* before = whole_.find(key);
      if (before == nullptr || before->value == fact.value) continue;
      const double* number = std::get_if<double>(&fact.value);
      EXPECT_FALSE(number != nullptr && *number == 0) << key << " is zero" << where;
    }
  }

  Facts whole_;
};

TEST_F(BadFiles, TheWholeTreeIsReadWell) {
  EXPECT_EQ(value_of_fact(whole_, "system.cpu.model"), "Intel(R) Core(TM) Ultra 7 155H");
  EXPECT_GE(files().size(), 50U);
}

struct Spoilt {
  const char* name;
  void (*spoil)(const fs::path& file);
};

void write(const fs::path& file, std::string_view text) {
  std::ofstream(file, std::ios::binary) << text;
}

constexpr Spoilt ways[] = {
    {"missing", [](const fs::path& file) { fs::remove(file); }},
    {"empty", [](const fs::path& file) { write(file, ""); }},
    {"a blank line", [](const fs::path& file) { write(file, "\n"); }},
    {"longer than a megabyte", [](const fs::path& file) { write(file, std::string(1'200'000, 'x')); }},
    {"a directory",
     [](const fs::path& file) {
       fs::remove(file);
       fs::create_directory(file);
     }},
    {"a FIFO",
     [](const fs::path& file) {
       fs::remove(file);
       ASSERT_EQ(mkfifo(file.c_str(), 0600), 0);
     }},
    {"a link to itself",
     [](const fs::path& file) {
       fs::remove(file);
       fs::create_symlink(file.filename(), file);
     }},
    {"a link out of the tree",
     [](const fs::path& file) {
       fs::remove(file);
       fs::create_symlink("../../../../../../../../../../../etc/passwd", file);
     }},
    {"binary",
     [](const fs::path& file) {
       std::string bytes;
       for (unsigned i = 0; i < 600; ++i) bytes += static_cast<char>(i * 7919 >> 3);
       write(file, bytes);
     }},
    {"a large number", [](const fs::path& file) { write(file, "99999999999999999999999999\n"); }},
    {"unreadable", [](const fs::path& file) { fs::permissions(file, fs::perms::none); }},
};

bool is_readable(const fs::path& file) {
  const AsNobody nobody;
  return std::ifstream(file).good();
}

TEST_F(BadFiles, EachFileSpoiltInEachWay) {
  for (const fs::path& file : files()) {
    const fs::path kept = root_ / "kept";
    fs::copy_file(file, kept, fs::copy_options::overwrite_existing);
    for (const Spoilt& way : ways) {
      way.spoil(file);
      if (std::string_view(way.name) == "unreadable") {
        ASSERT_FALSE(is_readable(file));
      }
      expect_sound(all(), ", where " + file.string().substr(root_.string().size()) + " is " + way.name);
      if (fs::is_directory(fs::symlink_status(file))) fs::permissions(file, fs::perms::owner_all);
      fs::remove_all(file);
      fs::copy_file(kept, file);
    }
  }
}

// A file that is written while it is read gives what it held at some time, or nothing.
TEST_F(BadFiles, ChangingWhileRead) {
  std::atomic<bool> done{false};
  std::thread writer([&] {
    for (int i = 0; !done; ++i) {
      write(at("/proc/meminfo"), i % 2 == 0 ? std::string(200'000, 'x') : "MemAvailable: 24116340 kB\n");
      write(at("/proc/bus/input/devices"),
            i % 2 == 0 ? "" : "I: Bus=0003\nH: Handlers=sysrq kbd \nB: EV=120013\n");
      fs::remove(at("/sys/class/power_supply/BAT0/status"));
      write(at("/sys/class/power_supply/BAT0/status"), "Charging\n");
    }
  });
  const std::set<std::string> memory = {"24695132160", "cause: unsupported", "cause: failed"};
  for (int i = 0; i < 30; ++i) {
    const Facts facts = all();
    EXPECT_TRUE(memory.contains(value_of_fact(facts, "system.memory.available")))
        << value_of_fact(facts, "system.memory.available");
    EXPECT_EQ(value_of_fact(facts, "system.cpu.model"), "Intel(R) Core(TM) Ultra 7 155H");
  }
  done = true;
  writer.join();
}

TEST_F(BadFiles, NoTreeAtAll) {
  fs::remove_all(root_);
  const Facts facts = all();
  for (const auto& [key, fact] : facts.known) EXPECT_EQ(key, "system.os.family") << value_of_fact(facts, key);
}

}  // namespace
}  // namespace deskready::system_facts

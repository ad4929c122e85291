// A recorded computer of which one file is anything: its path in the first line, what it holds in the others.
#include <unistd.h>

#include <cmath>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "config/base/files.h"
#include "config/facts/catalogue.h"
#include "probes/network/far_end/far_end.h"
#include "probes/probe.h"
#include "tests/fuzz/target.h"
#include "tests/tools/source_folder.h"

namespace deskready {
namespace {

using fuzz::must;
namespace fs = std::filesystem;

class NobodyDisturbed : public Guard {
  std::optional<Unmeasured> may_play() override { return std::nullopt; }
  std::optional<Unmeasured> may_load() override { return std::nullopt; }
};

class NobodyThere : public Conversation {
  void progress(std::string_view) override {}
  std::optional<std::string> ask(std::string_view, std::span<const std::string>) override {
    return std::nullopt;
  }
};

/// A copy that is this process's own; it ends with the program.
class Computer {
 public:
  Computer() : root_(fs::temp_directory_path() / ("fuzz-computer-" + std::to_string(getpid()))) {
    fs::remove_all(root_);
    fs::copy(source_folder() + "/tests/machines/laptop-i5-8250u-8gb", root_,
             fs::copy_options::recursive | fs::copy_options::copy_symlinks);
  }
  Computer(const Computer&) = delete;
  Computer& operator=(const Computer&) = delete;
  ~Computer() {
    std::error_code ignored;
    fs::remove_all(root_, ignored);
  }

  const fs::path& root() const { return root_; }

  /// Puts a file there while `act` runs. Does nothing where there can be no such file.
  template <class Act>
  void with(const fs::path& path, std::string_view content, Act act) {
    const fs::path file = root_ / path.relative_path().lexically_normal();
    std::error_code none;
    if (path.lexically_normal().string().find("..") != std::string::npos || fs::is_directory(file, none))
      return;
    const fs::path before = root_.string() + ".before";
    const bool was = fs::exists(fs::symlink_status(file, none));
    if (was) fs::rename(file, before, none);
    fs::create_directories(file.parent_path(), none);
    {
      std::ofstream stream(file, std::ios::binary);
      stream << content;
    }
    act();
    fs::remove(file, none);
    if (was) fs::rename(before, file, none);
  }

 private:
  fs::path root_;
};

bool is_about_files(const Probe& probe) {
  return probe.name.starts_with("system.") || probe.name == "network.link";
}

Facts measured(const fs::path& root) {
  Facts all;
  SystemClock clock;
  BudgetMeter budget(0);
  NobodyDisturbed guard;
  NobodyThere nobody;
  const std::stop_source stop;
  network::FarEnd far_end("http://127.0.0.1:1");
  for (const Probe& probe : probes()) {
    if (!is_about_files(probe)) continue;
    std::vector<Question> questions;
    for (const std::string_view name : probe.facts)
      questions.push_back({FactKey{std::string(name), {}, {}, {}}, {}});
    Context context{.questions = questions,
                    .facts = all,
                    .stop = stop.get_token(),
                    .clock = clock,
                    .budget = budget,
                    .guard = guard,
                    .conversation = nobody,
                    .far_end = far_end,
                    .root = root,
                    .sound_worker = {}};
    const Facts own = probe.measure(context);
    for (const Question& question : questions) {
      const std::string key = to_string(question.key);
      must(key.find('<') != std::string::npos || own.find(key) || own.why_not(key),
           "each question is answered");
    }
    all.merge(own);
  }
  return all;
}

FUZZ_TARGET(computer_files) {
  static Computer computer;
  const auto line = std::min(input.find('\n'), input.size());
  const std::string path(input.substr(0, line));
  const std::string_view content = input.substr(std::min(line + 1, input.size()));
  if (path.empty() || path.size() > 200 || path.find('\0') != std::string::npos) return;
  computer.with(path, content, [&] {
    for (const auto& [key, fact] : measured(computer.root()).known) {
      const double* const number = std::get_if<double>(&fact.value);
      must(number == nullptr || std::isfinite(*number), "a number is one");
      const auto* const text = std::get_if<std::string>(&fact.value);
      must(text == nullptr || !text->empty(), "a text says something");
    }
  });
}

}  // namespace
}  // namespace deskready

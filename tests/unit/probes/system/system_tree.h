// A computer's files below a folder that a test makes, and the system's probes run over them.
#pragma once

#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>
#include <vector>

#include "config/facts/catalogue.h"
#include "tests/unit/probes/network/network_context.h"

namespace deskready::system_facts {

class Tree : public testing::Test {
 protected:
  Tree() {
    std::string name = (std::filesystem::temp_directory_path() / "system_test.XXXXXX").string();
    root_ = own_ = mkdtemp(name.data());
  }
  ~Tree() override {
    std::error_code ignored;
    std::filesystem::remove_all(own_, ignored);
  }

  std::filesystem::path at(std::string_view path) const {
    return root_ / std::filesystem::path(path).relative_path();
  }
  void file(std::string_view path, std::string_view text) const {
    std::filesystem::create_directories(at(path).parent_path());
    std::ofstream(at(path), std::ios::binary) << text;
  }
  void folder(std::string_view path) const { std::filesystem::create_directories(at(path)); }
  void link(std::string_view path, std::string_view target) const {
    std::filesystem::create_directories(at(path).parent_path());
    std::filesystem::create_symlink(target, at(path));
  }

  /// Every fact of a probe, asked as `deskready facts` asks; or those of `questions`.
  Facts measure(const Probe& probe, std::vector<Question> questions = {}) const {
    if (questions.empty()) {
      for (const std::string_view name : probe.facts)
        questions.push_back({FactKey{std::string(name), {}, {}, {}}, {}});
    }
    network::ProbeWorld world("http://127.0.0.1:1");
    Context context{.questions = std::move(questions),
                    .facts = world.before,
                    .stop = world.stop.get_token(),
                    .clock = world.clock,
                    .budget = world.budget,
                    .guard = world.guard,
                    .conversation = world.silence,
                    .far_end = world.far_end,
                    .root = root_,
                    .sound_worker = {}};
    return probe.measure(context);
  }

  static Question question(const std::string& name) { return {FactKey{name, {}, {}, {}}, {}}; }

  std::filesystem::path root_;  ///< what is measured; a test may set it elsewhere

 private:
  std::filesystem::path own_;  ///< what is removed at the end
};

/// The value of a fact as text; "cause: …" for one that has none, and "nothing" for one that is not there.
inline std::string value_of_fact(const Facts& facts, std::string_view key) {
  if (const Unmeasured* why = facts.why_not(key)) return "cause: " + std::string(to_string(why->cause));
  const Fact* fact = facts.find(key);
  if (fact == nullptr) return "nothing";
  if (const bool* truth = std::get_if<bool>(&fact->value)) return *truth ? "true" : "false";
  if (const double* number = std::get_if<double>(&fact->value))
    return format_quantity(*number, Unit::none, 12);
  return std::get<std::string>(fact->value);
}

}  // namespace deskready::system_facts

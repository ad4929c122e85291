#include "agent/check/past/facts_files.h"

#include <gtest/gtest.h>

#include <fstream>

#include "config/base/files.h"
#include "tests/tools/source_folder.h"

namespace deskready {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;

class RecordedFacts : public testing::Test {
 protected:
  RecordedFacts() {
    std::string name = (fs::temp_directory_path() / "deskready-recorded-XXXXXX").string();
    folder_ = mkdtemp(name.data());
  }
  ~RecordedFacts() override { fs::remove_all(folder_); }

  std::string file(const char* name, const json& document) const {
    const fs::path path = folder_ / name;
    std::ofstream(path) << document.dump();
    return path.string();
  }

  fs::path folder_;
};

json golden(const char* name) {
  const auto text = read_regular_file(source_folder() + "/tests/golden/" + name + ".json", 1'000'000);
  return json::parse(text.value());
}

TEST_F(RecordedFacts, TrustNothingUnsignedAboveTheComputerItself) {
  json report = golden("ready.0");
  for (auto& [key, fact] : report["facts"].items()) fact["trust"] = "witnessed";
  const auto computers = gather_facts({file("a.json", report)});
  ASSERT_TRUE(computers) << computers.error();
  ASSERT_FALSE(computers->front().facts.known.empty());
  for (const auto& [key, fact] : computers->front().facts.known) EXPECT_EQ(fact.trust, Trust::self) << key;
}

TEST_F(RecordedFacts, KeepTheFirstOfTwoFigures) {
  json report = golden("not_ready.2");
  const json& figures = report["attempts"]["network.download"];
  ASSERT_EQ(figures.size(), 2u);
  const auto computers = gather_facts({file("a.json", report)});
  ASSERT_TRUE(computers) << computers.error();
  const Fact* first = computers->front().earlier.find("network.download");
  ASSERT_NE(first, nullptr);
  EXPECT_EQ(std::get<double>(first->value), figures[0]["value"].get<double>());
  EXPECT_EQ(std::get<double>(computers->front().facts.find("network.download")->value),
            figures[1]["value"].get<double>());
}

}  // namespace
}  // namespace deskready

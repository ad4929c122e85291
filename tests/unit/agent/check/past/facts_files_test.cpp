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
  const auto files = gather_facts({file("a.json", report)});
  ASSERT_TRUE(files) << files.error();
  const RecordedComputer computer = recorded_for(files->front(), {});
  ASSERT_FALSE(computer.facts.known.empty());
  for (const auto& [key, fact] : computer.facts.known) EXPECT_EQ(fact.trust, Trust::self) << key;
}

TEST_F(RecordedFacts, KeepTheFirstOfTwoFigures) {
  json report = golden("not_ready.2");
  const json& figures = report["attempts"]["network.download"];
  ASSERT_EQ(figures.size(), 2u);
  const auto files = gather_facts({file("a.json", report)});
  ASSERT_TRUE(files) << files.error();
  const RecordedComputer computer = recorded_for(files->front(), {});
  const Fact* first = computer.earlier.find("network.download");
  ASSERT_NE(first, nullptr);
  EXPECT_EQ(std::get<double>(first->value), figures[0]["value"].get<double>());
  EXPECT_EQ(std::get<double>(computer.facts.find("network.download")->value),
            figures[1]["value"].get<double>());
}

json line_to(const char* far_end, const char* spec, double download) {
  Facts facts;
  Fact fact;
  fact.value = download;
  fact.at = parse_time("2026-11-24T09:00:00Z").value();
  facts.add("network.download", fact);
  json document = to_json(facts);
  document["conditions"] = {{"far_end", "as_named"}, {"far_end_url", far_end}};
  document["for"] = {spec};
  return document;
}

TEST_F(RecordedFacts, OfSeveralLinesEachSpecIsGivenItsOwn) {
  const std::string path = file("a.json", line_to("https://one.example", "a", 10e6));
  std::ofstream(path, std::ios::app) << "\n" << line_to("https://two.example", "b", 20e6).dump() << "\n";
  const auto files = gather_facts({path});
  ASSERT_TRUE(files) << files.error();
  ASSERT_EQ(files->size(), 1u) << "one computer";
  const auto download = [&](const char* name, const char* url) {
    Spec spec;
    spec.name = name;
    spec.far_end_url = url;
    const RecordedComputer computer = recorded_for(files->front(), spec);
    EXPECT_EQ(computer.far_end, FarEndUsed::as_named) << name;
    return std::get<double>(computer.facts.find("network.download")->value);
  };
  EXPECT_EQ(download("a", ""), 10e6) << "it was measured for it";
  EXPECT_EQ(download("b", ""), 20e6);
  EXPECT_EQ(download("c", "https://one.example"), 10e6) << "to its far end";
  EXPECT_EQ(download("c", "https://two.example"), 20e6);
  Spec elsewhere;
  elsewhere.name = "a";
  elsewhere.far_end_url = "https://three.example";
  EXPECT_EQ(recorded_for(files->front(), elsewhere).far_end, FarEndUsed::other) << "as a check would have";
}

}  // namespace
}  // namespace deskready

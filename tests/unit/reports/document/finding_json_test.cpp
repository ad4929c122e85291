// A finding on its way through a document: nothing is lost, and documents of before are read.
#include "reports/document/finding_json.h"

#include <fstream>
#include <random>

#include "config/facts/catalogue.h"
#include "reports/document/report_texts.h"
#include "reports/words/finding_words.h"
#include "tests/tools/source_folder.h"
#include "tests/unit/reports/scenes.h"

namespace deskready {
namespace {

using nlohmann::json;

/// Findings as a judge could make them, and some that none would.
class Generator {
 public:
  explicit Generator(std::uint64_t seed) : random_(seed) {}

  Finding finding() {
    Finding made;
    made.rule = "r" + std::to_string(below(9));
    made.key = key();
    made.level = below(2) == 0 ? Level::require : Level::recommend;
    made.outcome = static_cast<Outcome>(below(6));
    if (made.outcome == Outcome::not_measured)
      made.cause = static_cast<Cause>(below(static_cast<int>(causes().size())));
    constexpr std::array<const char*, 10> codes = {
        "met",    "too_low",       "close",        "unstable",      "none_of",
        "waived", "role_not_said", "role_unknown", "computer_busy", "was_paused"};
    made.code = codes[static_cast<std::size_t>(below(codes.size()))];
    for (const char* const name :
         {"detail", "roles", "role", "fact", "evidence", "samples", "question", "until"}) {
      if (below(3) == 0) made.args[name] = word();
    }
    if (made.args["detail"].empty()) {  // as good as none
      made.args.erase("detail");
    }
    made.asked = comparison();
    if (below(4) == 0) made.limit = comparison();
    if (below(3) != 0) made.measured = measured();
    if (below(3) == 0) made.first = measured();
    for (int i = below(3); i > 0; --i)
      made.lacking.push_back({below(2) == 0 ? "" : word(), key(), comparison(),
                              below(2) == 0 ? std::optional(measured()) : std::nullopt});
    made.effort = efforts[static_cast<std::size_t>(below(efforts.size()))];
    made.trust = static_cast<Trust>(below(5));
    if (below(3) == 0) made.fix = {{"en", word()}, {"de", word()}};
    // What the values say anyway is no detail of its own.
    Finding bare = made;
    bare.args.erase("detail");
    const auto detail = made.args.find("detail");
    if (detail != made.args.end() && detail->second == finding_detail("en", bare)) return bare;
    return made;
  }

 private:
  int below(std::size_t end) { return static_cast<int>(random_() % end); }

  std::string word() {
    constexpr std::array<const char*, 10> words = {
        "yes",         "no",   ">= 25 Mbit/s",          "one of a, b", "not a",
        "48.2 Mbit/s", "wifi", "W\xc3\xbc-LAN \"x\"\n", "a, b or c",   ""};
    return words[static_cast<std::size_t>(below(words.size()))];
  }

  std::string key() {
    constexpr std::array<const char*, 5> others = {"ask.line", "one_of.computer", "network.unknown",
                                                   "network.download#share>=25000000/14d",
                                                   "system.browser.firefox.version"};
    if (below(3) == 0) return others[static_cast<std::size_t>(below(others.size()))];
    const auto all = catalogue();
    return std::string(all[static_cast<std::size_t>(below(all.size()))].name);
  }

  double number() {
    double value = 0;
    do {
      const std::uint64_t bits = random_();
      std::memcpy(&value, &bits, sizeof value);
    } while (!std::isfinite(value));
    return below(2) == 0 ? value : below(1000) / 8.0;
  }

  Comparison comparison() {
    Comparison made;
    made.op = static_cast<Operator>(below(9));
    if (below(2) == 0) made.low = made.high = number();
    if (below(4) == 0) made.high = number();
    made.truth = below(3) == 0;
    if (below(4) == 0) made.version = word();
    if (below(8) == 0) made.version_high = word();
    for (int i = below(3); i > 0; --i) made.texts.push_back(word());
    return made;
  }

  Measured measured() {
    Measured made;
    made.value = number();
    if (below(4) == 0) made.value = word();
    if (below(4) == 0) made.value = below(2) == 0;
    if (below(2) == 0) made.low = number();
    if (below(2) == 0) made.high = number();
    made.at_least = below(5) == 0;
    made.at_most = below(5) == 0;
    return made;
  }

  std::mt19937_64 random_;
};

TEST(FindingJson, AnyFindingComesBackAsItWas) {
  Generator generator(11);
  for (int i = 0; i < 5000; ++i) {
    const Finding finding = generator.finding();
    const std::string written = dump(finding_to_json(finding));
    const auto back = finding_from_json(json::parse(written), {}, {});
    ASSERT_TRUE(back) << back.error() << " in " << written;
    ASSERT_EQ(*back, finding) << written << "\n" << dump(finding_to_json(*back));
  }
}

json without_values(json document) {
  for (json& finding : document["findings"]) {
    for (const char* const name :
         {"asked", "limit", "value", "low", "high", "at_least", "at_most", "first", "lacking", "effort"})
      finding.erase(name);
  }
  return document;
}

// report-1 holds documents of version 0.1, from before values stood in findings.
json without_messages(json report) {
  for (json& finding : report["findings"]) finding.erase("message");
  return report;
}

TEST(FindingJson, DocumentsOfBeforeSayTheSame) {
  for (const Scene& scene : scenes()) {
    if (scene.name == "public_test") continue;  // version 0.1 called such a far end as_named
    const std::string name = scene.name + "." + std::to_string(exit_code(scene.report.verdict)) + ".json";
    std::ifstream file(source_folder() + "/tests/golden/report-1/" + name);
    ASSERT_TRUE(file) << name;
    const json before = json::parse(file);
    const auto read = report_from_json(before);
    ASSERT_TRUE(read) << name << ": " << read.error();
    for (std::size_t i = 0; i < read->findings.size(); ++i) {
      // The list may have got more rules since.
      const auto same =
          std::find_if(scene.report.findings.begin(), scene.report.findings.end(),
                       [&](const Finding& finding) { return finding.rule == read->findings[i].rule; });
      ASSERT_NE(same, scene.report.findings.end()) << name << " " << read->findings[i].rule;
      Finding was = *same;
      // Only what a document of before has no place for may differ.
      was.lacking.clear();
      EXPECT_EQ(read->findings[i].asked, was.asked) << name << " " << was.rule;
      EXPECT_EQ(read->findings[i].measured, was.measured) << name << " " << was.rule;
      EXPECT_EQ(read->findings[i].first, was.first) << name << " " << was.rule;
    }
    // Its sentences are of today.
    EXPECT_EQ(without_messages(without_values(json::parse(dump(to_json(*read))))), without_messages(before))
        << name;
  }
}

TEST(FindingJson, AnEffortOfALaterVersionIsNoFault) {
  const Finding finding = scenes()[2].report.findings.front();
  json document = json::parse(dump(finding_to_json(finding)));
  document["effort"] = "hire";
  const auto read = finding_from_json(document, {}, {});
  ASSERT_TRUE(read) << read.error();
  EXPECT_EQ(read->effort, usual_effort(finding));
}

}  // namespace
}  // namespace deskready

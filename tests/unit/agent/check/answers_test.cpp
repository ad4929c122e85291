#include "agent/check/answers.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>

#include "agent/check/past/facts_files.h"
#include "config/spec/chain/load.h"
#include "reports/document/report.h"

namespace deskready {
namespace {

namespace fs = std::filesystem;

class InFolder : public testing::Test {
 protected:
  void SetUp() override {
    std::string pattern = (fs::temp_directory_path() / "deskready-answers-XXXXXX").string();
    ASSERT_NE(mkdtemp(pattern.data()), nullptr);
    folder_ = pattern;
  }
  void TearDown() override { fs::remove_all(folder_); }
  fs::path folder_;
};

WallTime at(std::string_view text) {
  return parse_time(text).value();
}

Spec spec_of(const std::string& employer, const std::string& text,
             const std::string& valid = "valid = \"180 d\"\n", const std::string& file = "acme.toml") {
  Spec spec =
      parse_spec("[spec]\nlanguage = 1\nname = \"s\"\nemployer = \"" + employer +
                     "\"\n[ask.line]\ntext = { en = \"" + text +
                     "\", ur = \"…\" }\nanswers = [\"cable\", \"dsl\"]\naccept = [\"cable\"]\n" + valid,
                 "s.toml", {})
          .value();
  spec.identity = "file /specs/" + file;
  return spec;
}

using Answers = InFolder;

TEST_F(Answers, AreKeptWithTheirWordsUntilTheyAge) {
  const Spec spec = spec_of("Acme", "Which line?");
  {
    auto book = AnswerBook::open(folder_);
    ASSERT_TRUE(book) << book.error();
    book->keep(spec, "line", {"cable", at("2026-11-24T09:00:00Z"), "Which line?", "en"});
    ASSERT_TRUE(book->save());
  }
  const auto book = AnswerBook::open(folder_);
  ASSERT_TRUE(book) << book.error();
  const auto soon = book->valid(spec, at("2026-11-25T00:00:00Z"));
  ASSERT_TRUE(soon.contains("line"));
  EXPECT_EQ(soon.at("line").answer, "cable");
  EXPECT_EQ(soon.at("line").text, "Which line?");
  EXPECT_EQ(soon.at("line").language, "en");
  EXPECT_TRUE(book->valid(spec, at("2027-06-01T00:00:00Z")).empty()) << "180 days are over";
  EXPECT_TRUE(book->valid(spec, at("2026-11-23T00:00:00Z")).empty()) << "an answer from the future is none";
  EXPECT_TRUE(book->valid(spec_of("Acme", "What line?"), at("2026-11-25T00:00:00Z")).empty())
      << "other words";
  EXPECT_TRUE(book->valid(spec_of("Acme", "Which line?", "valid = \"180 d\"\n", "bolt.toml"),
                          at("2026-11-25T00:00:00Z"))
                  .empty())
      << "another spec, which names the same employer";
  EXPECT_TRUE(book->to_confirm(spec, at("2026-11-25T00:00:00Z")).empty());
  EXPECT_TRUE(book->valid(spec_of("Acme", "Which line?", ""), at("2026-11-25T00:00:00Z")).empty())
      << "a question without a time is asked at each run";
  ASSERT_TRUE(AnswerBook::forget(folder_));
  EXPECT_TRUE(AnswerBook::open(folder_)->valid(spec, at("2026-11-25T00:00:00Z")).empty());
}

// Earlier versions kept them by the employer's name, which any spec can claim.
TEST_F(Answers, OfBeforeAreOfferedOnceAndNeverTaken) {
  std::ofstream(folder_ / "answers.json")
      << R"({"Acme": {"line": {"text": "Which line?", "language": "en", "answer": "dsl", "at": "2026-11-24T09:00:00Z"},
          "desk": {"text": "Desk?", "language": "en", "answer": "yes", "at": "2026-11-24T09:00:00Z"}}})";
  const WallTime now = at("2026-11-25T00:00:00Z");
  const Spec spec = spec_of("Acme", "Which line?");
  auto book = AnswerBook::open(folder_);
  ASSERT_TRUE(book) << book.error();
  EXPECT_TRUE(book->valid(spec, now).empty());
  const auto before = book->to_confirm(spec, now);
  ASSERT_TRUE(before.contains("line"));
  EXPECT_EQ(before.at("line").answer, "dsl");
  book->offered(spec, "line");
  ASSERT_TRUE(book->save());
  book = AnswerBook::open(folder_);
  ASSERT_TRUE(book) << book.error();
  EXPECT_TRUE(book->valid(spec, now).empty());
  EXPECT_TRUE(book->to_confirm(spec, now).empty()) << "it was offered";
  std::ifstream file(folder_ / "answers.json");
  const std::string kept{std::istreambuf_iterator<char>(file), {}};
  EXPECT_NE(kept.find("Desk?"), std::string::npos) << "the other was not, yet";
}

TEST_F(Answers, ADamagedBookIsNotOverwritten) {
  std::ofstream(folder_ / "answers.json") << "{ damaged";
  const auto book = AnswerBook::open(folder_);
  ASSERT_FALSE(book);
  EXPECT_EQ(book.error(), "earlier answers cannot be read: " + (folder_ / "answers.json").string() +
                              " is damaged; move it away to be asked again");
  std::ofstream(folder_ / "answers.json") << R"({"Acme": {"line": 7, "desk": {"answer": "yes"}}})";
  EXPECT_TRUE(AnswerBook::open(folder_));
}

class Recorded : public InFolder {
 protected:
  std::string write(const std::string& name, const char* used, double download, const char* when,
                    const std::string& more = {}) const {
    Facts facts;
    Fact fact;
    fact.at = at(when);
    fact.value = download;
    facts.add("network.download", fact);
    if (!more.empty()) {
      fact.value = 8e9;
      facts.add(more, fact);
    }
    auto document = to_json(facts);
    document["conditions"] = {{"far_end", used}, {"far_end_url", "https://edge.acme.example"}};
    std::ofstream(folder_ / name) << dump(document);
    return (folder_ / name).string();
  }
};

TEST_F(Recorded, FilesOfOneNameAreOneComputer) {
  const std::string a = write("a.json", "as_named", 10e6, "2026-11-24T09:00:00Z", "system.memory.installed");
  const std::string b = write("b.json", "on_this_machine", 900e6, "2026-11-24T10:00:00Z", "system.disk.free");
  const auto computers = gather_facts({"desk=" + a, "desk=" + b, b});
  ASSERT_TRUE(computers) << computers.error();
  ASSERT_EQ(computers->size(), 2u);
  const Facts facts = recorded_for(computers->front(), {}).facts;
  EXPECT_EQ(std::get<double>(facts.find("network.download")->value), 10e6)
      << "a figure to a named far end outweighs a newer one to this machine";
  EXPECT_EQ(facts.find("network.download")->detail["source"], "a");
  EXPECT_EQ(facts.find("system.disk.free")->detail["source"], "b");
  EXPECT_EQ(computers->back().name, "b");
}

TEST_F(Recorded, OnlyASpecsOwnFarEndCounts) {
  const auto computers = gather_facts({write("a.json", "as_named", 10e6, "2026-11-24T09:00:00Z")}).value();
  Spec spec = spec_of("Acme", "Which line?");
  EXPECT_EQ(recorded_for(computers[0], spec).far_end, FarEndUsed::as_named) << "it names none";
  spec.far_end_url = "https://edge.acme.example";
  EXPECT_EQ(recorded_for(computers[0], spec).far_end, FarEndUsed::as_named);
  spec.far_end_url = "https://edge.bolt.example";
  EXPECT_EQ(recorded_for(computers[0], spec).far_end, FarEndUsed::other);
}

TEST_F(Recorded, ANamedFarEndOutweighsAPublicTestThatIsNewer) {
  const std::string a = write("a.json", "as_named", 10e6, "2026-11-24T09:00:00Z");
  const std::string b = write("b.json", "public_test", 90e6, "2026-11-24T10:00:00Z");
  const std::string c = write("c.json", "on_this_machine", 900e6, "2026-11-24T11:00:00Z");
  const Spec spec = spec_of("Acme", "Which line?");
  const auto both = recorded_for(gather_facts({"desk=" + a, "desk=" + b}).value().front(), spec);
  EXPECT_EQ(both.far_end, FarEndUsed::as_named);
  EXPECT_EQ(std::get<double>(both.facts.find("network.download")->value), 10e6);
  const auto without = recorded_for(gather_facts({"desk=" + b, "desk=" + c}).value().front(), spec);
  EXPECT_EQ(without.far_end, FarEndUsed::public_test);
  EXPECT_EQ(std::get<double>(without.facts.find("network.download")->value), 90e6);
}

TEST_F(Recorded, SaysWhichFileIsWrong) {
  EXPECT_NE(gather_facts({(folder_ / "none.json").string()}).error().find("none.json"), std::string::npos);
  std::ofstream(folder_ / "bad.json") << "{]";
  EXPECT_NE(gather_facts({(folder_ / "bad.json").string()}).error().find("it is no JSON"), std::string::npos);
}

}  // namespace
}  // namespace deskready

// That everything which may leave this computer is named, with its class, in one list: what the code writes
// is looked for in its own source, since no report shows every branch.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <regex>
#include <set>
#include <string>

#include "probes/detail.h"
#include "probes/method.h"
#include "reports/document/report.h"
#include "reports/document/report_fields.h"
#include "reports/words/cause_words.h"
#include "reports/words/detail_words.h"
#include "tests/tools/source_folder.h"

namespace deskready {
namespace {

std::string text_of(const std::filesystem::path& file) {
  std::ifstream stream(file);
  return {std::istreambuf_iterator<char>(stream), {}};
}

/// Every .cpp of these folders, with its text.
std::map<std::string, std::string> sources(std::initializer_list<const char*> folders) {
  std::map<std::string, std::string> found;
  for (const char* folder : folders) {
    for (const auto& entry :
         std::filesystem::recursive_directory_iterator(std::filesystem::path(source_folder()) / folder)) {
      if (entry.path().extension() == ".cpp") found.emplace(entry.path().string(), text_of(entry.path()));
    }
  }
  EXPECT_FALSE(found.empty());
  return found;
}

/// What each match's first group holds.
std::set<std::string> all_in(const std::string& text, const std::string& pattern) {
  const std::regex expression(pattern);
  std::set<std::string> found;
  for (std::sregex_iterator match(text.begin(), text.end(), expression), end; match != end; ++match)
    found.insert((*match)[1].str());
  return found;
}

bool has_class(const std::string& path) {
  const auto fields = report_fields();
  return std::any_of(fields.begin(), fields.end(),
                     [&](const ReportField& field) { return field.path == path; });
}

TEST(PrivacyClasses, NoneIsGivenByWildcard) {
  for (const ReportField& field : report_fields()) {
    EXPECT_FALSE(field.path.ends_with("detail.*") || field.path.ends_with("args.*")) << field.path;
  }
}

TEST(PrivacyClasses, EveryDetailThatTheSourceWritesHasOne) {
  std::set<std::string> written;
  for (const auto& [file, text] : sources({"probes", "agent", "reports"})) {
    written.merge(all_in(text, R"rx(detail\["([a-z_0-9]+)"\])rx"));
    // detail.update({{"a", 1}, {"b", 2}})
    for (const std::string& list : all_in(text, R"rx(detail\.update\(\{([^;]*)\}\);)rx"))
      written.merge(all_in(list, R"rx(\{"([a-z_0-9]+)",)rx"));
  }
  EXPECT_TRUE(written.contains("wire_rate") && written.contains("one_way_delay")) << "else nothing is found";
  for (const char* own : {"clock_offset", "clock_within", "clock_samples"}) written.erase(own);  // never sent
  for (const std::string& name : written) {
    EXPECT_TRUE(has_class("facts.*.detail." + name)) << name;
    EXPECT_TRUE(has_class("attempts.*.*.detail." + name)) << name;
  }
}

TEST(PrivacyClasses, EveryArgumentThatTheSourceWritesHasOne) {
  std::set<std::string> written;
  for (const auto& [file, text] : sources({"probes", "agent", "reports"})) {
    written.merge(all_in(text, R"rx(args(?:\[|\.emplace\()"([a-z_0-9]+)"[\],])rx"));
    // Unmeasured{Cause::x, {{"a", 1}, {"b", 2}}}
    for (const std::string& list :
         all_in(text, R"rx(Unmeasured(?: \w+)?\{Cause::[a-z_]+,\s*\{([^;]*)\}\s*\};)rx")) {
      for (const std::string& name : all_in(list, R"rx(\{"([a-z_0-9]+)",)rx")) {
        written.insert(name);
        EXPECT_TRUE(has_class("unmeasured.*.args." + name)) << file << ": " << name;
      }
    }
  }
  EXPECT_TRUE(written.contains("until") && written.contains("hours") && written.contains("recorded"))
      << "else nothing is found";
  for (const DetailInfo& detail : details()) {
    for (const std::string_view name : detail.arguments) {
      written.emplace(name);
      EXPECT_TRUE(has_class("unmeasured.*.args." + std::string(name))) << detail.code << ": " << name;
    }
  }
  for (const std::string& name : written) EXPECT_TRUE(has_class("findings.*.args." + name)) << name;
}

TEST(PrivacyClasses, EveryArgumentOfAMethodHasOne) {
  for (const HowInfo& row : hows()) {
    if (row.how == How::told) continue;  // is no step in a document
    for (const std::string_view name : row.arguments) {
      EXPECT_TRUE(has_class("facts.*.how.*.args." + std::string(name))) << row.code << ": " << name;
      EXPECT_TRUE(has_class("attempts.*.*.how.*.args." + std::string(name))) << row.code << ": " << name;
    }
  }
}

TEST(Methods, AreWrittenWithTheArgumentsThatTheirTableNames) {
  std::size_t calls = 0;
  for (const auto& [file, text] : sources({"probes", "agent", "reports"})) {
    const std::regex call(R"rx(How::([a-z_]+),\s*\{(\{[^;]*?\})\}\s*[}\)])rx");
    for (std::sregex_iterator match(text.begin(), text.end(), call), end; match != end; ++match) {
      const auto how = how_from((*match)[1].str());
      ASSERT_TRUE(how) << file << ": " << (*match)[1];
      const auto names = info(*how).arguments;
      std::set<std::string> given = all_in((*match)[2].str(), R"rx(\{"([a-z_0-9]+)",)rx");
      EXPECT_EQ(given, std::set<std::string>(names.begin(), names.end())) << file << ": " << (*match)[1];
      ++calls;
    }
  }
  EXPECT_GT(calls, 20u) << "else the pattern finds nothing";
}

TEST(Details, AreWrittenWithTheArgumentsThatTheirTableNames) {
  std::size_t calls = 0;
  for (const auto& [file, text] : sources({"probes", "agent", "reports"})) {
    const std::regex call(R"rx(Detail::([a-z_]+),\s*\{(\{[^;]*?\})\}\s*[}\)])rx");
    for (std::sregex_iterator match(text.begin(), text.end(), call), end; match != end; ++match, ++calls) {
      const auto detail = detail_from((*match)[1].str());
      ASSERT_TRUE(detail) << file << ": " << (*match)[1];
      const auto names = info(*detail).arguments;
      for (const std::string& given : all_in((*match)[2].str(), R"rx(\{"([a-z_0-9]+)",)rx"))
        EXPECT_NE(std::find(names.begin(), names.end(), given), names.end()) << file << ": " << given;
    }
  }
  EXPECT_GT(calls, 20u) << "else the pattern finds nothing";
}

TEST(Details, NoProbeWritesASentence) {
  for (const auto& [file, text] : sources({"probes", "agent", "reports"})) {
    const auto sentences =
        all_in(text, R"rx(unmeasured\(\s*Cause::[a-z_]+,\s*("[^"]*"|fmt::format|std::string\())rx");
    EXPECT_TRUE(sentences.empty()) << file << ": " << *sentences.begin();
  }
}

TEST(Details, EachReadsWellInASentence) {
  for (const DetailInfo& detail : details()) {
    Arguments arguments = {{"detail", std::string(detail.code)}};
    for (const std::string_view name : detail.arguments) arguments.emplace(name, "7");
    const std::string said = unmarked(detail_sentence("en", arguments));
    EXPECT_FALSE(said.empty()) << detail.code;
    EXPECT_EQ(said.find_first_of("{}"), std::string::npos) << said;
    EXPECT_NE(said.back(), '.') << said;
    for (const std::string_view name : detail.arguments)
      EXPECT_NE(detail_sentence("qps-plocm", arguments), said) << name << " is not translated";
    // Every argument is said.
    for (const std::string_view name : detail.arguments) {
      Arguments other = arguments;
      other[std::string(name)] = "86400";
      EXPECT_NE(detail_sentence("en", other), detail_sentence("en", arguments))
          << detail.code << ": " << name;
    }
  }
}

// A report holds none of them, see report_fields().
TEST(Details, EachReadsWellWithoutASystemText) {
  for (const DetailInfo& detail : details()) {
    if (std::find(detail.arguments.begin(), detail.arguments.end(), "system") == detail.arguments.end())
      continue;
    Arguments arguments = {{"detail", std::string(detail.code)}, {"name", "7"}};
    const std::string said = unmarked(detail_sentence("en", arguments));
    EXPECT_EQ(said.empty(), detail.detail == Detail::system) << detail.code;
    EXPECT_EQ(said.find_first_of("{}:("), std::string::npos) << said;
    const std::string sentence = unmarked(cause_sentence("en", Cause::failed, arguments));
    EXPECT_TRUE(sentence.ends_with('.') && sentence.find(" .") == std::string::npos) << sentence;
    EXPECT_EQ(sentence.find(": ."), std::string::npos) << sentence;
  }
}

TEST(Details, OfAddressesNameTheFamiliesThatWereTried) {
  const auto said = [](const Arguments& families) {
    Arguments arguments = families;
    arguments.emplace("detail", "no_address_connects");
    return unmarked(detail_sentence("en", arguments));
  };
  EXPECT_EQ(said({{"v4", "refused"}, {"v6", "silent"}}),
            "none of its addresses takes a connection: IPv4 refuses it, IPv6 does not answer");
  EXPECT_EQ(said({{"v4", "none"}, {"v6", "several"}}),
            "none of its addresses takes a connection: IPv6 fails in several ways");
  EXPECT_EQ(said({{"tried", "v6_silent v4_refused"}}), "none of its addresses takes a connection")
      << "as an earlier version wrote it";
}

TEST(Details, AnEarlierVersionsSentenceIsShownAsItIs) {
  EXPECT_EQ(detail_sentence("en", {{"detail", "the name server does not answer within 5 s"}}),
            "the name server does not answer within 5 s");
  EXPECT_EQ(detail_sentence("en", {}), "");
  EXPECT_EQ(unmarked(detail_sentence("en", {{"detail", "name_server_slow"}, {"seconds", "5"}})),
            "the name server does not answer within 5 s");
  EXPECT_EQ(unmarked(detail_sentence("en", {{"detail", "starts_cover"}, {"days", "1"}})),
            "this computer's records of its starts cover one day; 14 days are needed");
}

TEST(SystemTexts, LeaveThisComputerInNoReport) {
  for (const ReportField& field : report_fields())
    EXPECT_EQ(field.path.ends_with(".system"), field.privacy == Privacy::local) << field.path;
  Rule rule;
  rule.id = "lookup";
  rule.key.name = "network.lookup";
  Spec spec;
  spec.rules.push_back(rule);
  Facts facts;
  facts.cannot("network.lookup",
               unmeasured(Cause::failed, {Detail::name_lookup_failed,
                                          {{"system", SystemText("xyzzy is what the resolver said")}}}));
  const Report report = make_report(spec, {facts}, {}, {});
  ASSERT_NE(report.facts.why_not("network.lookup"), nullptr) << "else nothing is tested";
  const std::string text = dump(to_json(report));
  EXPECT_EQ(text.find("xyzzy"), std::string::npos) << text;
  EXPECT_NE(text.find("the name could not be looked up"), std::string::npos) << text;
}

TEST(SystemTexts, PassTheScrubberWhenTheyAreMade) {
  EXPECT_EQ(SystemText("/home/alice/x.db: unable to open").text(), "(path): unable to open");
  EXPECT_EQ(Explanation(SystemText("no route to 192.0.2.7")).written().at("system"), "no route to (address)");
  EXPECT_EQ(Explanation(Detail::version_untold, {{"name", Term("192.0.2.7")}}).written().at("name"),
            "(address)");
  const Explanation read =
      Explanation::read({{"detail", "history_unread"}, {"system", "/home/a/b"}, {"x", "y"}});
  EXPECT_EQ(read.written(),
            (std::map<std::string, std::string>{{"detail", "history_unread"}, {"system", "(path)"}}));
  EXPECT_TRUE(Explanation::read({{"detail", "a sentence of its own"}}).empty());
}

}  // namespace
}  // namespace deskready

// What holds for every page, whatever it says.
#include <regex>
#include <set>

#include "config/facts/catalogue.h"
#include "reports/formats/format.h"
#include "reports/formats/view.h"
#include "reports/words/cause_words.h"
#include "reports/words/finding_words.h"
#include "reports/words/time_words.h"
#include "tests/unit/reports/scenes.h"

namespace deskready {
namespace {

RenderOptions in(std::string language) {
  RenderOptions options;
  options.language = std::move(language);
  options.zone = "UTC";
  return options;
}

std::string render(const char* format, const Report& report, const std::string& language = "en") {
  return render(*find_format(format), report, in(language));
}

std::vector<std::string> lines(const std::string& text) {
  std::vector<std::string> all;
  std::istringstream stream(text);
  for (std::string line; std::getline(stream, line);) all.push_back(line);
  return all;
}

std::size_t columns(const std::string& line) {
  return static_cast<std::size_t>(std::count_if(
      line.begin(), line.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; }));
}

TEST(View, SaysWhereTheLinesTroubleLies) {
  Report report = scenes()[2].report;
  EXPECT_TRUE(view_of(report, in("en")).fault.empty());
  report.conditions["fault"] = "home_network";
  report.conditions["fault_trouble"] = "loss";
  report.conditions["fault_whole"] = 0.03;
  report.conditions["fault_home"] = 0.02;
  for (Finding& finding : report.findings) finding.outcome = Outcome::met;
  EXPECT_TRUE(view_of(report, in("en")).fault.empty()) << "nothing to explain";
  Finding finding;
  finding.key = "network.loss";
  finding.outcome = Outcome::not_met;
  report.findings.push_back(finding);
  EXPECT_EQ(
      unmarked(view_of(report, in("en")).fault),
      "The trouble lies at home, between this computer and the router. Lost packets: 3 % to the far end, 2 % "
      "to the router.");
  EXPECT_NE(render("html", report).find("between this computer and the router"), std::string::npos);
}

Report with_a_rule_over_time() {
  const Spec spec = spec_of(
      "[spec]\nlanguage = 1\nname = \"acme\"\nreading = \"official\"\n[require.network]\n"
      "download = { limit = \">= 25 Mbps\", window = \"14 d\", during = \"shifts\", share = \">= 95 %\" }\n");
  Fact share = number(0.914, 336);
  Circumstances circumstances = ordinary();
  circumstances.over_time.emplace(spec.rules[0].id, share);
  return make_report(spec, {Facts{}}, circumstances, head());
}

TEST(View, ARuleOverTimeSaysItsShareItsWindowAndItsLimit) {
  const Report report = with_a_rule_over_time();
  ASSERT_EQ(report.findings.at(0).outcome, Outcome::not_met);
  EXPECT_EQ(
      unmarked(finding_sentence("en", report.findings[0])),
      "Download speed: at least 25 Mbit/s in 91.4 % of 336 checks of the last 14 days, in shifts; at least "
      "95 % is asked for.");
  const View view = view_of(report, in("en"));
  EXPECT_EQ(view.rows.at(0).label, "Download speed (over the last 14 days, in shifts)");
  EXPECT_EQ(view.rows.at(0).asked, "at least 25 Mbit/s in at least 95 % of checks");
}

TEST(View, SaysSinceWhenARuleFails) {
  Report report = with_a_rule_over_time();
  Finding& finding = report.findings.at(0);
  const auto about = [&] { return unmarked(view_of(report, in("en")).to_do.at(0).about.at(0)); };
  EXPECT_EQ(about().find("Not met since"), std::string::npos);
  finding.args["last_met"] = "2026-11-12T08:00:00Z";
  EXPECT_TRUE(about().ends_with(" Last met 12 November 2026, 08:00 UTC.")) << about();
  finding.args["failing_since"] = "2026-11-12T09:00:00Z";
  EXPECT_TRUE(
      about().ends_with(" Not met since 12 November 2026, 09:00 UTC; last met 12 November 2026, 08:00 UTC."))
      << about();
  for (const char* format : {"text", "html"})
    EXPECT_NE(render(format, report).find("Not met since"), std::string::npos) << format;
  finding.args["failing_since"] = finding.args["last_met"] = "yesterday";
  EXPECT_EQ(about().find("met since"), std::string::npos);
}

TEST(View, AFigureOfAnEarlierCheckSaysItsAge) {
  Report report = scenes()[0].report;
  const auto age = [&](std::chrono::minutes earlier) {
    report.facts.known.at("network.download").at = report.started - earlier;
    const View view = view_of(report, in("en"));
    const auto row = std::find_if(view.rows.begin(), view.rows.end(),
                                  [](const Row& one) { return one.finding->key == "network.download"; });
    return unmarked(row->age);
  };
  EXPECT_EQ(age(std::chrono::minutes(-1)), "");
  EXPECT_EQ(age(std::chrono::minutes(20)), "measured 20 minutes earlier");
  EXPECT_EQ(age(std::chrono::minutes(60 * 5 + 10)), "measured 5 hours earlier");
  EXPECT_EQ(age(std::chrono::hours(24 * 10)), "measured 10 days earlier");
  for (const char* format : {"text", "html"})
    EXPECT_NE(render(format, report).find("earlier"), std::string::npos) << format;
}

const Scene& scene_of(const std::vector<Scene>& all, std::string_view name) {
  return *std::find_if(all.begin(), all.end(), [&](const Scene& scene) { return scene.name == name; });
}

TEST(View, SaysOfAWaiverUntilWhenAndWhy) {
  const auto all = scenes();
  Report report = scene_of(all, "warnings").report;
  EXPECT_EQ(unmarked(view_of(report, in("en")).headline),
            "READY, WITH WARNINGS and a waiver until 31 December 2026, for Acme Support, voice");
  report.verdict = Verdict::ready;
  EXPECT_EQ(unmarked(view_of(report, in("en")).headline),
            "READY, with a waiver until 31 December 2026, for Acme Support, voice");
  Finding other = *std::find_if(report.findings.begin(), report.findings.end(),
                                [](const Finding& one) { return one.outcome == Outcome::waived; });
  other.args["until"] = "2026-12-01";
  report.findings.push_back(other);
  EXPECT_EQ(unmarked(view_of(report, in("en")).headline),
            "READY, with 2 waivers, the first until 1 December 2026, for Acme Support, voice");
  for (const char* const format : {"text", "html", "markdown"}) {
    const std::string page = render(format, report);
    EXPECT_NE(page.find("Cable ordered"), std::string::npos) << format;
    EXPECT_NE(page.find("Reference"), std::string::npos) << format;
    EXPECT_NE(page.find("A-1042"), std::string::npos) << format;
  }
  report.verdict = Verdict::not_ready;
  EXPECT_EQ(unmarked(view_of(report, in("en")).headline), "NOT READY YET for Acme Support, voice");
  EXPECT_NE(render("html", report).find("@bottom-right{content:\"Reference: A-1042\""), std::string::npos);
  report.reference = "\"}</style>";
  EXPECT_EQ(render("html", report).find("@bottom-right"), std::string::npos);
}

TEST(View, SaysWhyARateIsOnlyAtLeastSomething) {
  Report report = scenes()[0].report;
  EXPECT_EQ(view_of(report, in("en")).enough, "");
  report.facts.known.at("network.download").at_least = true;
  const std::string enough = unmarked(view_of(report, in("en")).enough);
  EXPECT_TRUE(enough.starts_with("Download speed: \"at least\" is enough for what is asked")) << enough;
  EXPECT_NE(enough.find("--depth full"), std::string::npos);
  report.depth = "full";
  EXPECT_EQ(view_of(report, in("en")).enough, "");
}

TEST(View, ARecheckSaysWhatIsNewAndHowOldTheRestIs) {
  Report report = scenes()[0].report;
  EXPECT_EQ(view_of(report, in("en")).recheck, "");
  report.conditions["recheck_of"] = report.id;
  for (auto& [key, fact] : report.facts.known) fact.at = report.started - std::chrono::seconds(20);
  report.facts.known.at("network.loss").at = report.started + std::chrono::seconds(5);
  const View view = view_of(report, in("en"));
  EXPECT_TRUE(unmarked(view.recheck).starts_with("A recheck: measured anew: Lost packets.")) << view.recheck;
  for (const Row& row : view.rows) {
    if (row.fact == nullptr) continue;
    EXPECT_EQ(row.age, row.finding->key == "network.loss" ? "" : "measured less than a minute earlier");
  }
  for (const char* const format : {"text", "html", "markdown"})
    EXPECT_NE(render(format, report).find("A recheck: measured anew"), std::string::npos) << format;
}

TEST(View, NamesAPauseAndAnOutage) {
  Report report = scenes()[0].report;
  report.conditions["paused"] = true;
  report.facts.known.at("network.loss").detail["outage"] = 3.14;
  const View view = view_of(report, in("en"));
  EXPECT_NE(view.note.find("paused in between (Ctrl-Z)"), std::string::npos);
  const auto row = std::find_if(view.rows.begin(), view.rows.end(),
                                [](const Row& one) { return one.finding->key == "network.loss"; });
  EXPECT_EQ(unmarked(row->outage), "the line was out for 3.1 s at once");
  for (const char* const format : {"html", "markdown"})
    EXPECT_NE(render(format, report).find("was out for"), std::string::npos) << format;
}

TEST(View, SaysOfALineThatChangesWhatToExpect) {
  Report report = scenes()[0].report;
  const auto said = [&] {
    const View view = view_of(report, in("en"));
    const auto row = std::find_if(view.rows.begin(), view.rows.end(),
                                  [](const Row& one) { return one.finding->key == "network.download"; });
    return unmarked(row->changing);
  };
  EXPECT_EQ(said(), "");
  Fact& download = report.facts.known.at("network.download");
  download.detail["other_minutes"] = {{"low", 3e6}, {"high", 12e6}};
  EXPECT_EQ(said(), "this line changes: expect 3 Mbit/s to 12 Mbit/s");
  for (const char* const format : {"html", "markdown"})
    EXPECT_NE(render(format, report).find("this line changes"), std::string::npos) << format;
  download.detail["other_minutes"] = "unknown";
  EXPECT_TRUE(said().starts_with("this line changes: what it carries in other minutes cannot be told"));
}

TEST(View, SaysWhatIsInferredAndWhichProgramIsMeant) {
  const Spec spec = spec_of(
      "[spec]\nlanguage = 1\nname = \"s\"\n[require.system]\nantivirus = true\nmemory.installed = \">= 1 "
      "GB\"\n"
      "firewall = true\nbrowser.firefox.version = \">= 100\"\n");
  Facts facts;
  facts.add("system.antivirus", truth(false));
  facts.add("system.memory.installed", number(8e9));
  facts.add("system.browser.firefox.version", text("not installed"));
  const Report report = make_report(spec, {facts}, ordinary(), head());
  EXPECT_EQ(unmarked(view_of(report, in("en")).inferred),
            "Worked out from signs, which can mislead: Antivirus.")
      << "memory is read, and of the firewall nothing is known";
  EXPECT_NE(render("text", report).find("Browser version (firefox): not installed"), std::string::npos)
      << render("text", report);
  for (const char* const format : {"text", "html"})
    EXPECT_NE(render(format, report).find("which can mislead"), std::string::npos) << format;
}

TEST(Text, KeepsToItsWidth) {
  for (const Scene& scene : scenes()) {
    for (const char* const language : {"en", "qps-plocm"}) {
      for (const int width : {60, 80, 100}) {
        RenderOptions options = in(language);
        options.width = width;
        for (const std::string& line : lines(render(*find_format("text"), scene.report, options))) {
          EXPECT_LE(columns(line), static_cast<std::size_t>(width)) << line;
        }
      }
    }
  }
}

TEST(Text, ColoursOnlyWhenAsked) {
  const Report report = scenes()[2].report;
  RenderOptions options = in("en");
  EXPECT_EQ(render(*find_format("text"), report, options).find('\x1b'), std::string::npos);
  options.colour = true;
  EXPECT_EQ(render(*find_format("text"), report, options).find("\x1b[1;31mNOT READY YET"), 0u);
}

TEST(Text, NothingInAReportCommandsTheTerminal) {
  const std::string text = render("text", hostile());
  EXPECT_EQ(text.find('\x1b'), std::string::npos);
  EXPECT_EQ(text.find("\xE2\x80\xAE"), std::string::npos);
  EXPECT_EQ(text.find('\xff'), std::string::npos);
}

TEST(Html, EverythingIsEscapedAndNothingLoaded) {
  for (const std::string language : {"en", "qps-plocm"}) {
    const std::string page = render("html", hostile(), language);
    EXPECT_EQ(page.find("<script"), std::string::npos);
    EXPECT_EQ(page.find("\xE2\x80\xAE"), std::string::npos);
    EXPECT_EQ(page.find('\xff'), std::string::npos);
    EXPECT_FALSE(std::regex_search(page, std::regex("(src=|href|url\\(|@import)")));
  }
}

TEST(Html, TagsAreBalanced) {
  std::vector<Report> reports = {hostile()};
  for (const Scene& scene : scenes()) reports.push_back(scene.report);
  for (const Report& report : reports) {
    const std::string page = render("html", report, "qps-plocm");
    std::vector<std::string> open;
    const std::regex tag("<(/?)([a-z][a-z0-9]*)[^>]*?(/?)>");
    for (std::sregex_iterator it(page.begin(), page.end(), tag), end; it != end; ++it) {
      const std::string name = (*it)[2];
      if (name == "meta" || name == "br" || !(*it)[3].str().empty()) continue;
      if ((*it)[1].str().empty()) {
        open.push_back(name);
      } else {
        ASSERT_FALSE(open.empty()) << name;
        ASSERT_EQ(open.back(), name) << it->prefix().str().substr(0, 200);
        open.pop_back();
      }
    }
    EXPECT_TRUE(open.empty());
  }
}

TEST(Html, HoldsSeveralReportsWithAContents) {
  std::vector<Report> reports = {scenes()[0].report, scenes()[2].report};
  reports[1].reference = "A-1042";
  const std::string page = find_format("html")->render(reports, in("en"));
  for (const char* const part :
       {"<a href=\"#report-1\">", "<a href=\"#report-2\">", "<article id=\"report-1\"",
        "<article id=\"report-2\"", "#report-2{page:report-2}"})
    EXPECT_NE(page.find(part), std::string::npos) << part;
  EXPECT_EQ(page.find("<body"), page.rfind("<body"));
  EXPECT_NE(page.find("<title>2 reports</title>"), std::string::npos);
}

// Where the last card ended near the end of the paper, the room behind it alone took another sheet.
TEST(Html, LeavesNoRoomBehindItsEndOnPaper) {
  const std::string page = render("html", scenes()[2].report);
  const auto print = page.find("@media print{");
  ASSERT_NE(print, std::string::npos);
  for (const char* rule : {"main{padding:0}", "main>:last-child,article>:last-child{margin-block-end:0}"})
    EXPECT_NE(page.find(rule, print), std::string::npos) << rule;
}

TEST(Html, UsesNoPhysicalSides) {
  const std::string page = render("html", scenes()[0].report);
  const std::string style = page.substr(page.find("<style>"), page.find("</style>") - page.find("<style>"));
  EXPECT_FALSE(std::regex_search(
      style, std::regex("(margin|padding|border)-(left|right)|[^-](left|right):|(^|[;{])(width|height):")));
}

TEST(Html, SaysItsLanguageAndDirection) {
  EXPECT_NE(render("html", scenes()[0].report).find("<html lang=\"en\" dir=\"ltr\">"), std::string::npos);
  EXPECT_NE(render("html", scenes()[0].report, "qps-plocm").find("<html lang=\"qps-plocm\" dir=\"rtl\">"),
            std::string::npos);
  // Nobody has translated it: English set from right to left helps nobody.
  EXPECT_NE(render("html", scenes()[0].report, "ur").find("<html lang=\"en\" dir=\"ltr\">"),
            std::string::npos);
}

/// The longer words of a text.
std::set<std::string> words_of(const std::string& text) {
  static const std::regex word("[A-Za-z]{3,}");
  return {std::sregex_token_iterator(text.begin(), text.end(), word), {}};
}

/// Words of the spec, the person and the machine, which no translation touches.
std::set<std::string> words_of_data(const Report& report) {
  std::string data = report.employer + " " + report.role + " " + report.spec_name + " " + report.spec_version;
  const auto add = [&](const std::string& text) { data += " " + text; };
  for (const auto& [name, answer] : report.answers) add(answer.answer);
  for (const Finding& finding : report.findings) {
    for (const auto& [language, text] : finding.fix) add(text);
    for (const std::string& text : finding.asked.texts) add(text);
    for (const char* const name : {"question", "role", "roles", "sum", "reason"}) {
      if (finding.args.contains(name)) add(finding.args.at(name));
    }
    if (finding.measured && std::holds_alternative<std::string>(finding.measured->value))
      add(std::get<std::string>(finding.measured->value));
    for (const Lacking& lacking : finding.lacking) {
      add(lacking.alternative);
      for (const std::string& text : lacking.asked.texts) add(text);
      if (lacking.measured && std::holds_alternative<std::string>(lacking.measured->value))
        add(std::get<std::string>(lacking.measured->value));
    }
  }
  std::set<std::string> words = words_of(data);
  words.insert({"Mbit", "dBFS", "UTC"});
  return words;
}

/// What holds of choices, conditions and roles besides.
Report with_all_that_can_lack() {
  const Spec spec = spec_of(
      "[spec]\nlanguage = 1\nname = \"lack\"\nroles = [\"voice\", \"video\"]\n[test]\nnetwork.vpn = false\n"
      "[one_of.computer.windows]\nsystem.os.family = \"windows\"\nsystem.memory.installed = \">= 4 GB\"\n"
      "[one_of.computer.linux]\nsystem.memory.installed = \">= 8 GB\"\nsystem.disk.solid_state = true\n"
      "[require.network]\nlatency = \"<= 100 ms\"\nloss = { limit = \"<= 1 %\", window = \"14 d\" }\n"
      "[require.system]\ncpu.cores = { limit = \">= 2\", valid = \"1 d\" }\n"
      "[[when]]\nif.role = \"video\"\n[when.require.system]\ncamera.present = true\n"
      "[[when]]\nif.system.os.family = \"macos\"\n[when.require.system]\ndisk.free = \">= 1 GB\"\n");
  Facts facts;
  facts.add("network.vpn", truth(true));
  facts.add("network.latency", number(0.02));
  facts.add("system.os.family", text("linux"));
  facts.add("system.memory.installed", number(1e9));
  facts.add("system.disk.solid_state", truth(false));
  Fact old = number(4);
  old.at -= std::chrono::hours(48);
  facts.add("system.cpu.cores", old);
  Circumstances circumstances = ordinary();
  circumstances.role = "vidoe";
  circumstances.over_time.emplace(
      "require.network.loss",
      tl::unexpected(
          Unmeasured{Cause::too_little_history,
                     {{"recorded", "3"}, {"over", "7200"}, {"needed", "20"}, {"needed_over", "604800"}}}));
  ReportHead own = head();
  own.role = "vidoe";
  return make_report(spec, {facts}, circumstances, own);
}

// Whatever letter-words remain outside brackets did not come through tr(): only data may, and data only.
TEST(Language, EverySentenceGoesThroughTranslation) {
  std::vector<Report> reports = {with_all_that_can_lack(), with_a_rule_over_time()};
  for (const Scene& scene : scenes()) reports.push_back(scene.report);
  for (const Report& report : reports) {
    std::string page = render("html", report, "qps-plocm");
    page.erase(0, page.find("<main>"));
    page.erase(page.find("<details>"));
    const std::set<std::string> data = words_of_data(report);
    const std::regex isolated("<bdi>([^<]*)</bdi>"), translated("\\[[^\\[\\]]*\\]");
    for (std::sregex_iterator it(page.begin(), page.end(), isolated), end; it != end; ++it) {
      // A translated text may hold another.
      std::string inside = (*it)[1];
      for (std::string before; before != inside;) {
        before = inside;
        inside = std::regex_replace(inside, translated, "");
      }
      for (const std::string& word : words_of(inside))
        EXPECT_TRUE(data.contains(word)) << word << " in " << (*it)[0];
    }
    page = std::regex_replace(page, isolated, "");
    page = std::regex_replace(page, std::regex("<[^>]*>"), "\n");
    page = std::regex_replace(page, translated, "");
    for (const std::string& word : words_of(page)) EXPECT_TRUE(data.contains(word)) << word << " in " << page;
  }
}

TEST(ToDo, WhatDecidesStandsApart) {
  const View view = view_of(scenes()[2].report, in("en"));
  ASSERT_EQ(scenes()[2].report.verdict, Verdict::not_ready);
  ASSERT_EQ(view.also.size(), 1u);
  EXPECT_EQ(unmarked(view.also.front().text), "Check again after the call.") << "which makes nobody ready";
}

TEST(ToDo, FreeThingsFirstBuyingLastNothingTwice) {
  const View view = view_of(scenes()[2].report, in("en"));
  ASSERT_GE(view.to_do.size(), 4u);
  EXPECT_EQ(view.to_do.front().text.find("Ask the employer"), 0u) << view.to_do.front().text;
  const auto place = [&](const char* words) {
    for (std::size_t i = 0; i < view.to_do.size(); ++i) {
      if (view.to_do[i].text.find(words) != std::string::npos) return i;
    }
    ADD_FAILURE() << words;
    return std::size_t{99};
  };
  EXPECT_LT(place("Connect the computer"), place("provider"));
  EXPECT_LT(place("provider"), place("Fit more memory"));
  EXPECT_LT(place("provider"), place("Buy a headset"));
  for (std::size_t i = 0; i < view.to_do.size(); ++i) {
    for (std::size_t j = 0; j < i; ++j) EXPECT_NE(view.to_do[i].text, view.to_do[j].text);
  }
}

// Whatever the words of an advice are: its effort decides, which the catalogue or the spec says.
TEST(ToDo, ItsOrderRestsOnEffortAlone) {
  const Spec spec = spec_of(
      "[spec]\nlanguage = 1\nname = \"s\"\n"
      "[require.audio]\nheadset.present = true\nmicrophone.muted = false\n"
      "[require.system]\nmemory.installed = \">= 8 GB\"\n"
      "[require.network]\navailability = \">= 99 %\"\nlink.kind = \"ethernet\"\n"
      "[ask.line]\ntext = \"Which line?\"\nanswers = [\"dsl\", \"cable\"]\naccept = [\"cable\"]\n"
      "[fix.audio]\nmicrophone.muted = \"Entfernen Sie die Stummschaltung; nichts kaufen, keinen Provider "
      "fragen.\"\n"
      "[fix.system]\nmemory.installed = { de = \"Mehr Speicher einbauen; sonst umziehen.\" }\n"
      "[fix.network]\nlink.kind = \"Remove what blocks the socket, and run a line from the router to "
      "it.\"\n");
  Facts facts;
  facts.add("audio.headset.present", truth(false));
  facts.add("audio.microphone.muted", truth(true));
  facts.add("system.memory.installed", number(4e9));
  facts.add("network.link.kind", text("wifi"));
  facts.cannot("audio.noise_floor", unmeasured(Cause::busy));
  Circumstances circumstances = ordinary();
  circumstances.over_time.emplace("require.network.availability", number(0.5, 300));
  const View view = view_of(make_report(spec, {facts}, circumstances, head()), in("en"));
  std::vector<std::string> order;
  for (const ToDo& item : view.to_do) order.push_back(unmarked(item.text).substr(0, 12));
  EXPECT_EQ(order, (std::vector<std::string>{"Remove what ", "Entfernen Si", "Ask your pro", "Plug in a he",
                                             "Mehr Speiche"}));
}

TEST(Headline, SaysVerdictAndForWhom) {
  const auto all = scenes();
  const auto headline = [&](std::size_t i) { return unmarked(view_of(all[i].report, in("en")).headline); };
  EXPECT_EQ(headline(0), "READY for Acme Support, voice");
  EXPECT_EQ(headline(1), "READY, WITH WARNINGS and a waiver until 31 December 2026, for Acme Support, voice");
  EXPECT_EQ(headline(2), "NOT READY YET for Acme Support, voice");
  EXPECT_EQ(headline(3), "NOT DECIDED YET: 7 checks missing");
  EXPECT_NE(headline(4).find("against deskready's general voice list, not an employer's"), std::string::npos);
}

TEST(NotChecked, IsGroupedByCause) {
  const View view = view_of(scenes()[3].report, in("en"));
  ASSERT_EQ(view.not_checked.size(), 3u) << "no far end, sound server, not asked";
  std::multiset<std::size_t> sizes;
  for (const NotChecked& group : view.not_checked) sizes.insert(group.labels.size());
  EXPECT_EQ(sizes, (std::multiset<std::size_t>{1, 3, 4}));
}

TEST(NotChecked, SaysSinceWhenItWaits) {
  Report report = scenes()[2].report;
  Finding& finding = report.findings.front();
  finding.outcome = Outcome::not_measured;
  finding.cause = Cause::metered;
  finding.args["since"] = "2026-11-25T20:00:00Z";
  const auto groups = view_of(report, in("en")).not_checked;
  EXPECT_TRUE(std::any_of(groups.begin(), groups.end(), [](const NotChecked& group) {
    return unmarked(group.sentence).ends_with("It waits since 25 November 2026, 20:00 UTC.");
  }));
}

TEST(LocalTime, FollowsTheZone) {
  const WallTime time = at("2026-11-24T02:30:00Z");
  EXPECT_EQ(unmarked(local_time("en", time, "UTC")), "24 November 2026, 02:30 UTC");
  EXPECT_EQ(unmarked(local_time("en", time, "EST5EDT,M3.2.0,M11.1.0")), "23 November 2026, 21:30 EST");
  EXPECT_EQ(unmarked(local_time("en", at("2026-07-01T12:00:00Z"), "EST5EDT,M3.2.0,M11.1.0")),
            "1 July 2026, 08:00 EDT");
}

TEST(Sentences, EveryCauseReadsWellWithAndWithoutDetail) {
  for (const CauseInfo& cause : causes()) {
    for (const Arguments& arguments :
         {Arguments{}, Arguments{{"detail", "the reason"}}, Arguments{{"detail", "no_route"}}}) {
      const std::string said = unmarked(cause_sentence("en", cause.cause, arguments));
      EXPECT_EQ(said.back(), '.') << said;
      EXPECT_EQ(said.find('{'), std::string::npos) << said;
      EXPECT_EQ(said.find(" ."), std::string::npos) << said;
      EXPECT_EQ(said.find(": ."), std::string::npos) << said;
    }
  }
}

}  // namespace
}  // namespace deskready

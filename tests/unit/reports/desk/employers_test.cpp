#include "reports/desk/employers.h"

#include "config/base/text.h"
#include "config/spec/chain/needs.h"
#include "tests/unit/reports/scenes.h"

namespace deskready {
namespace {

std::vector<EmployerRow> rows() {
  const auto spec = [](const char* name, const char* rules) {
    return spec_of(std::string("[spec]\nlanguage = 1\nname = \"") + name + "\"\nemployer = \"" + name +
                   " Ltd\"\n" + rules);
  };
  const Spec specs[] = {
      spec("easy", "[require.system]\nmemory.installed = \">= 4 GB\"\n"),
      spec("hard",
           "[require.system]\nmemory.installed = \">= 64 GB\"\nos.family = \"windows\"\n[require.audio]\n"
           "headset.present = true\n[require.network]\ndownload = \">= 100.5 Mbps\"\n[ask.line]\ntext = "
           "\"Which "
           "line?\"\nanswers = [\"cable\"]\naccept = [\"cable\"]\n"),
      spec("choice", "[one_of.system.windows]\nsystem.os.family = \"windows\"\n")};
  Facts facts;
  facts.add("system.memory.installed", number(8e9));
  facts.add("system.os.family", text("linux"));
  facts.add("audio.headset.present", truth(true));
  Fact bound = number(30e6);
  bound.at_least = true;
  facts.add("network.download", bound);
  std::vector<EmployerRow> rows;
  for (const Spec& one : specs)
    rows.push_back(employer_row("laptop", one, make_report(one, {facts}, ordinary(), head())));
  return rows;
}

TEST(Employers, TheTableSaysWhatStandsBetween) {
  const std::string text = employers_text(rows(), 100);
  for (const char* const part :
       {"easy  Ready          ok        -        -     -                 -",
        "hard  Not ready yet  no        ok       ?     no                1", "choice  Not ready yet",
        "What stands between this computer and hard:",
        "computer: Memory fitted is only 8 GB; at least 64 GB is asked for.",
        "line: Not known: Download speed", "operating system: Operating system: Linux; asked for: Windows.",
        "still to ask: Not known: Which line?"}) {
    std::string wanted(part);
    // The first column is as wide as its widest name.
    if (wanted.starts_with("easy") || wanted.starts_with("hard")) wanted.insert(4, "  ");
    EXPECT_NE(text.find(wanted), std::string::npos) << wanted << "\nin\n" << text;
  }
}

std::size_t widest_line(std::string_view text) {
  std::size_t widest = 0;
  for (const std::string_view line : split(text, '\n')) widest = std::max(widest, columns(line));
  return widest;
}

TEST(Employers, TheTableFitsTheTerminal) {
  std::vector<EmployerRow> all = rows();
  all.front().spec = "a-spec-of-a-name-that-is-longer-than-any-column-of-the-table-has-room-for";
  for (const std::size_t width : {60u, 80u}) {
    const std::string text = employers_text(all, width);
    EXPECT_LE(widest_line(text), width) << text;
  }
  EXPECT_GT(widest_line(employers_text(all, 1000)), 80u) << "programs read a row a line";
}

TEST(Employers, LinesFitThePageAndNameEachThingOnce) {
  const Spec spec = spec_of(
      "[spec]\nlanguage = 1\nname = \"long\"\n[require.network]\nlink.kind = \"ethernet\"\n"
      "latency = \"<= 90 ms\"\njitter = \"<= 30 ms\"\nloss = \"<= 1 %\"\ngateway.latency = \"<= 9 ms\"\n"
      "[[rule]]\nid = \"r\"\nfact = \"network.link.kind\"\nnot_in = [\"wifi\"]\n");
  const EmployerRow row = employer_row("laptop", spec, make_report(spec, {Facts{}}, ordinary(), head()));
  const std::string text = employers_text({&row, 1}, 80);
  const std::size_t lines = text.find("What stands");
  ASSERT_NE(lines, std::string::npos) << text;
  const auto kind = text.find("Kind of connection");
  EXPECT_NE(kind, std::string::npos) << text;
  EXPECT_EQ(text.find("Kind of connection", kind + 1), std::string::npos) << text;
  for (std::size_t at = lines; at < text.size(); at = text.find('\n', at) + 1)
    EXPECT_LE(text.find('\n', at) - at, 80u) << text.substr(at, 120);
}

TEST(Employers, ProgramsOfSeveralEmployersNeedRoomBesideEachOther) {
  const auto spec = [](const char* name, const char* memory) {
    return spec_of(std::string("[spec]\nlanguage = 1\nname = \"") + name + "\"\n[needs.panel]\nmemory = \"" +
                   memory + "\"\nupload = \"1 Mbps\"\n");
  };
  const Spec specs[] = {spec("a", "2 GB"), spec("b", "3 GB")};
  EXPECT_FALSE(needs_together(std::span(specs).first(1)));
  const auto all = needs_together(specs);
  ASSERT_TRUE(all);
  const auto words = [&](double free) {
    Facts facts;
    facts.add("system.memory.available", number(free));
    facts.add("network.upload", number(50e6));
    for (const Spec& one : specs)
      EXPECT_EQ(make_report(one, {facts}, ordinary(), head()).verdict, Verdict::ready) << "each alone fits";
    return together_words(make_report(*all, {facts}, ordinary(), head()));
  };
  EXPECT_NE(words(5e9).find("there is room"), std::string::npos) << words(5e9);
  EXPECT_NE(words(4e9).find("is 4 GB; at least 5 GB"), std::string::npos) << words(4e9);
  EXPECT_EQ(all->rules.front().source, "a: panel 2 GB + b: panel 3 GB");
}

TEST(Employers, CsvHasARowForEachSpec) {
  const std::string csv = employers_csv(rows());
  EXPECT_EQ(std::count(csv.begin(), csv.end(), '\n'), 4);
  EXPECT_NE(csv.find("laptop,easy,easy Ltd,ready,ok,,,,\r\n"), std::string::npos) << csv;
}

}  // namespace
}  // namespace deskready

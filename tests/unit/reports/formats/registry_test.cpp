// The table of formats, and what is made from it. UPDATE_DOCS=1 rewrites the manual page's part.
#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <set>
#include <sstream>

#include "reports/formats/format.h"
#include "tests/tools/source_folder.h"

namespace deskready {
namespace {

TEST(Formats, EachHasANameOfItsOwnAndShowsSomething) {
  std::set<std::string_view> names;
  for (const Format* format : formats()) {
    EXPECT_TRUE(names.insert(format->name).second) << format->name;
    EXPECT_EQ(find_format(format->name), format);
    EXPECT_NE(format->shows.bits, 0) << format->name;
    EXPECT_EQ(format->shows.any_of(Document::report), format->render != nullptr) << format->name;
    EXPECT_FALSE(format->summary.empty()) << format->name;
  }
  EXPECT_EQ(formats().front()->name, "text") << "what is shown where nothing is named";
}

TEST(Formats, AreChosenByNameElseByTheFilesType) {
  const auto chosen = [](std::string_view named, std::string_view type, Documents documents) {
    const Format* format = choose_format(named, type, documents);
    return format != nullptr ? format->name : "";
  };
  EXPECT_EQ(chosen("", "", Document::report), "text");
  EXPECT_EQ(chosen("", "html", Document::report), "html");
  EXPECT_EQ(chosen("JSON", "html", Document::report), "json");
  EXPECT_EQ(chosen("", "csv", Document::report), "text") << "a report is no table";
  EXPECT_EQ(chosen("", "csv", Document::report | Document::comparison), "csv");
  EXPECT_EQ(chosen("csv", "", Document::report), "");
  EXPECT_EQ(chosen("junk", "", Document::report), "");
  EXPECT_EQ(format_list(Document::lint), "text or json");
  EXPECT_EQ(format_names(Document::desk), (std::vector<std::string_view>{"text", "json", "csv"}));
}

TEST(Formats, TheManualPageNamesThem) {
  const std::string file = source_folder() + "/docs/man/deskready.1";
  std::stringstream page;
  page << std::ifstream(file, std::ios::binary).rdbuf();
  std::string text = page.str();
  const std::string_view heading = ".SH FORMATS\n", next = ".SH FILES\n";
  const auto from = text.find(heading), to = text.find(next);
  ASSERT_LT(from, to) << file << " has no part FORMATS before FILES";
  ASSERT_NE(to, std::string::npos);
  const std::string wanted =
      std::string(heading) +
      "What \\fB\\-\\-format\\fR takes; each command's help says which of them it can show.\n" +
      formats_manual();
  if (std::getenv("UPDATE_DOCS") != nullptr) {
    text.replace(from, to - from, wanted);
    std::ofstream(file, std::ios::binary) << text;
    return;
  }
  EXPECT_EQ(text.substr(from, to - from), wanted) << "UPDATE_DOCS=1 writes it";
}

}  // namespace
}  // namespace deskready

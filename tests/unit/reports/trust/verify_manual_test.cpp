// docs/verify.md lists every code with its sentence. UPDATE_DOCS=1 rewrites that part.
#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <sstream>

#include "reports/desk/desk_row.h"
#include "reports/words/refusals/trust_words.h"
#include "tests/tools/source_folder.h"

namespace deskready {
namespace {

TEST(VerifyManual, ListsEveryCode) {
  const std::string file = source_folder() + "/docs/verify.md";
  std::stringstream page;
  page << std::ifstream(file, std::ios::binary).rdbuf();
  std::string text = page.str();
  const std::string heading = "## Codes\n";
  const auto from = text.find(heading);
  ASSERT_NE(from, std::string::npos) << file << " has no part Codes, its last one";
  std::string wanted = heading + "\n| code | what it says |\n|---|---|\n";
  for (const Refused why : all_refused()) {
    const std::string words = refusal_words("en", why);
    EXPECT_FALSE(words.empty()) << code_of(why);
    wanted += "| `" + std::string(code_of(why)) + "` | " + words + " |\n";
  }
  if (std::getenv("UPDATE_DOCS") != nullptr) {
    std::ofstream(file, std::ios::binary) << text.substr(0, from) + wanted;
    return;
  }
  EXPECT_EQ(text.substr(from), wanted) << "UPDATE_DOCS=1 writes it";
}

TEST(VerifyManual, NamesEveryFlag) {
  std::stringstream page;
  page << std::ifstream(source_folder() + "/docs/verify.md", std::ios::binary).rdbuf();
  for (const DeskFlag flag : all_desk_flags())
    EXPECT_NE(
        page.str().find("| `" + std::string(to_string(flag)) + "` | " + desk_flag_words("en", flag) + " |\n"),
        std::string::npos)
        << to_string(flag);
}

}  // namespace
}  // namespace deskready

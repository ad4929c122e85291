// What people and programs are given, word for word. The exit code stands in each file's name.
// UPDATE_GOLDEN=1 rewrites the files; then read the difference.
#include <cstdlib>
#include <fstream>
#include <sstream>

#include "reports/formats/format.h"
#include "tests/tools/source_folder.h"
#include "tests/unit/reports/scenes.h"

namespace deskready {
namespace {

void compare(const std::string& name, std::span<const Report> reports, const Format& format,
             const std::string& language) {
  if (format.render == nullptr) return;
  Verdict worst = Verdict::ready;
  for (const Report& report : reports) worst = std::max(worst, report.verdict);
  RenderOptions options;
  options.language = language;
  options.zone = "UTC";
  const std::string file = source_folder() + "/tests/golden/" + name + "." +
                           std::to_string(exit_code(worst)) + "." + std::string(format.file_type);
  const std::string is = format.render(reports, options);
  if (std::getenv("UPDATE_GOLDEN") != nullptr) {
    std::ofstream(file, std::ios::binary) << is;
    return;
  }
  std::ifstream in(file, std::ios::binary);
  ASSERT_TRUE(in) << file << " is not there; UPDATE_GOLDEN=1 writes it";
  std::stringstream wanted;
  wanted << in.rdbuf();
  EXPECT_EQ(is, wanted.str()) << file;
}

TEST(Golden, EachSceneInEachFormat) {
  for (const Scene& scene : scenes()) {
    for (const Format* format : formats()) compare(scene.name, {&scene.report, 1}, *format, "en");
  }
}

TEST(Golden, TwoSpecs) {
  const auto [acme, bolt] = two_specs();
  for (const Format* format : formats()) {
    compare("two_specs_acme", {&acme, 1}, *format, "en");
    compare("two_specs_bolt", {&bolt, 1}, *format, "en");
  }
}

/// In one run, in the formats that show several reports.
TEST(Golden, SeveralTogether) {
  const std::vector<Report> reports = {scenes()[0].report, scenes()[2].report, scenes()[3].report};
  for (const Format* format : formats()) {
    if (format->shows.any_of(Document::reports)) compare("together", reports, *format, "en");
  }
}

/// Texts from outside that try to break out of where they are written; readers in tests/formats read them.
TEST(Golden, Hostile) {
  const Report report = hostile();
  for (const Format* format : formats()) {
    if (format->shows.any_of(Document::reports)) compare("hostile", {&report, 1}, *format, "en");
  }
}

TEST(Golden, MirroredLanguage) {
  const Report not_ready = scenes()[2].report;
  for (const char* const name : {"text", "html"}) {
    compare("mirrored", {&not_ready, 1}, *find_format(name), "qps-plocm");
  }
}

}  // namespace
}  // namespace deskready

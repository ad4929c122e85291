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

void compare(const std::string& name, const Report& report, const Format& format,
             const std::string& language) {
  if (format.render == nullptr) return;
  RenderOptions options;
  options.language = language;
  options.zone = "UTC";
  const std::string file = source_folder() + "/tests/golden/" + name + "." +
                           std::to_string(exit_code(report.verdict)) + "." + std::string(format.file_type);
  const std::string is = render(format, report, options);
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
    for (const Format* format : formats()) compare(scene.name, scene.report, *format, "en");
  }
}

TEST(Golden, TwoSpecs) {
  const auto [acme, bolt] = two_specs();
  for (const Format* format : formats()) {
    compare("two_specs_acme", acme, *format, "en");
    compare("two_specs_bolt", bolt, *format, "en");
  }
}

TEST(Golden, MirroredLanguage) {
  for (const char* const name : {"text", "html"}) {
    compare("mirrored", scenes()[2].report, *find_format(name), "qps-plocm");
  }
}

}  // namespace
}  // namespace deskready

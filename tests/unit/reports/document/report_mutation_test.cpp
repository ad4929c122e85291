// Reports and facts with random damage, as a tampering or careless hand would leave them: each is refused
// with a sentence, or read and can then be shown in every format.
#include <gtest/gtest.h>

#include <array>
#include <random>

#include "reports/document/report.h"
#include "reports/formats/format.h"
#include "tests/unit/reports/scenes.h"

namespace deskready {
namespace {

using nlohmann::json;

/// Puts another value, or nothing, into the place of a random one.
void damage(json& document, std::mt19937_64& random) {
  static const std::array<json, 12> values = {nullptr,
                                              true,
                                              -1,
                                              1e300,
                                              18446744073709551615u,
                                              "",
                                              "met",
                                              "\xe2\x80\xae",
                                              json::array(),
                                              json::object(),
                                              json::array({1, "x"}),
                                              "2026-02-31T00:00:00Z"};
  json* place = &document;
  while (place->is_structured() && !place->empty() && random() % 5 != 0) {
    auto child = place->begin();
    std::advance(child, static_cast<std::ptrdiff_t>(random() % place->size()));
    if (random() % 12 == 0) {
      place->erase(child);
      return;
    }
    place = &*child;
  }
  *place = values[random() % values.size()];
}

TEST(ReportMutation, IsRefusedOrCanBeShown) {
  std::mt19937_64 random(20261125);
  const auto all = scenes();
  int read = 0, refused = 0;
  for (int i = 0; i < 400; ++i) {
    json document = json::parse(dump(to_json(all[random() % all.size()].report)));
    for (std::size_t n = 1 + random() % 2; n > 0; --n) damage(document, random);
    (void)facts_from_json(document);
    const auto report = report_from_json(document);
    if (!report) {
      ++refused;
      EXPECT_FALSE(report.error().empty());
      continue;
    }
    ++read;
    for (const Format* format : formats()) {
      if (format->render != nullptr) {
        EXPECT_FALSE(render(*format, *report, {}).empty()) << format->name;
      }
    }
  }
  EXPECT_GT(read, 40);
  EXPECT_GT(refused, 50);
}

}  // namespace
}  // namespace deskready

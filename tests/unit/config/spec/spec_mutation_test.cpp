// Specs with random damage: each is either read, and then its written form means the same, or refused with a
// place and a sentence. Run under sanitizers, this is also the parser's fuzz test.
#include <gtest/gtest.h>

#include <array>
#include <map>
#include <random>

#include "config/spec/chain/load.h"
#include "config/spec/language/writer.h"
#include "config/spec/spec.h"

namespace deskready {
namespace {

/// Cuts, doubles, swaps or overwrites a piece; pieces of the language make damage that parses more often than
/// noise does.
std::string damaged(std::string text, std::mt19937_64& random) {
  static constexpr std::array<std::string_view, 16> pieces = {"\"",
                                                              "[",
                                                              "]",
                                                              "{ limit = ",
                                                              "= 1979-05-27\n",
                                                              "\n[[rule]]\n",
                                                              "\n[when.require.network]\n",
                                                              ">= ",
                                                              " Mbps\"",
                                                              "1e999",
                                                              "-0",
                                                              "\xff",
                                                              "\\u0000",
                                                              "0x7fffffffffffffff",
                                                              "extends = \"voice-baseline\"\n",
                                                              "\n[one_of.a.b]\n"};
  const auto up_to = [&](std::size_t most) { return random() % (most + 1); };
  for (std::size_t i = 0, n = 1 + up_to(3); i < n; ++i) {
    const std::size_t at = up_to(text.size());
    const std::size_t length = std::min<std::size_t>(up_to(40), text.size() - at);
    switch (up_to(3)) {
      case 0:
        text.erase(at, length);
        break;
      case 1:
        text.insert(up_to(text.size()), text.substr(at, length));
        break;
      case 2:
        text.insert(at, pieces[random() % pieces.size()]);
        break;
      default:
        if (at < text.size()) text[at] = static_cast<char>(random());
    }
  }
  return text;
}

TEST(SpecMutation, IsReadOrRefusedWithAPlaceAndNothingElse) {
  std::mt19937_64 random(20261125);
  const auto shipped = shipped_specs();
  int read = 0, refused = 0;
  for (int i = 0; i < 1500; ++i) {
    const std::string text = damaged(std::string(shipped[random() % shipped.size()].text), random);
    const auto spec = parse_spec(text, "mutant.toml", {});
    if (!spec) {
      ++refused;
      ASSERT_FALSE(spec.error().empty()) << text;
      for (const SpecError& error : spec.error()) {
        EXPECT_FALSE(error.message.empty());
        EXPECT_LE(error.offending.size(), 64u) << to_string(error);
      }
      continue;
    }
    ++read;
    const std::string shown = show_spec(*spec);
    const auto again = parse_spec(shown, "again.toml", {});
    ASSERT_TRUE(again) << to_string(again.error().front()) << "\n" << shown;
    // The written form has an order of its own.
    const auto by_id = [](const Spec& one) {
      std::map<std::string, const Rule*> rules;
      for (const Rule& rule : one.rules) rules[rule.id] = &rule;
      return rules;
    };
    const auto before = by_id(*spec), after = by_id(*again);
    ASSERT_EQ(after.size(), before.size()) << shown;
    for (const auto& [id, rule] : before) {
      ASSERT_TRUE(after.contains(id)) << id << "\n" << shown;
      EXPECT_EQ(after.at(id)->key, rule->key);
      EXPECT_EQ(after.at(id)->level, rule->level);
      EXPECT_EQ(after.at(id)->comparison, rule->comparison) << shown;
    }
  }
  // The damage must be neither harmless nor fatal throughout, or the test would see one side only.
  EXPECT_GT(read, 50);
  EXPECT_GT(refused, 50);
}

}  // namespace
}  // namespace deskready

#include "config/spec/named.h"

#include <fmt/format.h>

#include <algorithm>
#include <vector>

#include "config/base/nearest.h"
#include "config/base/text.h"
#include "config/spec/names/cpu_wording.h"
#include "config/spec/names/products.h"
#include "config/spec/names/systems.h"
#include "config/spec/names/zones.h"
#include "config/units/pixels.h"

namespace deskready {
namespace {

bool same_name(std::string_view asked, std::string_view found, const FactInfo& fact) {
  switch (fact.names) {
    case Names::system:
      return is_system(asked, found);
    case Names::edition:
      return is_edition(asked, found);
    case Names::product:
      return is_product(asked, found);
    case Names::maker:
      return same_text(maker_in(asked).value_or(asked), maker_in(found).value_or(found));
    case Names::zone:
      return same_zone(asked, found);
    case Names::chassis:
      // It is a laptop whose lid goes round.
      return same_text(asked, found) || (same_text(asked, "laptop") && same_text(found, "convertible"));
    case Names::plain:
    case Names::processor_family:
    case Names::wifi_generation:
      break;
  }
  return same_text(asked, found);
}

/// "i5" and "Intel Core i5" are the family Core i5.
std::optional<std::string> never_a_family(std::string_view text) {
  const auto limit = parse_cpu_limit(text);
  if (!limit) return std::nullopt;
  const CpuName& model = limit->models.front();
  if (limit->models.size() == 1 && same_text(model.family, text)) return std::nullopt;
  return fmt::format("no family of processors is called \"{}\"; write {}{}", text, model.family,
                     model.generation ? ", and the generation as a rule of its own" : "");
}

std::optional<std::string> never_a_processor(std::string_view text) {
  const auto limit = parse_cpu_limit(text);
  // "Celeron" is a family; a processor's own name has a number.
  const bool number = text.find_first_of("0123456789") != std::string_view::npos;
  if (!limit && (!number || parse_cpu_name(text).family.empty())) return limit.error();
  // A whole name, as the processor gives it itself, is more than a limit has; Apple's is not.
  if (!limit || limit->models.front().vendor == "Apple") return std::nullopt;
  return fmt::format("no processor calls itself \"{}\"; write >= {}", text, to_string(*limit));
}

std::optional<std::string> unknown_word(std::string_view text, const FactInfo& fact) {
  std::vector<std::string_view> known;
  for (const std::string_view word : split(fact.words, '|')) known.push_back(word);
  const std::string written = lower(text);
  for (const std::string_view word : known) {
    if (lower(word) == written) return std::nullopt;
  }
  // "Ethernet cable" has its word in it; what is only misspelt has one near.
  std::string meant;
  for (const std::string_view word : known) {
    if (meant.empty() && written.find(lower(word)) != std::string::npos) meant = word;
  }
  if (const auto near = nearest(written, known); meant.empty() && !near.empty()) meant = near.front();
  return fmt::format("{} is never \"{}\"; {}the words are {}", fact.name, text,
                     meant.empty() ? "" : fmt::format("did you mean {}? ", meant), fmt::join(known, ", "));
}

}  // namespace

bool is_named(std::string_view asked, std::string_view found, std::span<const std::string> also,
              const FactInfo& fact) {
  return same_name(asked, found, fact) || std::any_of(also.begin(), also.end(), [&](const std::string& name) {
           return same_name(asked, name, fact);
         });
}

bool says_too_little(std::string_view found, const FactInfo& fact) {
  return fact.names == Names::product && tells_no_model(found);
}

std::optional<std::string> never_named(std::string_view text, const FactInfo& fact) {
  if (fact.ordered == Ordered::processor) return never_a_processor(text);
  if (fact.ordered == Ordered::pixels && !pixels_of(text))
    return fmt::format("\"{}\" is no size of a screen; write it like >= 1280x1024", text);
  if (!fact.words.empty()) return unknown_word(text, fact);
  switch (fact.names) {
    case Names::system: {
      auto sentence = told_in_a_sentence(text);
      return sentence ? sentence : only_a_family(text);
    }
    case Names::zone:
      return no_zone(text);
    case Names::processor_family:
      return never_a_family(text);
    case Names::product: {
      const auto why = only_a_maker(text);
      if (!why || fact.maker.empty()) return why;
      return fmt::format("{}; write {} = \"{}\"", *why, fact.maker, *maker_in(text));
    }
    default:
      return std::nullopt;
  }
}

}  // namespace deskready

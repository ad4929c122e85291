#include "config/processor/cpu_model.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

#include "config/base/text.h"

namespace deskready {
namespace {

/// Words without commas and without brackets round them; those of "Intel(R)" stay.
std::vector<std::string> split_words(std::string_view text) {
  std::vector<std::string> words;
  while (!text.empty()) {
    const auto end = std::min(text.find_first_of(" \t,"), text.size());
    std::string_view word = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    if (word.starts_with('(')) word.remove_prefix(1);
    if (word.ends_with(')') && word.find('(') == std::string_view::npos) word.remove_suffix(1);
    if (!word.empty()) words.emplace_back(word);
  }
  return words;
}

/// "8" of "8", "8th"; nothing for a word that does not begin with one to four digits.
std::optional<int> leading_number(std::string_view word) {
  const auto digits = static_cast<std::size_t>(
      std::find_if(word.begin(), word.end(), [](char c) { return c < '0' || c > '9'; }) - word.begin());
  if (digits == 0 || digits > 4) return std::nullopt;
  return std::stoi(std::string(word.substr(0, digits)));
}

bool means_generation(std::string_view word) {
  return word == "gen" || word == "gen." || word == "generation";
}

/// Takes "gen 8", "8th gen" or "5000 series" out of the words.
std::optional<int> take_generation(std::vector<std::string>& words) {
  for (std::size_t i = 0; i < words.size(); ++i) {
    const std::string word = lower(words[i]);
    const bool series = word == "series";
    if (!means_generation(word) && !series) continue;
    const auto behind = i + 1 < words.size() && !series ? leading_number(words[i + 1]) : std::nullopt;
    const auto before = i > 0 ? leading_number(words[i - 1]) : std::nullopt;
    if (!behind && !before) return std::nullopt;
    const auto first = words.begin() + static_cast<std::ptrdiff_t>(behind ? i : i - 1);
    words.erase(first, first + 2);
    const int number = behind.value_or(before.value_or(0));
    return series && number >= 1000 ? number / 1000 : number;
  }
  return std::nullopt;
}

/// As people write it, the maker is often left out: "Core i5", "i5", "Ryzen 5", "M1".
CpuName parse_shortened(const std::string& name) {
  for (const std::string_view maker : {"", "Intel ", "Intel Core ", "AMD ", "Apple "}) {
    CpuName parsed = parse_cpu_name(std::string(maker) + name);
    if (!parsed.family.empty()) return parsed;
  }
  return {};
}

tl::expected<CpuName, std::string> parse_model(std::string_view text) {
  std::vector<std::string> words = split_words(text);
  const auto generation = take_generation(words);
  CpuName model = parse_shortened(fmt::format("{}", fmt::join(words, " ")));
  const bool dangling = !words.empty() && lower(words.back()) == "or";
  if (model.family.empty() || dangling) {
    return tl::unexpected(fmt::format(
        "\"{}\" names no processor that is known; write it like Intel Core i5 gen 8, or AMD Ryzen 5 gen 3",
        text));
  }
  if (!model.tier || *model.tier == 1) {
    if (model.vendor != "Apple") {
      return tl::unexpected(
          fmt::format("{} {} processors have no order by generation; ask for system.cpu.family, "
                      "system.cpu.cores or system.cpu.clock",
                      model.vendor, model.family));
    }
  }
  if (generation) model.generation = generation;
  return model;
}

Ranked rank_against(const CpuName& found, const CpuName& least) {
  if (found.vendor != least.vendor || !found.tier) return Ranked::not_comparable;
  if (found.tier < least.tier) {
    // What is sold below the Cores today is often more than a Core 2 was.
    return least.generation == 0 ? Ranked::not_comparable : Ranked::falls_short;
  }
  if (!least.generation) return Ranked::meets;
  if (!found.generation) return Ranked::not_comparable;
  return *found.generation >= *least.generation ? Ranked::meets : Ranked::falls_short;
}

}  // namespace

tl::expected<std::vector<CpuName>, std::string> parse_cpu_models(std::string_view text) {
  constexpr std::size_t longest = 1000;
  if (text.size() > longest) text = text.substr(0, longest);  // no list that people write; its end is a fault
  std::vector<CpuName> models;
  const std::string lower_case = lower(text);
  for (std::size_t begin = 0;;) {
    const auto at = lower_case.find(" or ", begin);
    auto model = parse_model(text.substr(begin, at - begin));
    if (!model) return tl::unexpected(model.error());
    models.push_back(std::move(*model));
    if (at == std::string_view::npos) return models;
    begin = at + 4;
  }
}

std::string to_string(std::span<const CpuName> models) {
  std::string text;
  for (const CpuName& model : models) {
    if (!text.empty()) text += " or ";
    text += model.vendor + " " + model.family;
    // Apple's generation is in the chip's name, and Core 2 is before the first.
    if (model.vendor != "Apple" && model.generation.value_or(0) > 0)
      text += fmt::format(" gen {}", *model.generation);
  }
  return text;
}

Ranked rank_cpu(const CpuName& found, std::span<const CpuName> least) {
  if (found.vendor.empty() || found.family.empty()) return Ranked::unknown_name;
  Ranked best = Ranked::not_comparable;
  for (const CpuName& model : least) {
    const Ranked rank = rank_against(found, model);
    if (rank == Ranked::meets) return rank;
    if (rank == Ranked::falls_short && found.vendor == model.vendor) best = rank;
  }
  return best;
}

}  // namespace deskready

#include "config/spec/names/cpu_words.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <initializer_list>
#include <span>

#include "config/base/text.h"

namespace deskready {
namespace {

bool is(std::string_view word, std::span<const std::string_view> any) {
  return std::find(any.begin(), any.end(), word) != any.end();
}

bool is(std::string_view word, std::initializer_list<std::string_view> any) {
  return std::find(any.begin(), any.end(), word) != any.end();
}

bool is_joint(std::string_view word) {
  return is(word, {",", "/", "or", "and"});
}

/// "8" of "8", "8th" and "eighth"; at most two digits.
std::optional<int> count_of(std::string_view word) {
  constexpr std::array<std::string_view, 14> written = {
      "first",  "second", "third", "fourth",   "fifth",   "sixth",      "seventh",
      "eighth", "ninth",  "tenth", "eleventh", "twelfth", "thirteenth", "fourteenth"};
  const auto found = std::find(written.begin(), written.end(), word);
  if (found != written.end()) return 1 + static_cast<int>(found - written.begin());
  const std::size_t digits = leading_digits(word);
  if (digits < 1 || digits > 2 || !is(word.substr(digits), {"", "st", "nd", "rd", "th"})) return std::nullopt;
  return std::stoi(std::string(word.substr(0, digits)));
}

bool means_generation(std::string_view word) {
  return is(word, {"gen", "gens", "generation", "generations"});
}

/// "gen8", "8thgen", "quadcore" as two words; the x of "8xxx" as zeros.
void part(std::string_view word, CpuWords& into) {
  while (word.ends_with('+') || word.ends_with('.')) word.remove_suffix(1);
  const std::size_t digits = leading_digits(word);
  if (word.starts_with("gen") && leading_digits(word.substr(3)) > 0) {
    into.emplace_back("gen");
    word.remove_prefix(3);
  } else if (digits > 0 && word.ends_with("gen")) {
    into.emplace_back(word.substr(0, word.size() - 3));
    word = "gen";
  } else if (word.size() > 4 && (word.ends_with("core") || word.ends_with("cores"))) {
    const auto at = word.rfind("core");
    into.emplace_back(word.substr(0, at));
    word.remove_prefix(at);
  } else if (digits > 0 && digits < word.size() &&
             word.find_first_not_of('x', digits) == std::string_view::npos && word.size() >= 4) {
    return into.push_back(std::string(word.substr(0, digits)) + std::string(word.size() - digits, '0'));
  }
  if (!word.empty()) into.emplace_back(word);
}

constexpr std::array<std::string_view, 15> better = {"better", "newer",  "higher",  "later",   "above",
                                                     "up",     "upward", "upwards", "greater", "faster",
                                                     "more",   "beyond", "over",    "onwards", "superior"};

constexpr std::array<std::string_view, 12> fillers = {"processor", "processors", "cpu",     "cpus",
                                                      "chip",      "chips",      "family",  "class",
                                                      "silicon",   "apu",        "minimum", "min"};

/// A number of cores as a word.
std::optional<int> cores_of(std::string_view word) {
  if (is(word, {"dual", "two"})) return 2;
  if (is(word, {"quad", "four"})) return 4;
  if (is(word, {"hexa", "hex", "six"})) return 6;
  if (is(word, {"octa", "octo", "eight"})) return 8;
  if (is(word, {"deca", "ten"})) return 10;
  return leading_digits(word) == word.size() ? count_of(word) : std::nullopt;
}

}  // namespace

CpuWords cpu_words(std::string_view text) {
  std::string clean = lower(text);
  for (const std::string_view mark : {"(r)", "(tm)", "(c)", "®", "™", "(", ")", "[", "]", "\u00a0", "\u202f",
                                      "\u2009", "-", "\u2010", "\u2011", "\u2012", "\u2013", "\u2014", "\t"})
    replace_all(clean, mark, " ");
  for (const std::string_view joint : {",", ";"}) replace_all(clean, joint, " , ");
  for (const std::string_view joint : {"/", "|", "&"}) replace_all(clean, joint, " / ");
  CpuWords words;
  for (const std::string_view word : split_at_spaces(clean)) {
    if (is(word, {","}) || is(word, {";"}))
      words.emplace_back(",");
    else
      part(word == "|" || word == "&" ? "/" : word, words);
  }
  return words;
}

tl::expected<std::vector<CpuWords>, std::string> cpu_alternatives(CpuWords words) {
  CpuWords kept;
  for (std::size_t i = 0; i < words.size(); ++i) {
    const auto next = [&](std::size_t ahead) { return i + ahead < words.size() ? words[i + ahead] : ""; };
    if (is_joint(words[i]) && words[i] != "," && is(next(1), better)) {
      i += next(1) == "more" && next(2) == "recent" ? 2 : 1;
    } else if (words[i] == "at" && next(1) == "least") {
      ++i;
    } else if (!is(words[i], fillers)) {
      kept.push_back(words[i]);
    }
  }
  std::vector<CpuWords> all(1);
  std::string_view last;
  for (const std::string& word : kept) {
    if (!is_joint(word)) {
      all.back().push_back(word);
    } else if (!all.back().empty()) {
      all.emplace_back();
    } else if (last != ",") {
      return tl::unexpected(fmt::format("has nothing before \"{}\"", word));
    }
    last = word;
  }
  if (all.back().empty()) {
    if (last != "," || all.size() == 1)
      return tl::unexpected(
          std::string(last.empty() ? "names no processor" : "has nothing behind its last word"));
    all.pop_back();
  }
  return all;
}

tl::expected<TakenGeneration, std::string> take_generation(CpuWords& words) {
  TakenGeneration taken;
  const auto erase = [&](std::size_t from, std::size_t count) {
    words.erase(words.begin() + static_cast<std::ptrdiff_t>(from),
                words.begin() + static_cast<std::ptrdiff_t>(from + count));
  };
  for (std::size_t i = 0; i < words.size();) {
    const bool series = words[i] == "series";
    if (!series && !means_generation(words[i])) {
      ++i;
      continue;
    }
    const auto behind = i + 1 < words.size() ? count_of(words[i + 1]) : std::nullopt;
    // "Ryzen 5 gen 3": a mere number before belongs to the name when another stands behind.
    const bool ordinal =
        i > 0 && count_of(words[i - 1]) && leading_digits(words[i - 1]) < words[i - 1].size();
    const auto before = i > 0 && !series && (ordinal || !behind) ? count_of(words[i - 1]) : std::nullopt;
    const bool numbered = series && i > 0 && leading_digits(words[i - 1]) >= 3;
    const bool any = !series && i > 0 && is(words[i - 1], {"any", "every"});
    if (numbered) {
      const std::string number = words[i - 1];
      erase(i - 1, 2);
      words.push_back(number);
      i = words.size();
    } else if (before || behind) {
      if (taken.told) return tl::unexpected(std::string("it counts the generation twice"));
      taken.told = CountedGeneration{before ? *before : *behind, series};
      taken.first = i == (before ? 1u : 0u);
      erase(before ? i - 1 : i, 2);
      i = 0;
    } else if (series || any) {
      erase(any ? i - 1 : i, any ? 2 : 1);
    } else {
      return tl::unexpected(fmt::format("\"{}\" stands without a number", words[i]));
    }
  }
  return taken;
}

std::vector<std::string> take_other_facts(CpuWords& words) {
  std::vector<std::string> rules;
  for (std::size_t i = 0; i < words.size();) {
    const std::string_view word = words[i];
    const auto unit = std::min(word.find_first_not_of("0123456789."), word.size());
    const std::string_view behind = i + 1 < words.size() ? std::string_view(words[i + 1]) : "";
    const bool apart = unit == word.size() && unit > 0 && is(behind, {"ghz", "mhz"});
    const bool clock = apart || (unit > 0 && is(word.substr(unit), {"ghz", "mhz"}));
    const auto cores = is(behind, {"core", "cores", "thread", "threads"}) ? cores_of(word) : std::nullopt;
    if (clock) {
      const bool mega = (apart ? behind : word.substr(unit)) == "mhz";
      rules.push_back(
          fmt::format("system.cpu.clock = \">= {} {}\"", word.substr(0, unit), mega ? "MHz" : "GHz"));
    } else if (cores) {
      rules.push_back(
          fmt::format("system.cpu.{} = \">= {}\"", behind.starts_with("core") ? "cores" : "threads", *cores));
    } else {
      ++i;
      continue;
    }
    const std::size_t count = apart || cores ? 2 : 1;
    words.erase(words.begin() + static_cast<std::ptrdiff_t>(i),
                words.begin() + static_cast<std::ptrdiff_t>(i + count));
  }
  return rules;
}

}  // namespace deskready

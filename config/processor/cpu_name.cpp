#include "config/processor/cpu_name.h"

#include <algorithm>
#include <array>
#include <initializer_list>
#include <vector>

#include "config/base/text.h"

namespace deskready {
namespace {

std::string upper_first(std::string text) {
  if (!text.empty() && text[0] >= 'a' && text[0] <= 'z') text[0] = static_cast<char>(text[0] - 'a' + 'A');
  return text;
}

/// The name in lower-case words, without trade marks, and without the clock and the graphics, which stand
/// last. No brand string is longer than 48 characters (CPUID), so the tail of a longer text is none.
std::vector<std::string> words_of(std::string_view brand) {
  std::string text = lower(brand.substr(0, 200));
  for (const std::string_view mark : {"(r)", "(tm)", "(c)", "®", "™"}) {
    for (auto at = text.find(mark); at != std::string::npos; at = text.find(mark, at)) {
      text.replace(at, mark.size(), " ");
    }
  }
  for (const std::string_view end : {"@", " with ", " w/"})
    text.resize(std::min(text.find(end), text.size()));
  std::vector<std::string> words(1);
  for (const char c : text) {
    if (c != ' ' && c != '\t' && c != ',') {
      words.back() += c;
    } else if (!words.back().empty()) {
      words.emplace_back();
    }
  }
  if (words.back().empty()) words.pop_back();
  return words;
}

/// Walks over a name's words. What it takes it moves behind.
class Words {
 public:
  explicit Words(std::vector<std::string> words) : words_(std::move(words)) {}

  std::string_view peek(std::size_t ahead = 0) const {
    return at_ + ahead < words_.size() ? std::string_view(words_[at_ + ahead]) : std::string_view();
  }
  std::string_view take() {
    const std::string_view word = peek();
    at_ = std::min(at_ + 1, words_.size());
    return word;
  }
  bool take(std::string_view word) {
    if (peek() != word) return false;
    ++at_;
    return true;
  }
  /// Moves behind the first of `any`, wherever it stands.
  std::string_view seek(std::initializer_list<std::string_view> any) {
    for (std::size_t i = 0; i < words_.size(); ++i) {
      if (std::find(any.begin(), any.end(), words_[i]) == any.end()) continue;
      at_ = i + 1;
      return words_[i];
    }
    return {};
  }
  bool holds(std::string_view word) const {
    return std::find(words_.begin(), words_.end(), word) != words_.end();
  }
  std::string_view first() const { return words_.empty() ? std::string_view() : words_.front(); }
  const std::vector<std::string>& all() const { return words_; }

 private:
  std::vector<std::string> words_;
  std::size_t at_ = 0;
};

int number(std::string_view digits) {
  int value = 0;
  for (const char c : digits.substr(0, 6)) value = value * 10 + (c - '0');
  return value;
}

std::optional<int> rank_digit(std::string_view word) {
  if (word.size() == 1 && std::string_view("3579").find(word[0]) != std::string_view::npos)
    return word[0] - '0';
  return std::nullopt;
}

/// The number behind "i5-". Five digits begin with two of the generation, four with one, except that "1135G7"
/// has two of four. Three digits are the first generation from 300 on; newer chips with such numbers are
/// other chips under a new name. Samples that were never sold have 0000.
std::optional<int> core_generation(std::string_view text) {
  const std::size_t digits = leading_digits(text);
  const int value = number(text.substr(0, digits));
  // "7Y54": the generation, then the watts.
  if (digits == 1 && text.size() >= 4 && text[1] == 'y' && is_digit(text[2])) return value;
  if (text.starts_with('0')) return std::nullopt;
  if (digits == 5) return value / 1000;
  if (digits == 4) return text[0] == '1' ? value / 100 : value / 1000;
  if (digits == 3 && value >= 300) return 1;
  return std::nullopt;
}

/// "11th" of "11th Gen Intel Core".
std::optional<int> ordinal(std::string_view word) {
  const std::size_t digits = leading_digits(word);
  const std::string_view ending = word.substr(digits);
  const bool is = ending == "st" || ending == "nd" || ending == "rd" || ending == "th";
  if (digits == 0 || digits > 2 || !is || word[0] == '0') return std::nullopt;
  return number(word.substr(0, digits));
}

/// Behind "Core": "i5-8250U", "i5 CPU M 520", "i5 650", "m3-6Y30".
CpuName core_i(Words& words) {
  const std::string_view word = words.take();
  const auto dash = word.find('-');
  CpuName name{"Intel", "Core " + std::string(word.substr(0, 2)), word[1] - '0', {}};
  // Core m is rated for a third of the power; its digit ranks it among its own kind only.
  if (word[0] == 'm') name.tier.reset();
  if (dash != std::string_view::npos) {
    name.generation = core_generation(word.substr(dash + 1));
  } else {
    words.take("cpu");
    // The letters of first-generation mobile chips stand before the number.
    if (words.peek().size() <= 2 && leading_digits(words.peek()) == 0) words.take();
    name.generation = core_generation(words.peek());
  }
  if (words.peek().starts_with("gen") || words.holds("gen")) {
    if (const auto told = ordinal(words.first())) name.generation = told;
  }
  return name;
}

/// Behind "Core": "Ultra 7 155H", "Ultra X9 388H", and "5 120U".
std::optional<CpuName> core_series(Words& words) {
  const bool ultra = words.take("ultra");
  std::string_view digit = words.peek();
  if (ultra && digit.starts_with('x')) digit.remove_prefix(1);
  const auto tier = rank_digit(digit);
  if (!tier) return std::nullopt;
  const std::string family =
      std::string(ultra ? "Core Ultra " : "Core ") + upper_first(std::string(words.take()));
  words.take("processor");
  CpuName name{"Intel", family, tier, {}};
  // "Core 3 N350" is of the small chips' own range, which counts otherwise.
  if (leading_digits(words.peek()) == 3) name.generation = 14 + (words.peek()[0] - '0');
  return name;
}

/// Behind "Core2" or "Core 2": "Duo", "Quad" and others; "Core Duo" and "Core Solo" came before those.
std::optional<CpuName> core_two(Words& words, bool second) {
  second = words.take("2") || second;
  const std::string_view kind = words.peek();
  const bool any = kind == "duo" || kind == "solo";
  const bool four = second && (kind == "quad" || kind == "extreme");
  const bool plain = second && (kind.empty() || kind == "cpu");
  if (!any && !four && !plain) return std::nullopt;
  CpuName name{"Intel", second ? "Core 2" : "Core", 2, 0};
  if (!plain) name.family += " " + upper_first(std::string(kind));
  return name;
}

bool is_core_i(std::string_view word) {
  const bool letter = word.starts_with('i') || word.starts_with('m');
  return letter && word.size() >= 2 && rank_digit(word.substr(1, 1)) && (word.size() == 2 || word[2] == '-');
}

std::optional<CpuName> intel_core(Words& words) {
  const std::string_view core = words.seek({"core", "core2"});
  if (core.empty()) return std::nullopt;
  if (core == "core2") return core_two(words, true);
  if (is_core_i(words.peek())) return core_i(words);
  if (words.peek().starts_with("m-"))
    return CpuName{"Intel", "Core M", {}, core_generation(words.peek().substr(2))};
  if (auto series = core_series(words)) return series;
  return core_two(words, false);
}

/// "N100", "N95": a letter and two or three digits, and nothing else.
bool is_n_series(std::string_view word) {
  return word.size() >= 3 && word.size() <= 4 && word[0] == 'n' &&
         leading_digits(word.substr(1)) == word.size() - 1;
}

CpuName intel(Words& words) {
  if (auto core = intel_core(words)) return *core;
  if (words.holds("xeon")) return {"Intel", words.holds("phi") ? "Xeon Phi" : "Xeon", {}, {}};
  for (const std::string_view family : {"celeron", "pentium", "atom"}) {
    if (words.holds(family)) return {"Intel", upper_first(std::string(family)), 1, {}};
  }
  if (std::any_of(words.all().begin(), words.all().end(), is_n_series)) return {"Intel", "N-series", 1, {}};
  return {"Intel", {}, {}, {}};
}

/// "5600G" is 5, "9950X3D" is 9. Series of three digits follow the 8000s: "Ryzen 7 260" is 8, as "Ryzen AI 9
/// 365" is 9.
std::optional<int> ryzen_generation(std::string_view word) {
  const std::size_t digits = leading_digits(word);
  if (digits == 4) return word[0] - '0';
  if (digits == 3) return 6 + (word[0] - '0');
  return std::nullopt;
}

/// The next word with a number in front, past "PRO", "HX" and "H".
std::string_view model_number(Words& words) {
  constexpr std::array<std::string_view, 4> between = {"pro", "hx", "h", "processor"};
  while (std::find(between.begin(), between.end(), words.peek()) != between.end()) words.take();
  return words.peek();
}

CpuName ryzen(Words& words) {
  if (words.take("threadripper")) {
    return {"AMD", "Ryzen Threadripper", 10, ryzen_generation(model_number(words))};
  }
  if (words.take("embedded")) return {"AMD", "Ryzen Embedded", {}, {}};
  const bool ai = words.take("ai");
  if (ai && (words.take("max") || words.take("max+"))) {
    return {"AMD", "Ryzen AI Max", 9, ryzen_generation(model_number(words))};
  }
  std::string family = ai ? "Ryzen AI" : "Ryzen";
  if (const auto tier = rank_digit(words.peek())) {
    family += " " + std::string(words.take());
    return {"AMD", family, tier, ryzen_generation(model_number(words))};
  }
  const std::string_view word = words.peek();
  if (word == "z1" || word == "z2") return {"AMD", "Ryzen " + upper_first(std::string(word)), {}, {}};
  return {"AMD", ai ? family : "", {}, {}};
}

/// "A8-7410", "E2-9000e", "E-350", "C-60": a letter, at most two digits, a dash.
std::optional<char> apu_series(std::string_view word) {
  const auto dash = word.find('-');
  const bool is = dash != std::string_view::npos && dash >= 1 && dash <= 3 && dash + 1 < word.size() &&
                  (word[0] == 'a' || word[0] == 'e' || word[0] == 'c') &&
                  leading_digits(word.substr(1)) == dash - 1 &&
                  (is_digit(word[dash + 1]) || word[dash + 1] == 'm');
  if (!is) return std::nullopt;
  return static_cast<char>(word[0] - 'a' + 'A');
}

CpuName amd(Words& words) {
  if (!words.seek({"ryzen"}).empty()) return ryzen(words);
  const auto begins = [&](std::string_view family) {
    return std::any_of(words.all().begin(), words.all().end(), [&](const std::string& word) {
      return word == family || (word.starts_with(family) && word[family.size()] == '-');
    });
  };
  for (const std::string_view family : {"epyc", "opteron"}) {
    if (begins(family)) return {"AMD", family == "epyc" ? "EPYC" : "Opteron", {}, {}};
  }
  for (const std::string_view family : {"athlon", "sempron", "phenom", "turion", "duron"}) {
    if (begins(family)) return {"AMD", upper_first(std::string(family)), 1, {}};
  }
  if (begins("fx")) return {"AMD", "FX", 1, {}};
  for (const std::string& word : words.all()) {
    if (const auto letter = apu_series(word)) return {"AMD", std::string(1, *letter) + "-series", 1, {}};
  }
  return {"AMD", {}, {}, {}};
}

/// "Apple M1", "Apple M2 Max".
CpuName apple(Words& words) {
  words.seek({"apple"});
  const std::string_view chip = words.take();
  const bool known = chip.size() >= 2 && chip[0] == 'm' && leading_digits(chip.substr(1)) == chip.size() - 1;
  if (!known) return {"Apple", {}, {}, {}};
  CpuName name{"Apple", upper_first(std::string(chip)), 1, number(chip.substr(1))};
  constexpr std::array<std::string_view, 3> better = {"pro", "max", "ultra"};
  const auto found = std::find(better.begin(), better.end(), words.peek());
  if (found != better.end()) {
    name.tier = 2 + static_cast<int>(found - better.begin());
    name.family += " " + upper_first(std::string(*found));
  }
  return name;
}

/// "ARM Cortex-A53 + Cortex-A72", as the probe names cores that have numbers only. Of several kinds the fast
/// one stands for the family; kernels list the slow ones first.
CpuName of_cores(std::string_view brand) {
  const auto space = brand.find(' ');
  const auto last = brand.rfind(" + ");
  const auto from = last == std::string_view::npos ? space + 1 : last + 3;
  return {std::string(brand.substr(0, space)), std::string(brand.substr(from)), {}, {}};
}

}  // namespace

CpuName parse_cpu_name(std::string_view brand) {
  for (const std::string_view vendor : {"ARM ", "Qualcomm ", "HiSilicon ", "NVIDIA ", "Ampere "}) {
    if (brand.starts_with(vendor) && brand.size() > vendor.size()) return of_cores(brand);
  }
  Words words(words_of(brand));
  if (words.holds("intel")) return intel(words);
  if (words.holds("amd") || words.holds("ryzen") || words.holds("epyc")) return amd(words);
  if (words.holds("apple")) return apple(words);
  // Some of the old names leave the maker out; these are his trade marks.
  if (words.holds("pentium") || words.holds("celeron")) return intel(words);
  return {};
}

}  // namespace deskready

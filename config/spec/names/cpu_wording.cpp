#include "config/spec/names/cpu_wording.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <optional>
#include <vector>

#include "config/base/text.h"
#include "config/spec/names/cpu_words.h"

namespace deskready {
namespace {

constexpr std::string_view how = "write it like Intel Core i5 gen 8, or AMD Ryzen 5 gen 3";

using Words = CpuWords;

bool is(std::string_view word, std::initializer_list<std::string_view> any) {
  return std::find(any.begin(), any.end(), word) != any.end();
}

/// A count that is no model: generations, and series of Core Ultra.
constexpr int most_generations = 30;

/// More than any sheet names; they fit into the longest text that is read when they are written in full.
constexpr std::size_t most_models = 16;

/// Takes words from the front of a list.
class Cursor {
 public:
  explicit Cursor(const Words& words) : words_(words) {}
  std::string_view peek() const { return at_ < words_.size() ? std::string_view(words_[at_]) : ""; }
  bool take(std::initializer_list<std::string_view> any) {
    if (!is(peek(), any)) return false;
    taken_ += (taken_.empty() ? "" : " ") + words_[at_++];
    return true;
  }
  template <class Test>
  bool take_if(Test&& test) {
    return test(peek()) && take({peek()});
  }
  const std::string& taken() const { return taken_; }

 private:
  const Words& words_;
  std::size_t at_ = 0;
  std::string taken_;
};

bool is_tier(std::string_view word) {
  return word.size() == 1 && is(word, {"3", "5", "7", "9"});
}

/// "8250u", "9950x3d", "7y54": a number that tells the generation.
bool is_number(std::string_view word) {
  if (word.starts_with('0')) return false;
  const std::size_t digits = leading_digits(word);
  const bool watts = word.size() == 4 && digits == 1 && word[1] == 'y';
  return watts || (digits >= 3 && digits <= 5 && word.size() <= digits + 3);
}

/// "m1", "m12".
bool is_apple(std::string_view word) {
  return word.size() >= 2 && word.size() <= 3 && word[0] == 'm' &&
         leading_digits(word.substr(1)) == word.size() - 1;
}

void take_intel(Cursor& cursor) {
  const bool core = cursor.take({"core"});
  // A mere "5" may be anybody's: "Core 5" is a name, "5" is none.
  if (cursor.take({"i3", "i5", "i7", "i9"}) || (core && cursor.take_if(is_tier))) {
    cursor.take_if(is_number);
  } else if (cursor.take({"ultra"})) {
    if (cursor.take_if(is_tier) || cursor.take({"x7", "x9"})) cursor.take_if(is_number);
  } else {
    const bool two = cursor.take({"2", "core2"});
    cursor.take({"duo", "solo"}) || (two && cursor.take({"quad", "extreme"}));
  }
}

void take_amd(Cursor& cursor) {
  if (!cursor.take({"ryzen"})) return;
  cursor.take({"ai"});
  cursor.take({"max", "max+", "threadripper"});
  cursor.take({"pro"});
  cursor.take_if(is_tier);
  cursor.take({"pro"});
  cursor.take_if(is_number);
}

/// A model's name as far as it goes; what is left of the words says nothing about it.
std::string take_name(Cursor& cursor) {
  const bool intel = cursor.take({"intel"}), amd = !intel && cursor.take({"amd"});
  const bool apple = !intel && !amd && cursor.take({"apple"});
  if (!intel && !amd && (apple || is_apple(cursor.peek()))) {
    if (cursor.take_if(is_apple)) cursor.take({"pro", "max", "ultra"});
    return apple ? cursor.taken() : "apple " + cursor.taken();
  }
  if (!intel && (amd || cursor.peek() == "ryzen")) {
    take_amd(cursor);
    return amd ? cursor.taken() : "amd " + cursor.taken();
  }
  take_intel(cursor);
  std::string name = intel ? cursor.taken() : "intel " + cursor.taken();
  // Makers call it "Core i5", people "i5".
  if (name.find("core") == std::string::npos) name.insert(5, " core");
  return name;
}

/// One of the alternatives that a text names.
struct Piece {
  CpuName model;
  bool named = false;       ///< there is a model
  bool equivalent = false;  ///< of `maker`, or of any
  std::string maker;        ///< alone, of equivalents: "AMD"
  std::optional<int> generation;
  bool generation_first = false;  ///< "8th gen Intel Core i5"
  std::string stem;               ///< "core i", "ryzen ": what a mere "5" behind it continues
};

std::string vendor_of(std::string_view maker) {
  return maker == "amd" ? "AMD" : maker == "apple" ? "Apple" : maker == "intel" ? "Intel" : "";
}

/// Whether the name has a number that tells no generation that there is: nobody sells an "i5-99999".
bool has_unknown_number(const std::string& brand, const CpuName& name) {
  const bool known = name.generation && *name.generation <= most_generations;
  const auto words = split_at_spaces(brand);
  return !known && std::any_of(words.begin(), words.end(), is_number);
}

tl::expected<CpuName, std::string> named(const std::string& brand, std::optional<CountedGeneration> told) {
  CpuName name = parse_cpu_name(brand);
  if (name.family.empty() || has_unknown_number(brand, name)) return tl::unexpected(std::string());
  if (!told) return name;
  const bool series = name.vendor == "Intel" && name.family.find(" i") == std::string::npos;
  if (name.vendor == "Apple" || (name.vendor == "Intel" && name.generation == 0)) {
    return tl::unexpected(
        fmt::format("{} {} is one generation by itself; write no other beside it", name.vendor, name.family));
  }
  int generation = told->count;
  if (told->series && !series)
    return tl::unexpected(fmt::format("{} {} has no series {}; write gen {}", name.vendor, name.family,
                                      generation, generation));
  // Core Ultra and Core 3, 5, 7 count anew, behind the fourteenth.
  if (series && generation < 10) generation += 14;
  if (generation < 1 || generation > most_generations || (series && generation < 15)) {
    return tl::unexpected(
        fmt::format("there is no generation {} of {} {}", told->count, name.vendor, name.family));
  }
  if (name.generation && name.generation != generation) {
    return tl::unexpected(fmt::format("the number says gen {} and the words say gen {}; write one of them",
                                      *name.generation, generation));
  }
  name.generation = generation;
  return name;
}

std::string no_order(const CpuName& name) {
  return fmt::format("{} {} processors have no order by generation; {}", name.vendor, name.family,
                     "ask for system.cpu.family, system.cpu.cores or system.cpu.clock");
}

/// What the first word that says nothing means, and what could be written.
std::string not_understood(const Words& words, const Cursor& cursor, const std::string& understood) {
  const CpuName whole = parse_cpu_name(fmt::format("{}", fmt::join(words, " ")));
  if (!whole.family.empty() && (!whole.tier || (whole.tier == 1 && whole.vendor != "Apple")))
    return no_order(whole);
  const std::string_view rest = cursor.peek();
  if (rest.empty() || understood.empty()) {
    return fmt::format("\"{}\" names no processor that is known; {}", fmt::join(words, " "), how);
  }
  return fmt::format("\"{}\" is not understood; write {}, or {}", rest, understood, how.substr(6));
}

tl::expected<Piece, std::string> read_model(Words words, const std::string& stem) {
  Piece piece;
  const Words written = words;
  const auto generation = take_generation(words);
  if (!generation) return tl::unexpected(fmt::format("{}; {}", generation.error(), how));
  piece.generation_first = generation->first;
  // "i3/5/7": a mere number goes on where the name before it began.
  if (words.size() == 1 && is_tier(words[0]) && !stem.empty()) words = cpu_words(stem + words[0]);
  const auto others = take_other_facts(words);
  if (words.empty() && generation->told && others.empty()) {
    piece.generation = generation->told->count;
    return piece;
  }
  Cursor cursor(words);
  const std::string brand = take_name(cursor);
  const auto name = named(brand, generation->told);
  const bool whole = name && cursor.peek().empty();
  const std::string understood = name ? to_string(CpuLimit{{*name}, {}}) : "";
  if (!others.empty()) {
    const std::string apart = fmt::format("{}", fmt::join(others, " and "));
    return tl::unexpected(
        whole ? fmt::format("that is more than one rule; write >= {} here, and {}", understood, apart)
              : fmt::format("\"{}\" is another fact's; write {}; a name is written like Intel Core i5 gen 8",
                            fmt::join(written, " "), apart));
  }
  if (!name && !name.error().empty()) return tl::unexpected(name.error());
  if (!whole) return tl::unexpected(not_understood(words, cursor, understood));
  if (!name->tier || (*name->tier == 1 && name->vendor != "Apple")) return tl::unexpected(no_order(*name));
  piece.model = *name;
  piece.named = true;
  piece.generation = name->generation;
  if (is_tier(std::string_view(name->family).substr(name->family.size() - 1)))
    piece.stem = name->vendor + " " + name->family.substr(0, name->family.size() - 1);
  return piece;
}

tl::expected<Piece, std::string> read_piece(Words words, const std::string& stem) {
  const auto equal = [](const std::string& word) {
    return is(word, {"equivalent", "equivalents", "similar", "comparable", "equal"});
  };
  const bool equivalent = std::erase_if(words, equal) > 0;
  if (equivalent) std::erase_if(words, [](const std::string& word) { return is(word, {"an", "a", "from"}); });
  const bool maker_alone = words.size() == 1 && is(words[0], {"intel", "amd", "apple"});
  if (equivalent && (words.empty() || maker_alone)) {
    Piece piece;
    piece.equivalent = true;
    if (maker_alone) piece.maker = vendor_of(words[0]);
    return piece;
  }
  auto piece = read_model(std::move(words), stem);
  if (piece) piece->equivalent = equivalent;
  return piece;
}

/// "i5 or i7, 8th gen": whoever wrote that hardly meant an i5 of any age.
std::optional<std::string> ambiguous(const std::vector<Piece>& pieces) {
  const auto unclear = [&](const Piece& any, const Piece& counted, bool before) {
    if (any.model.vendor != counted.model.vendor || any.generation || !counted.generation) return false;
    return (before && counted.generation_first) || any.model.tier <= counted.model.tier;
  };
  for (const Piece& any : pieces) {
    for (const Piece& counted : pieces) {
      const bool before = &counted + 1 == &any;
      if (!unclear(any, counted, before)) continue;
      CpuLimit meant{{any.model, counted.model}, {}};
      if (before) std::swap(meant.models[0], meant.models[1]);
      const std::string literal = to_string(meant);
      for (CpuName& model : meant.models) model.generation = counted.generation;
      CpuLimit oldest{{any.model}, {}};
      oldest.models[0].generation = 1;
      return fmt::format(
          "\"{}\" does not say whether the generation counts for both; write it with each: {} (or {} where "
          "every one will do)",
          literal, to_string(meant), to_string(oldest));
    }
  }
  return std::nullopt;
}

tl::expected<CpuLimit, std::string> limit_of(const std::vector<Piece>& pieces) {
  if (const auto why = ambiguous(pieces)) return tl::unexpected(*why);
  CpuLimit limit;
  for (const Piece& piece : pieces) limit.models.push_back(piece.model);
  return limit;
}

}  // namespace

tl::expected<CpuLimit, std::string> parse_cpu_limit(std::string_view text) {
  constexpr std::size_t longest = 1000;
  if (text.size() > longest)
    return tl::unexpected(fmt::format("a list of processors has at most {} characters; {}", longest, how));
  const auto alternatives = cpu_alternatives(cpu_words(text));
  if (!alternatives) return tl::unexpected(fmt::format("\"{}\" {}; {}", text, alternatives.error(), how));
  std::vector<Piece> pieces;
  std::optional<std::string> equivalent;
  for (const Words& words : *alternatives) {
    auto piece = read_piece(words, pieces.empty() ? "" : pieces.back().stem);
    if (!piece) return tl::unexpected(piece.error());
    if (piece->equivalent) equivalent = piece->maker;
    if (piece->named) {
      pieces.push_back(std::move(*piece));
    } else if (piece->generation && !pieces.empty() && !pieces.back().generation) {
      // "Core i5, 8th gen": the comma goes on with the name before it.
      const auto whole =
          named(to_string(CpuLimit{{pieces.back().model}, {}}), CountedGeneration{*piece->generation, false});
      if (!whole) return tl::unexpected(whole.error());
      pieces.back().model = *whole;
      pieces.back().generation = whole->generation;
    } else if (!piece->equivalent || pieces.empty()) {
      return tl::unexpected(
          fmt::format("\"{}\" names no processor that is known; {}", fmt::join(words, " "), how));
    }
  }
  if (pieces.size() > most_models)
    return tl::unexpected(fmt::format("it names {} processors; name at most {}", pieces.size(), most_models));
  auto limit = limit_of(pieces);
  if (limit) limit->equivalent = std::move(equivalent);
  return limit;
}

}  // namespace deskready

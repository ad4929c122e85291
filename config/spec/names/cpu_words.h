// The words of a limit on processors: taken apart, and what in them counts a generation or is another fact's.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <vector>

namespace deskready {

/// In lower case, without marks and brackets; "i5-8250U" is two. Commas, slashes and "or" stay as words.
using CpuWords = std::vector<std::string>;

CpuWords cpu_words(std::string_view text);

/// Split at commas, slashes, "or" and "and"; "or better" and "at least" are gone. Never empty; the error says
/// what is wrong with the text: "ends with or".
tl::expected<std::vector<CpuWords>, std::string> cpu_alternatives(CpuWords words);

/// A generation that is counted beside the name: "8th gen", "series 2".
struct CountedGeneration {
  int count = 0;
  bool series = false;
};

struct TakenGeneration {
  std::optional<CountedGeneration> told;
  bool first = false;  ///< it stood before the name
};

/// Takes "gen 8", "8th gen" and "series 2" out of the words; the number of "5000 series" goes to the end, as
/// a model's number stands.
tl::expected<TakenGeneration, std::string> take_generation(CpuWords& words);

/// Takes out what is no name but a clock or a number of cores, as rules of their own: what to write for each.
std::vector<std::string> take_other_facts(CpuWords& words);

}  // namespace deskready

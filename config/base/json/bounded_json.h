// The one way for JSON that somebody else wrote, or could have changed: files, standard input, the control
// socket, a far end's answers, rows of the history.
#pragma once

#include <cstddef>
#include <cstdint>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <string_view>
#include <tl/expected.hpp>

namespace deskready {

/// Of one document, and so of a file that may hold one.
inline constexpr std::size_t most_json_bytes = 16'000'000;

struct JsonBounds {
  std::size_t bytes = most_json_bytes;
  std::size_t depth = 32;        ///< objects and lists within one another
  std::size_t values = 100'000;  ///< objects, lists, texts, numbers and truth values
};

/// Why a text is refused; reports/words/refusals/json_words.h says it in words.
struct JsonRefusal {
  enum class Why : std::uint8_t {
    too_large,   ///< `number`: bytes that it may have
    too_deep,    ///< `number`: levels that it may have
    too_many,    ///< `number`: values that it may have
    name_twice,  ///< `name`: the beginning of the name that stands twice in one object
    no_json,     ///< `number`: the byte behind which it is none
  };
  Why why;
  std::size_t number = 0;
  std::string name;  ///< at most 40 bytes, of the text itself and as hostile
};

/// The value, or why it is refused, which is found before what exceeds a bound is built. A name that stands
/// twice in one object is refused: two readers would take different ones. Thread-safe.
tl::expected<nlohmann::json, JsonRefusal> read_json(std::string_view text, const JsonBounds& bounds = {});

}  // namespace deskready

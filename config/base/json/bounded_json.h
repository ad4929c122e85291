// The one way for JSON that somebody else wrote, or could have changed: files, standard input, the control
// socket, a far end's answers, rows of the history.
#pragma once

#include <cstddef>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <string_view>
#include <tl/expected.hpp>

namespace deskready {

struct JsonBounds {
  std::size_t bytes = std::size_t{16} << 20;
  std::size_t depth = 32;        ///< objects and lists within one another
  std::size_t values = 100'000;  ///< objects, lists, texts, numbers and truth values
};

/// Or the reason why it is refused, in words that begin small. What is refused is so before anything is built
/// of it. A name that stands twice in one object is refused: two readers would take different ones.
tl::expected<nlohmann::json, std::string> read_json(std::string_view text, const JsonBounds& bounds = {});

}  // namespace deskready

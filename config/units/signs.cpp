#include "config/units/signs.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "config/base/text.h"

namespace deskready {
namespace {

struct Same {
  std::string_view typed, meant;
};

constexpr std::array same = {Same{"\u00a0", " "}, Same{"\u202f", " "}, Same{"\u2009", " "},
                             Same{"\u2212", "-"}, Same{"\u2010", "-"}, Same{"\u2011", "-"},
                             Same{"\u03bc", "µ"}, Same{"\u2033", "\""}};

// Letters of other scripts that stand on keyboards where these do, and look the same; Unicode's confusables.
constexpr std::array alike = {Same{"а", "a"}, Same{"с", "c"}, Same{"е", "e"}, Same{"і", "i"}, Same{"ј", "j"},
                              Same{"о", "o"}, Same{"р", "p"}, Same{"ѕ", "s"}, Same{"х", "x"}, Same{"у", "y"},
                              Same{"А", "A"}, Same{"В", "B"}, Same{"С", "C"}, Same{"Е", "E"}, Same{"Н", "H"},
                              Same{"К", "K"}, Same{"М", "M"}, Same{"О", "O"}, Same{"Р", "P"}, Same{"Т", "T"},
                              Same{"Х", "X"}, Same{"ο", "o"}, Same{"Α", "A"}, Same{"Β", "B"}, Same{"Ε", "E"},
                              Same{"Η", "H"}, Same{"Κ", "K"}, Same{"Μ", "M"}, Same{"Ο", "O"}, Same{"Τ", "T"},
                              Same{"‒", "-"}, Same{"–", "-"}, Same{"—", "-"}, Same{"，", ","}};

constexpr std::array<std::string_view, 8> unseen = {"\u200b", "\u200c", "\u200d", "\u200e",
                                                    "\u200f", "\u2060", "\ufeff", "\u00ad"};

/// The number of a UTF-8 character of two or three bytes, as Unicode writes it: "U+200B".
std::string code_of(std::string_view sign) {
  const auto byte = [&](std::size_t at) {
    return static_cast<unsigned>(static_cast<unsigned char>(sign[at]));
  };
  const unsigned code = sign.size() == 2 ? (byte(0) & 0x1f) << 6 | (byte(1) & 0x3f)
                                         : (byte(0) & 0x0f) << 12 | (byte(1) & 0x3f) << 6 | (byte(2) & 0x3f);
  return fmt::format("U+{:04X}", code);
}

}  // namespace

std::string plain_signs(std::string_view text) {
  std::string plain(text);
  for (const Same& one : same) {
    for (auto at = plain.find(one.typed); at != std::string::npos; at = plain.find(one.typed, at))
      plain.replace(at, one.typed.size(), one.meant);
  }
  return plain;
}

std::optional<std::string> strange_sign(std::string_view text) {
  for (std::size_t at = 0; at < text.size();) {
    const std::string_view sign =
        text.substr(at, std::max<std::size_t>(1, character_length(text.substr(at))));
    at += sign.size();
    if (sign.size() != 2 && sign.size() != 3) continue;
    if (std::find(unseen.begin(), unseen.end(), sign) != unseen.end())
      return fmt::format("a sign that cannot be seen ({}) stands in it; delete it", code_of(sign));
    const auto found =
        std::find_if(alike.begin(), alike.end(), [&](const Same& one) { return one.typed == sign; });
    if (found != alike.end())
      return fmt::format("{} ({}) in it only looks like {}; type it anew", sign, code_of(sign), found->meant);
  }
  return std::nullopt;
}

}  // namespace deskready
